using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Measuring;

/// <summary>That a member was warned in a topic, while they could still come through. The database holds that it happens once.</summary>
public sealed class MeterWarning
{
    private MeterWarning()
    {
    }

    /// <summary>Warns.</summary>
    /// <param name="topicId">In which topic: its database number.</param>
    /// <param name="memberId">Whom: their database number.</param>
    /// <param name="at">When.</param>
    public MeterWarning(int topicId, int memberId, Instant at) => (TopicId, MemberId, At) = (topicId, memberId, at);

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}

internal sealed class MeterWarningMapping : IEntityTypeConfiguration<MeterWarning>
{
    public void Configure(EntityTypeBuilder<MeterWarning> builder)
    {
        builder.HasKey(w => new { w.TopicId, w.MemberId });
        builder.HasIndex(w => w.MemberId);
        builder.HasOne<Topic>().WithMany().HasForeignKey(w => w.TopicId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(w => w.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

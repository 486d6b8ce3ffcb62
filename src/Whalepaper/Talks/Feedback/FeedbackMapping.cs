using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Talks.Feedback;

internal sealed class TalkFeedbackMapping : IEntityTypeConfiguration<TalkFeedback>
{
    public void Configure(EntityTypeBuilder<TalkFeedback> builder)
    {
        builder.Property(f => f.Version).IsConcurrencyToken();
        // One a talk and listener, however often it is sent.
        builder.HasIndex(f => new { f.TalkId, f.MemberId }).IsUnique();
        builder.HasOne<Talk>().WithMany().HasForeignKey(f => f.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(f => f.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Parts).WithOne().HasForeignKey(p => p.FeedbackId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class FeedbackPartMapping : IEntityTypeConfiguration<FeedbackPart>
{
    public void Configure(EntityTypeBuilder<FeedbackPart> builder)
    {
        builder.ToTable("FeedbackParts");
        builder.HasKey(p => new { p.FeedbackId, p.Position });
    }
}

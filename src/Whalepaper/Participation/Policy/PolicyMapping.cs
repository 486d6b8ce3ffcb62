using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Policy;

internal sealed class TopicPolicyMapping : IEntityTypeConfiguration<TopicPolicy>
{
    public void Configure(EntityTypeBuilder<TopicPolicy> builder)
    {
        builder.HasKey(p => p.TopicId);
        builder.Ignore(p => p.Policy);
        builder.HasOne(p => p.Topic).WithOne().HasForeignKey<TopicPolicy>(p => p.TopicId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WaiverMapping : IEntityTypeConfiguration<Waiver>
{
    public void Configure(EntityTypeBuilder<Waiver> builder)
    {
        builder.HasKey(w => new { w.MemberId, w.Place });
        builder.Property(w => w.Version).IsConcurrencyToken();
        builder.HasIndex(w => w.TopicId);
        builder.HasOne<Member>().WithMany().HasForeignKey(w => w.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(w => w.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(w => w.TopicId).OnDelete(DeleteBehavior.Cascade);
    }
}

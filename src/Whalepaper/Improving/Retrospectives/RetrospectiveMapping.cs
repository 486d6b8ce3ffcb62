using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Improving.Retrospectives;

internal sealed class RetrospectiveMapping : IEntityTypeConfiguration<Retrospective>
{
    public void Configure(EntityTypeBuilder<Retrospective> builder)
    {
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.State);
        builder.Ignore(r => r.HasResults);
        builder.ComplexProperty(r => r.Numbers, numbers => numbers.Ignore(n => n.Attendance));
        // A topic is looked back on once.
        builder.HasIndex(r => r.TopicId).IsUnique();
        builder.HasIndex(r => new { r.ClosedAt, r.ClosesAt });
        builder.HasIndex(r => r.PublishedAt);
        builder.HasOne<Topic>().WithOne().HasForeignKey<Retrospective>(r => r.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.OpenedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.PublishedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Invitees).WithOne().HasForeignKey(i => i.RetrospectiveId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RetrospectiveInviteeMapping : IEntityTypeConfiguration<RetrospectiveInvitee>
{
    public void Configure(EntityTypeBuilder<RetrospectiveInvitee> builder)
    {
        builder.ToTable("RetrospectiveInvitees");
        // One answer each, whatever is sent at the same moment.
        builder.HasKey(i => new { i.RetrospectiveId, i.MemberId });
        builder.HasOne<Member>().WithMany().HasForeignKey(i => i.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RetrospectiveBoxMapping : IEntityTypeConfiguration<RetrospectiveBox>
{
    public void Configure(EntityTypeBuilder<RetrospectiveBox> builder)
    {
        builder.HasKey(b => new { b.RetrospectiveId, b.Place });
        builder.Property(b => b.Place).ValueGeneratedNever();
        builder.HasOne(b => b.Retrospective).WithMany().HasForeignKey(b => b.RetrospectiveId).OnDelete(DeleteBehavior.Cascade);
    }
}

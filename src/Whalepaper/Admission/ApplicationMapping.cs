using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Admission;

internal sealed class ApplicationMapping : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Answers);
        builder.HasIndex(a => a.RunsFor).IsUnique();
        builder.HasIndex(a => a.MemberId);
        builder.HasIndex(a => new { a.State, a.StateSince });
        builder.HasIndex(a => new { a.EndedAt, a.StateSince });
        builder.HasIndex(a => a.AppliedAt);
        builder.HasIndex(a => a.TalkId).IsUnique();
        builder.HasOne(a => a.Member).WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.RunsFor).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.InvitedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Talk>().WithOne().HasForeignKey<Application>(a => a.TalkId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(a => a.Ballot).WithOne().HasForeignKey<Application>(a => a.BallotId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Course).WithOne().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApplicationStepMapping : IEntityTypeConfiguration<ApplicationStep>
{
    public void Configure(EntityTypeBuilder<ApplicationStep> builder) => builder.HasOne<Member>().WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
}

internal sealed class ApplicationMessageMapping : IEntityTypeConfiguration<ApplicationMessage>
{
    public void Configure(EntityTypeBuilder<ApplicationMessage> builder)
    {
        builder.HasIndex(m => new { m.ById, m.Key }).IsUnique();
        builder.HasOne<Application>().WithMany().HasForeignKey(m => m.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

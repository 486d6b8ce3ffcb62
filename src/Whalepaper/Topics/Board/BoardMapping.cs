using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Papers;
using Whalepaper.Talks;

namespace Whalepaper.Topics.Board;

internal sealed class PlanDraftMapping : IEntityTypeConfiguration<PlanDraft>
{
    public void Configure(EntityTypeBuilder<PlanDraft> builder)
    {
        builder.HasKey(d => d.TopicId);
        builder.Property(d => d.TopicId).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.LastStep);
        builder.Ignore(d => d.Intentions);
        builder.HasOne<Topic>().WithOne().HasForeignKey<PlanDraft>(d => d.TopicId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(d => d.Placements).WithOne().HasForeignKey(p => p.TopicId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(d => d.Steps).WithOne().HasForeignKey(s => s.TopicId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PlacementMapping : IEntityTypeConfiguration<Placement>
{
    public void Configure(EntityTypeBuilder<Placement> builder)
    {
        builder.HasKey(p => new { p.TopicId, p.EntryId });
        builder.Ignore(p => p.Intention);
        // What leaves the list leaves the plan; a meeting or a talk that is gone is told of on the board instead.
        builder.HasOne<ReadingListEntry>().WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DraftStepMapping : IEntityTypeConfiguration<DraftStep>
{
    public void Configure(EntityTypeBuilder<DraftStep> builder) =>
        builder.HasOne(s => s.By).WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
}

internal sealed class PlanReleaseMapping : IEntityTypeConfiguration<PlanRelease>
{
    public void Configure(EntityTypeBuilder<PlanRelease> builder)
    {
        builder.HasOne<Topic>().WithMany().HasForeignKey(r => r.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.By).WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Changes).WithOne().HasForeignKey(c => c.ReleaseId).OnDelete(DeleteBehavior.Cascade);
        // Of two who publish at once, one has the number.
        builder.HasIndex(r => new { r.TopicId, r.Number }).IsUnique();
    }
}

internal sealed class ReleaseChangeMapping : IEntityTypeConfiguration<ReleaseChange>
{
    public void Configure(EntityTypeBuilder<ReleaseChange> builder)
    {
        builder.HasOne<Talk>().WithMany().HasForeignKey(c => c.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Paper>().WithMany().HasForeignKey(c => c.PaperId).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Talks.Preparation;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

internal sealed class TalkMapping : IEntityTypeConfiguration<Talk>
{
    public void Configure(EntityTypeBuilder<Talk> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.IsAhead);
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(t => new { t.TopicId, t.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Meeting).WithMany(m => m.Talks).HasForeignKey(t => t.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Confirmation).WithOne().HasForeignKey<Confirmation>(c => c.TalkId);
        builder.HasOne(t => t.Giving).WithOne().HasForeignKey<Giving>(g => g.TalkId);
        builder.HasOne(t => t.Acceptance).WithOne().HasForeignKey<Acceptance>(a => a.TalkId);
        builder.HasOne(t => t.Ending).WithOne().HasForeignKey<Ending>(e => e.TalkId);
        builder.HasMany(t => t.Course).WithOne().HasForeignKey(s => s.TalkId);
        builder.HasMany(t => t.Prepared).WithOne().HasForeignKey(p => p.TalkId);
        builder.HasMany(t => t.Presenters).WithOne().HasForeignKey(p => p.TalkId);
        builder.HasMany(t => t.Papers).WithOne().HasForeignKey(p => p.TalkId);
        builder.HasMany(t => t.Materials).WithOne().HasForeignKey(m => m.TalkId);
        // No meeting has more talks than seats: of two who take its last one at the same moment, one does.
        builder.HasIndex(t => new { t.MeetingId, t.Seat }).IsUnique();
        builder.HasIndex(t => t.State);
    }
}

internal sealed class TalkPresenterMapping : IEntityTypeConfiguration<TalkPresenter>
{
    public void Configure(EntityTypeBuilder<TalkPresenter> builder)
    {
        builder.HasKey(p => new { p.TalkId, p.MemberId });
        builder.HasOne(p => p.Member).WithMany().HasForeignKey(p => p.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TalkPaperMapping : IEntityTypeConfiguration<TalkPaper>
{
    public void Configure(EntityTypeBuilder<TalkPaper> builder)
    {
        builder.HasOne(p => p.Paper).WithMany().HasForeignKey(p => p.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(p => p.Entry).WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.EntryId).IsUnique().HasFilter("\"ReleasedAt\" IS NULL");
    }
}

internal sealed class ConfirmationMapping : IEntityTypeConfiguration<Confirmation>
{
    public void Configure(EntityTypeBuilder<Confirmation> builder)
    {
        builder.HasKey(c => c.TalkId);
        builder.HasOne(c => c.Member).WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GivingMapping : IEntityTypeConfiguration<Giving>
{
    public void Configure(EntityTypeBuilder<Giving> builder) => builder.HasKey(g => g.TalkId);
}

internal sealed class AcceptanceMapping : IEntityTypeConfiguration<Acceptance>
{
    public void Configure(EntityTypeBuilder<Acceptance> builder)
    {
        builder.HasKey(a => a.TalkId);
        builder.HasOne(a => a.By).WithMany().HasForeignKey(a => a.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EndingMapping : IEntityTypeConfiguration<Ending>
{
    public void Configure(EntityTypeBuilder<Ending> builder)
    {
        builder.HasKey(e => e.TalkId);
        builder.HasOne(e => e.By).WithMany().HasForeignKey(e => e.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TalkStepMapping : IEntityTypeConfiguration<TalkStep>
{
    public void Configure(EntityTypeBuilder<TalkStep> builder)
    {
        builder.HasOne(s => s.By).WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Whom).WithMany().HasForeignKey(s => s.WhomId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PreparedPartMapping : IEntityTypeConfiguration<PreparedPart>
{
    public void Configure(EntityTypeBuilder<PreparedPart> builder)
    {
        builder.Property(p => p.Version).IsConcurrencyToken();
        // A part that is asked for no longer takes nothing along that somebody wrote.
        builder.HasOne(p => p.Part).WithMany().HasForeignKey(p => p.PartId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(p => new { p.TalkId, p.PartId }).IsUnique();
    }
}

internal sealed class MaterialMapping : IEntityTypeConfiguration<Material>
{
    public void Configure(EntityTypeBuilder<Material> builder)
    {
        builder.HasIndex(m => new { m.TalkId, m.Position });
        // No foreign key: adding one would make SQLite write the table anew, outside of any transaction.
        builder.HasIndex(m => m.AddedById);
        builder.HasOne(m => m.File).WithOne().HasForeignKey<StoredFile>(f => f.MaterialId);
    }
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.HasKey(f => f.MaterialId);
        builder.HasIndex(f => f.StorageKey).IsUnique();
        builder.HasOne(f => f.Text).WithOne().HasForeignKey<FileText>(t => t.MaterialId);
    }
}

internal sealed class FileTextMapping : IEntityTypeConfiguration<FileText>
{
    public void Configure(EntityTypeBuilder<FileText> builder)
    {
        builder.HasKey(t => t.MaterialId);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasIndex(t => t.NotBefore).HasFilter("\"State\" = 0");
    }
}

internal sealed class OutlinePartMapping : IEntityTypeConfiguration<OutlinePart>
{
    public void Configure(EntityTypeBuilder<OutlinePart> builder)
    {
        builder.Ignore(p => p.WantsCode);
        builder.HasIndex(p => p.Position);
    }
}

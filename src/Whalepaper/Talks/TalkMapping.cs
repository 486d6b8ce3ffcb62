using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

internal sealed class TalkMapping : IEntityTypeConfiguration<Talk>
{
    public void Configure(EntityTypeBuilder<Talk> builder)
    {
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.State);
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(t => new { t.TopicId, t.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Meeting).WithMany(m => m.Talks).HasForeignKey(t => t.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(t => t.Confirmation).WithOne().HasForeignKey<Confirmation>(c => c.TalkId);
        builder.HasOne(t => t.Giving).WithOne().HasForeignKey<Giving>(g => g.TalkId);
        builder.HasMany(t => t.Presenters).WithOne().HasForeignKey(p => p.TalkId);
        builder.HasMany(t => t.Papers).WithOne().HasForeignKey(p => p.TalkId);
        builder.HasMany(t => t.Materials).WithOne().HasForeignKey(m => m.TalkId);
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

internal sealed class MaterialMapping : IEntityTypeConfiguration<Material>
{
    public void Configure(EntityTypeBuilder<Material> builder)
    {
        builder.HasIndex(m => new { m.TalkId, m.Position });
        builder.HasOne(m => m.AddedBy).WithMany().HasForeignKey(m => m.AddedById).OnDelete(DeleteBehavior.Restrict);
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
    public void Configure(EntityTypeBuilder<OutlinePart> builder) => builder.HasIndex(p => p.Position);
}

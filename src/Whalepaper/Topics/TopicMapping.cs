using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Topics;

internal sealed class TopicMapping : IEntityTypeConfiguration<Topic>
{
    public void Configure(EntityTypeBuilder<Topic> builder)
    {
        builder.HasIndex(t => t.Number).IsUnique();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.State);
        builder.HasMany(t => t.Skipped).WithOne().HasForeignKey(s => s.TopicId);
    }
}

internal sealed class TopicTrackMapping : IEntityTypeConfiguration<TopicTrack>
{
    public void Configure(EntityTypeBuilder<TopicTrack> builder)
    {
        builder.HasKey(t => new { t.TopicId, t.TrackId });
        builder.HasOne(t => t.Topic).WithMany(t => t.Tracks).HasForeignKey(t => t.TopicId);
        builder.HasOne(t => t.Track).WithMany().HasForeignKey(t => t.TrackId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SkippedDateMapping : IEntityTypeConfiguration<SkippedDate>
{
    public void Configure(EntityTypeBuilder<SkippedDate> builder) => builder.HasIndex(s => new { s.TopicId, s.Date });
}

internal sealed class ReadingListEntryMapping : IEntityTypeConfiguration<ReadingListEntry>
{
    public void Configure(EntityTypeBuilder<ReadingListEntry> builder)
    {
        builder.HasOne(e => e.List).WithMany().HasForeignKey(e => new { e.TopicId, e.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Paper).WithMany().HasForeignKey(e => e.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => new { e.TopicId, e.TrackId, e.Position });
    }
}

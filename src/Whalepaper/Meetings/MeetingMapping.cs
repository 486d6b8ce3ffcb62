using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Topics;

namespace Whalepaper.Meetings;

internal sealed class MeetingMapping : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Ignore(m => m.EndsAt);
        builder.ComplexProperty(m => m.JoinLink);
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(m => new { m.TopicId, m.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.TrackId, m.PlannedOn }).IsUnique();
        builder.HasIndex(m => m.StartsAt);
        builder.HasIndex(m => m.Uid).IsUnique();
    }
}

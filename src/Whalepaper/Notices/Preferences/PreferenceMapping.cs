using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Tracks;

namespace Whalepaper.Notices.Preferences;

internal sealed class MessageChoiceMapping : IEntityTypeConfiguration<MessageChoice>
{
    public void Configure(EntityTypeBuilder<MessageChoice> builder)
    {
        builder.HasKey(c => new { c.MemberId, c.Kind, c.Channel });
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DigestChoiceMapping : IEntityTypeConfiguration<DigestChoice>
{
    public void Configure(EntityTypeBuilder<DigestChoice> builder)
    {
        builder.HasKey(c => c.MemberId);
        builder.Property(c => c.MemberId).ValueGeneratedNever();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MutedTrackMapping : IEntityTypeConfiguration<MutedTrack>
{
    public void Configure(EntityTypeBuilder<MutedTrack> builder)
    {
        builder.HasKey(m => new { m.MemberId, m.TrackId });
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.MemberId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Track>().WithMany().HasForeignKey(m => m.TrackId).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Tracks;

namespace Whalepaper.Members;

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasIndex(m => m.Handle).IsUnique();
        builder.HasIndex(m => m.NormalizedName);
        builder.HasIndex(m => m.Standing);
        builder.HasMany(m => m.Follows).WithOne().HasForeignKey(f => f.MemberId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(m => m.EarlierFollows).WithOne().HasForeignKey(f => f.MemberId).OnDelete(DeleteBehavior.Cascade);
        // No foreign key: adding one would make SQLite write the table anew, outside of any transaction.
        builder.HasIndex(m => m.MergedIntoId);
    }
}

internal sealed class FollowedTrackMapping : IEntityTypeConfiguration<FollowedTrack>
{
    public void Configure(EntityTypeBuilder<FollowedTrack> builder)
    {
        builder.ToTable("FollowedTracks");
        builder.HasKey(f => new { f.MemberId, f.TrackId });
        builder.HasOne<Track>().WithMany().HasForeignKey(f => f.TrackId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class EarlierFollowMapping : IEntityTypeConfiguration<EarlierFollow>
{
    public void Configure(EntityTypeBuilder<EarlierFollow> builder)
    {
        builder.ToTable("EarlierFollows");
        builder.HasOne<Track>().WithMany().HasForeignKey(f => f.TrackId).OnDelete(DeleteBehavior.Cascade);
    }
}

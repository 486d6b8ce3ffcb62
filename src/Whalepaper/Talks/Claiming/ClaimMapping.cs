using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Talks.Claiming;

internal sealed class StandbyMapping : IEntityTypeConfiguration<Standby>
{
    public void Configure(EntityTypeBuilder<Standby> builder)
    {
        builder.HasKey(s => s.MeetingId);
        builder.Property(s => s.MeetingId).ValueGeneratedNever();
        builder.HasOne<Meeting>().WithOne().HasForeignKey<Standby>(s => s.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(s => s.Member).WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WaitingPlaceMapping : IEntityTypeConfiguration<WaitingPlace>
{
    public void Configure(EntityTypeBuilder<WaitingPlace> builder)
    {
        builder.HasKey(w => new { w.EntryId, w.MemberId });
        builder.HasOne<ReadingListEntry>().WithMany().HasForeignKey(w => w.EntryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(w => w.Member).WithMany().HasForeignKey(w => w.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AwayDaysMapping : IEntityTypeConfiguration<AwayDays>
{
    public void Configure(EntityTypeBuilder<AwayDays> builder)
    {
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.LeaveById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.MemberId, a.From });
    }
}

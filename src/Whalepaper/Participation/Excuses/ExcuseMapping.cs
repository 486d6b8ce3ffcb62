using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Meetings;
using Whalepaper.Members;

namespace Whalepaper.Participation.Excuses;

internal sealed class ExcuseMapping : IEntityTypeConfiguration<Excuse>
{
    public void Configure(EntityTypeBuilder<Excuse> builder)
    {
        builder.HasKey(e => new { e.MeetingId, e.MemberId });
        builder.HasIndex(e => e.MemberId);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasOne<Meeting>().WithMany().HasForeignKey(e => e.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(e => e.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(e => e.AcceptedById).OnDelete(DeleteBehavior.Restrict);
    }
}

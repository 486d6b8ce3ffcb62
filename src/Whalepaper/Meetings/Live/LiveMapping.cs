using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        // A meeting is opened once, however many press the button.
        builder.HasKey(s => s.MeetingId);
        builder.Property(s => s.MeetingId).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Meeting>().WithOne().HasForeignKey<Session>(s => s.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.OpenedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.EndedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Talk>().WithMany().HasForeignKey(s => s.TalkId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(s => s.Spoken).WithOne().HasForeignKey(p => p.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => new { s.EndedAt, s.EndsAt });
    }
}

internal sealed class SpokenPartMapping : IEntityTypeConfiguration<SpokenPart>
{
    public void Configure(EntityTypeBuilder<SpokenPart> builder)
    {
        builder.HasOne<Talk>().WithMany().HasForeignKey(p => p.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => new { p.MeetingId, p.TalkId });
    }
}

internal sealed class PartTickMapping : IEntityTypeConfiguration<PartTick>
{
    public void Configure(EntityTypeBuilder<PartTick> builder)
    {
        builder.HasKey(t => new { t.TalkId, t.Position, t.MemberId });
        builder.HasOne<Talk>().WithMany().HasForeignKey(t => t.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Meeting>().WithMany().HasForeignKey(t => t.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PartWordMapping : IEntityTypeConfiguration<PartWord>
{
    public void Configure(EntityTypeBuilder<PartWord> builder)
    {
        builder.HasKey(w => new { w.TalkId, w.Position });
        builder.HasOne<Talk>().WithMany().HasForeignKey(w => w.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Meeting>().WithMany().HasForeignKey(w => w.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(w => w.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Admission.Panels;
using Whalepaper.Topics;

namespace Whalepaper.Participation;

internal sealed class LedgerMapping : IEntityTypeConfiguration<LedgerEntry>
{
    /// <summary>Exactly one source, and the one that belongs to the kind; in the words that both engines share.</summary>
    public const string OneSource =
        """
        "Kind" IN (1, 2, 3, 4, 5, 6, 7)
        AND ("Kind" IN (1, 2)) = ("TalkId" IS NOT NULL)
        AND ("Kind" = 3) = ("AttendanceId" IS NOT NULL)
        AND ("Kind" = 4) = ("QuestionId" IS NOT NULL)
        AND ("Kind" = 5) = ("FeedbackId" IS NOT NULL)
        AND ("Kind" = 6) = ("ApplicationId" IS NOT NULL)
        AND ("Kind" = 7) = ("ManualEntryId" IS NOT NULL)
        """;

    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("LedgerEntries", table => table.HasCheckConstraint("CK_LedgerEntries_OneSource", OneSource));
        builder.HasIndex(e => new { e.Kind, e.TalkId, e.MemberId }).IsUnique();
        builder.HasIndex(e => e.AttendanceId).IsUnique();
        builder.HasIndex(e => e.QuestionId).IsUnique();
        builder.HasIndex(e => e.FeedbackId).IsUnique();
        builder.HasIndex(e => e.ManualEntryId).IsUnique();
        builder.HasIndex(e => new { e.ApplicationId, e.MemberId }).IsUnique();
        // What one member did in one topic, however much all did.
        builder.HasIndex(e => new { e.MemberId, e.TopicId, e.Kind });
        builder.HasIndex(e => new { e.TopicId, e.TrackId });
        builder.HasOne(e => e.Member).WithMany().HasForeignKey(e => e.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Meeting).WithMany().HasForeignKey(e => e.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(e => new { e.TopicId, e.TrackId }).OnDelete(DeleteBehavior.Restrict);
        // An entry goes with its source.
        builder.HasOne(e => e.Giving).WithMany().HasForeignKey(e => e.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(e => e.Attendance).WithOne().HasForeignKey<LedgerEntry>(e => e.AttendanceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(e => e.Question).WithOne().HasForeignKey<LedgerEntry>(e => e.QuestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<PanelSeat>().WithOne().HasForeignKey<LedgerEntry>(e => new { e.ApplicationId, e.MemberId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(e => e.Manual).WithOne().HasForeignKey<LedgerEntry>(e => e.ManualEntryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(e => e.Feedback).WithOne().HasForeignKey<LedgerEntry>(e => e.FeedbackId).OnDelete(DeleteBehavior.Cascade);
    }
}

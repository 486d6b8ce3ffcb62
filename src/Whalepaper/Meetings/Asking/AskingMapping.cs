using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Asking;

internal sealed class QuestionMapping : IEntityTypeConfiguration<Question>
{
    public void Configure(EntityTypeBuilder<Question> builder)
    {
        builder.Property(q => q.Version).IsConcurrencyToken();
        // A form that is sent again asks no second time.
        builder.HasIndex(q => new { q.AskedById, q.Key }).IsUnique();
        // However many are sent at once, each is the first, the second or the third of its asker, and nobody asks more than one may.
        builder.HasIndex(q => new { q.MeetingId, q.AskedById, q.Ordinal }).IsUnique();
        builder.HasOne<Meeting>().WithMany().HasForeignKey(q => q.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Talk>().WithMany().HasForeignKey(q => q.TalkId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Member>().WithMany().HasForeignKey(q => q.AskedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(q => q.AnsweredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(q => q.HiddenById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class QuestionVoteMapping : IEntityTypeConfiguration<QuestionVote>
{
    public void Configure(EntityTypeBuilder<QuestionVote> builder)
    {
        builder.HasKey(v => new { v.QuestionId, v.MemberId });
        builder.HasOne<Question>().WithMany().HasForeignKey(v => v.QuestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Meeting>().WithMany().HasForeignKey(v => v.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(v => v.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

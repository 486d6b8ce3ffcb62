using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Profiles;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation;

/// <summary>
/// Takes along, when two profiles turn out to be one person, all by which the one that is given up took part; and brings it back when they are parted.
/// What both did is there once, and what nobody does about their own (vote for a question, give feedback) is dropped: those stay dropped. The ledger
/// follows by itself, with the next save.
/// </summary>
internal static class ActMoves
{
    /// <summary>Takes it along, with the next save.</summary>
    /// <param name="db">The data, with the merge and the talks that it moved at hand.</param>
    /// <param name="merge">The merge; it remembers what was moved.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task MoveActsAsync(this WhalepaperDb db, ProfileMerge merge, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(merge);
        var (from, into) = (merge.FromId, merge.IntoId);
        var acts = await Acts.OfAsync(db, from, into, cancellation);
        // They share each other's talks and asked each other's questions from now on.
        var shared = (await db.TalkPresenters.Where(p => p.MemberId == from || p.MemberId == into).Select(p => p.TalkId).ToListAsync(cancellation)).ToHashSet();
        var asked = acts.Questions.Select(question => question.Id).ToHashSet();
        db.RemoveRange(acts.Feedback.Where(feedback => shared.Contains(feedback.TalkId)));
        db.RemoveRange(acts.Votes.Where(vote => asked.Contains(vote.QuestionId)));
        acts.Feedback.RemoveAll(feedback => shared.Contains(feedback.TalkId));
        acts.Votes.RemoveAll(vote => asked.Contains(vote.QuestionId));

        Move(MergedKind.Coming, acts.Comings, coming => coming.MemberId, coming => (coming.MeetingId, 0), coming => Swap(db, coming, coming.For(into)));
        Move(MergedKind.Attendance, acts.Attendances, attendance => attendance.MemberId, attendance => (attendance.MeetingId, 0), attendance => attendance.PassTo(into));
        Move(MergedKind.PartTick, acts.Ticks, tick => tick.MemberId, tick => (tick.TalkId, tick.Position), tick => Swap(db, tick, tick.For(into)));
        Move(MergedKind.Question, acts.Questions, question => question.AskedById, question => (question.Id, 0), question => question.PassTo(into, Last(acts.Questions, question.MeetingId, into)));
        Move(MergedKind.QuestionVote, acts.Votes, vote => vote.MemberId, vote => (vote.QuestionId, 0), vote => Swap(db, vote, vote.For(into)));
        Move(MergedKind.Feedback, acts.Feedback, feedback => feedback.MemberId, feedback => (feedback.TalkId, 0), feedback => feedback.PassTo(into));

        void Move<TRow>(MergedKind kind, List<TRow> rows, Func<TRow, int> member, Func<TRow, (int Number, int Place)> about, Action<TRow> move)
            where TRow : class
        {
            var both = rows.Where(row => member(row) == into).Select(about).ToHashSet();
            foreach (var row in rows.Where(row => member(row) == from).ToList())
            {
                var (number, place) = about(row);
                if (both.Contains((number, place)))
                {
                    db.Remove(row);
                    continue;
                }

                move(row);
                merge.Remember(kind, number, place);
            }
        }
    }

    /// <summary>Brings back what was taken along, as far as it is still there; with the next save.</summary>
    public static async Task MoveActsBackAsync(this WhalepaperDb db, ProfileMerge merge, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(merge);
        await db.Entry(merge).Collection(m => m.Rows).LoadAsync(cancellation);
        if (merge.Rows.Count == 0)
            return;
        var (from, into) = (merge.FromId, merge.IntoId);
        var acts = await Acts.OfAsync(db, from, into, cancellation);
        var rows = merge.Rows.Select(row => (row.Kind, row.Number, row.Place)).ToHashSet();
        foreach (var coming in acts.Comings.Where(coming => coming.MemberId == into && rows.Contains((MergedKind.Coming, coming.MeetingId, 0))))
            Swap(db, coming, coming.For(from));
        foreach (var attendance in acts.Attendances.Where(attendance => attendance.MemberId == into && rows.Contains((MergedKind.Attendance, attendance.MeetingId, 0))))
            attendance.PassTo(from);
        foreach (var tick in acts.Ticks.Where(tick => tick.MemberId == into && rows.Contains((MergedKind.PartTick, tick.TalkId, tick.Position))))
            Swap(db, tick, tick.For(from));
        foreach (var question in acts.Questions.Where(question => question.AskedById == into && rows.Contains((MergedKind.Question, question.Id, 0))))
            question.PassTo(from, Last(acts.Questions, question.MeetingId, from));
        foreach (var vote in acts.Votes.Where(vote => vote.MemberId == into && rows.Contains((MergedKind.QuestionVote, vote.QuestionId, 0))))
            Swap(db, vote, vote.For(from));
        foreach (var feedback in acts.Feedback.Where(feedback => feedback.MemberId == into && rows.Contains((MergedKind.Feedback, feedback.TalkId, 0))))
            feedback.PassTo(from);
    }

    private static int Last(List<Question> questions, int meeting, int member) =>
        questions.Where(question => question.MeetingId == meeting && question.AskedById == member).Select(question => question.Ordinal).DefaultIfEmpty().Max();

    private static void Swap(WhalepaperDb db, object row, object other)
    {
        db.Remove(row);
        db.Add(other);
    }

    /// <summary>All by which two profiles took part.</summary>
    private sealed record Acts(List<Coming> Comings, List<Attendance> Attendances, List<PartTick> Ticks, List<Question> Questions, List<QuestionVote> Votes, List<TalkFeedback> Feedback)
    {
        public static async Task<Acts> OfAsync(WhalepaperDb db, int from, int into, CancellationToken cancellation) => new(
            await db.Comings.Where(coming => coming.MemberId == from || coming.MemberId == into).ToListAsync(cancellation),
            await db.Attendances.Where(attendance => attendance.MemberId == from || attendance.MemberId == into).ToListAsync(cancellation),
            await db.PartTicks.Where(tick => tick.MemberId == from || tick.MemberId == into).ToListAsync(cancellation),
            await db.Questions.Where(question => question.AskedById == from || question.AskedById == into).ToListAsync(cancellation),
            await db.QuestionVotes.Where(vote => vote.MemberId == from || vote.MemberId == into).ToListAsync(cancellation),
            await db.Feedback.Where(feedback => feedback.MemberId == from || feedback.MemberId == into).ToListAsync(cancellation));
    }
}

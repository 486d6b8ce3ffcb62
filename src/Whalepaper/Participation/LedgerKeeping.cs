using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation.Ledger;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation;

/// <summary>
/// Keeps the ledger: whoever saves that a talk was given, that somebody was there, a question, feedback, a seat on a panel or what the committee wrote by hand, saves the entry with it, and nobody else
/// writes entries. Where a source is somebody else's from now on, or counts no longer, its entry follows. A source that is deleted takes its entry
/// along by itself. Questions and feedback count for who was there, whichever of the two is written down first.
/// </summary>
internal sealed class LedgerKeeping : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var presenters = changed.Where(entry => entry.Entity is TalkPresenter && entry.State is EntityState.Added or EntityState.Deleted && !entry.Property(nameof(TalkPresenter.TalkId)).IsTemporary).Select(entry => (TalkPresenter)entry.Entity).ToList();
        var givings = changed.Where(entry => entry is { State: EntityState.Added, Entity: Giving { Source: GivingSource.Meeting } }).Select(entry => (Giving)entry.Entity).ToList();
        if (presenters.Count + givings.Count > 0)
            await GivenTalks.SettleAsync(db, givings, [.. presenters.Select(presenter => presenter.TalkId).Distinct()], cancellationToken);
        // Who checks in and asks at the same moment does both in two transactions, of which neither would see the other.
        if (CountedActs.People(changed, presenters) is { Length: > 0 } people)
            await db.HoldMembersAsync(people, cancellationToken);
        await AttendancesAsync(db, Touched<Attendance>(changed, nameof(Attendance.MemberId)), cancellationToken);
        var concerned = await CountedActs.ConcernedAsync(db, changed, presenters, cancellationToken);
        await QuestionsAsync(db, [.. Touched<Question>(changed, nameof(Question.AskedById), nameof(Question.HiddenAt)).Union(concerned.Questions)], cancellationToken);
        await FeedbackAsync(db, [.. Touched<TalkFeedback>(changed, nameof(TalkFeedback.MemberId)).Union(concerned.Feedback)], cancellationToken);
        await OtherActs.FollowAsync(db, changed, cancellationToken);
    }

    /// <summary>Brings the entries of these in line.</summary>
    internal static async Task AttendancesAsync(WhalepaperDb db, List<Attendance> attendances, CancellationToken cancellation)
    {
        if (attendances.Count == 0)
            return;
        // What is new has no number yet, and no entry.
        int[] known = [.. attendances.Select(attendance => attendance.Id).Where(id => id > 0)];
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.AttendanceId != null && EF.Parameter(known).Contains(entry.AttendanceId.Value)).LoadAsync(cancellation);
        var entries = Entries(db, entry => entry.AttendanceId);
        var meetings = await MeetingsAsync(db, attendances.Select(attendance => attendance.MeetingId), cancellation);
        foreach (var attendance in attendances)
            Settle(db, entries.GetValueOrDefault(attendance.Id), attendance.MemberId, () => new LedgerEntry(attendance, LedgerPlace.Of(meetings[attendance.MeetingId])));
    }

    /// <summary>Brings the entries of these in line.</summary>
    internal static async Task QuestionsAsync(WhalepaperDb db, List<Question> questions, CancellationToken cancellation)
    {
        if (questions.Count == 0)
            return;
        int[] known = [.. questions.Select(question => question.Id).Where(id => id > 0)];
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.QuestionId != null && EF.Parameter(known).Contains(entry.QuestionId.Value)).LoadAsync(cancellation);
        var entries = Entries(db, entry => entry.QuestionId);
        var meetings = await MeetingsAsync(db, questions.Select(question => question.MeetingId), cancellation);
        var there = await CountedActs.ThereAsync(db, questions.Select(question => (question.MeetingId, question.AskedById)), cancellation);
        var sharing = await CountedActs.SharingAsync(db, questions, cancellation);
        foreach (var question in questions)
        {
            var counts = question is { HiddenAt: null, OnBehalfOf: null } && there.Contains((question.MeetingId, question.AskedById)) && !sharing.Contains(question);
            Settle(db, entries.GetValueOrDefault(question.Id), counts ? question.AskedById : null, () => new LedgerEntry(question, LedgerPlace.Of(meetings[question.MeetingId])));
        }
    }

    /// <summary>Brings the entries of these in line.</summary>
    internal static async Task FeedbackAsync(WhalepaperDb db, List<TalkFeedback> feedback, CancellationToken cancellation)
    {
        if (feedback.Count == 0)
            return;
        int[] known = [.. feedback.Select(one => one.Id).Where(id => id > 0)];
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.FeedbackId != null && EF.Parameter(known).Contains(entry.FeedbackId.Value)).LoadAsync(cancellation);
        var entries = Entries(db, entry => entry.FeedbackId);
        var talks = await GivenTalks.TalksAsync(db, feedback.Select(one => one.TalkId), cancellation);
        var meetings = await MeetingsAsync(db, talks.Values.Select(talk => talk.MeetingId).OfType<int>(), cancellation);
        var there = await CountedActs.ThereAsync(db, feedback.Where(one => talks[one.TalkId].MeetingId is not null).Select(one => (talks[one.TalkId].MeetingId!.Value, one.MemberId)), cancellation);
        foreach (var one in feedback)
        {
            var talk = talks[one.TalkId];
            var counts = talk.MeetingId is { } at && there.Contains((at, one.MemberId));
            Settle(db, entries.GetValueOrDefault(one.Id), counts ? one.MemberId : null, () => new LedgerEntry(one, LedgerPlace.Of(talk, talk.MeetingId is { } meeting ? meetings[meeting] : null, talk.Giving?.RecordedAt ?? one.At)));
        }
    }

    /// <summary>The meetings of these numbers, as they are at hand; read where they are not.</summary>
    internal static async Task<Dictionary<int, Meeting>> MeetingsAsync(WhalepaperDb db, IEnumerable<int> numbers, CancellationToken cancellation)
    {
        var wanted = numbers.ToHashSet();
        var found = db.ChangeTracker.Entries<Meeting>().Select(entry => entry.Entity).Where(meeting => wanted.Contains(meeting.Id)).ToDictionary(meeting => meeting.Id);
        int[] missing = [.. wanted.Where(id => !found.ContainsKey(id))];
        if (missing.Length > 0)
            await db.Meetings.Where(meeting => EF.Parameter(missing).Contains(meeting.Id)).ForEachAsync(meeting => found.Add(meeting.Id, meeting), cancellation);
        return found;
    }

    private static void Settle(WhalepaperDb db, LedgerEntry? entry, int? memberId, Func<LedgerEntry> anew)
    {
        if (memberId is not { } member)
        {
            if (entry is not null)
                db.Remove(entry);
        }
        else if (entry is null)
        {
            db.Add(anew());
        }
        else if (entry.MemberId != member)
        {
            entry.PassTo(member);
        }
    }

    private static Dictionary<int, LedgerEntry> Entries(WhalepaperDb db, Func<LedgerEntry, int?> source) => db.ChangeTracker.Entries<LedgerEntry>()
        .Where(entry => entry.State is not (EntityState.Deleted or EntityState.Detached)).Select(entry => entry.Entity).Where(entry => source(entry) > 0).ToDictionary(entry => source(entry)!.Value);

    private static List<TSource> Touched<TSource>(IReadOnlyList<EntityEntry> changed, params string[] properties) =>
        [.. changed.Where(entry => entry.Entity is TSource && (entry.State is EntityState.Added || (entry.State is EntityState.Modified && properties.Any(property => entry.Property(property).IsModified)))).Select(entry => (TSource)entry.Entity)];
}

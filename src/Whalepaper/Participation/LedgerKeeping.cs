using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation;

/// <summary>
/// Keeps the ledger: whoever saves that a talk was given, that somebody was there, a question or feedback, saves the entry with it, and nobody else
/// writes entries. Where a source is somebody else's from now on, or counts no longer, its entry follows. A source that is deleted takes its entry
/// along by itself.
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
        await AttendancesAsync(db, Touched<Attendance>(changed, nameof(Attendance.MemberId)), cancellationToken);
        await QuestionsAsync(db, Touched<Question>(changed, nameof(Question.AskedById), nameof(Question.HiddenAt)), presenters, cancellationToken);
        await FeedbackAsync(db, Touched<TalkFeedback>(changed, nameof(TalkFeedback.MemberId)), cancellationToken);
    }

    private static async Task AttendancesAsync(WhalepaperDb db, List<EntityEntry> touched, CancellationToken cancellation)
    {
        if (touched.Count == 0)
            return;
        var attendances = touched.ConvertAll(entry => (Attendance)entry.Entity);
        var known = Known(touched, attendances, attendance => attendance.Id);
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.AttendanceId != null && EF.Parameter(known).Contains(entry.AttendanceId.Value)).LoadAsync(cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Select(entry => entry.Entity).ToList();
        var meetings = await MeetingsAsync(db, attendances.Select(attendance => attendance.MeetingId), cancellation);
        foreach (var attendance in attendances)
            Settle(db, entries.Find(entry => entry.AttendanceId is { } id && id == attendance.Id), attendance.MemberId, () => new LedgerEntry(attendance, LedgerPlace.Of(meetings[attendance.MeetingId])));
    }

    private static async Task QuestionsAsync(WhalepaperDb db, List<EntityEntry> touched, List<TalkPresenter> presenters, CancellationToken cancellation)
    {
        var questions = touched.ConvertAll(entry => (Question)entry.Entity);
        var known = Known(touched, questions, question => question.Id).ToList();
        if (presenters.Count > 0)
        {
            // Who shares a talk from now on, or no longer, may have asked about it.
            int[] talks = [.. presenters.Select(presenter => presenter.TalkId).Distinct()], people = [.. presenters.Select(presenter => presenter.MemberId).Distinct()];
            var asked = await db.Questions.Where(question => question.TalkId != null && EF.Parameter(talks).Contains(question.TalkId.Value) && EF.Parameter(people).Contains(question.AskedById)).ToListAsync(cancellation);
            known.AddRange(asked.Except(questions).Select(question => question.Id));
            questions = [.. questions.Union(asked)];
        }

        if (questions.Count == 0)
            return;
        if (known.Count > 0)
            await db.Ledger.Where(entry => entry.QuestionId != null && EF.Parameter(known).Contains(entry.QuestionId.Value)).LoadAsync(cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Select(entry => entry.Entity).ToList();
        var meetings = await MeetingsAsync(db, questions.Select(question => question.MeetingId), cancellation);
        var sharing = await SharingAsync(db, questions, cancellation);
        foreach (var question in questions)
        {
            var counts = question is { HiddenAt: null, OnBehalfOf: null } && !(question.TalkId is { } talk && sharing.Contains((talk, question.AskedById)));
            Settle(db, entries.Find(entry => entry.QuestionId is { } id && id == question.Id), counts ? question.AskedById : null, () => new LedgerEntry(question, LedgerPlace.Of(meetings[question.MeetingId])));
        }
    }

    private static async Task FeedbackAsync(WhalepaperDb db, List<EntityEntry> touched, CancellationToken cancellation)
    {
        if (touched.Count == 0)
            return;
        var feedback = touched.ConvertAll(entry => (TalkFeedback)entry.Entity);
        var known = Known(touched, feedback, one => one.Id);
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.FeedbackId != null && EF.Parameter(known).Contains(entry.FeedbackId.Value)).LoadAsync(cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Select(entry => entry.Entity).ToList();
        var talks = await GivenTalks.TalksAsync(db, feedback.Select(one => one.TalkId), cancellation);
        var meetings = await MeetingsAsync(db, talks.Values.Select(talk => talk.MeetingId).OfType<int>(), cancellation);
        foreach (var one in feedback)
        {
            var talk = talks[one.TalkId];
            Settle(db, entries.Find(entry => entry.FeedbackId is { } id && id == one.Id), one.MemberId, () => new LedgerEntry(one, LedgerPlace.Of(talk, talk.MeetingId is { } meeting ? meetings[meeting] : null, one.At)));
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

    // Who shares which of the talks that are asked about, as it will be.
    private static async Task<HashSet<(int Talk, int Member)>> SharingAsync(WhalepaperDb db, List<Question> questions, CancellationToken cancellation)
    {
        int[] talks = [.. questions.Select(question => question.TalkId).OfType<int>().Distinct()];
        if (talks.Length == 0)
            return [];
        await db.TalkPresenters.Where(presenter => EF.Parameter(talks).Contains(presenter.TalkId)).LoadAsync(cancellation);
        return [.. db.ChangeTracker.Entries<TalkPresenter>().Where(entry => entry.State is not (EntityState.Deleted or EntityState.Detached)).Select(entry => (entry.Entity.TalkId, entry.Entity.MemberId))];
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

    private static List<EntityEntry> Touched<TSource>(IReadOnlyList<EntityEntry> changed, params string[] properties) =>
        [.. changed.Where(entry => entry.Entity is TSource && (entry.State is EntityState.Added || (entry.State is EntityState.Modified && properties.Any(property => entry.Property(property).IsModified))))];

    private static int[] Known<TSource>(List<EntityEntry> touched, List<TSource> sources, Func<TSource, int> number) =>
        [.. sources.Where((_, n) => touched[n].State is EntityState.Modified).Select(number)];
}

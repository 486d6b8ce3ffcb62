using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation;

/// <summary>Which questions and which feedback count: those of people who were at the meeting, and none about what they share themselves. All as it will be once it is saved.</summary>
internal static class CountedActs
{
    // Hardly anybody asks before they are there: one question instead of two, worked out once, for each of the hundreds who come within a minute.
    private static readonly Prepared<Func<WhalepaperDb, int[], int[], CancellationToken, Task<bool>>> haveSpoken = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int[] meetings, int[] people, CancellationToken cancellation) =>
        db.Questions.Where(question => meetings.Contains(question.MeetingId) && people.Contains(question.AskedById)).Select(question => question.AskedById)
            .Concat(db.Feedback.Where(one => people.Contains(one.MemberId) && db.Talks.Any(talk => talk.Id == one.TalkId && talk.MeetingId != null && meetings.Contains(talk.MeetingId.Value))).Select(one => one.MemberId))
            .Any()));

    /// <summary>Those whose acts count, or count no longer, by these changes: their database numbers, in order.</summary>
    public static int[] People(IReadOnlyList<EntityEntry> changed, List<TalkPresenter> presenters) =>
    [
        .. changed.SelectMany(entry => entry.Entity switch
        {
            Attendance => Both(entry, nameof(Attendance.MemberId)),
            Question => Both(entry, nameof(Question.AskedById)),
            TalkFeedback => Both(entry, nameof(TalkFeedback.MemberId)),
            _ => [],
        }).Concat(presenters.Select(presenter => presenter.MemberId)).Where(id => id > 0).Distinct().Order(),
    ];

    /// <summary>What has to be looked at anew because somebody was there after all, or was not; or because somebody shares something from now on, or no longer.</summary>
    public static async Task<(List<Question> Questions, List<TalkFeedback> Feedback)> ConcernedAsync(
        WhalepaperDb db, IReadOnlyList<EntityEntry> changed, List<TalkPresenter> presenters, CancellationToken cancellation)
    {
        var attendances = changed.Where(entry => entry.Entity is Attendance).ToList();
        int[] meetings = [.. attendances.Select(entry => ((Attendance)entry.Entity).MeetingId).Distinct()];
        int[] people = [.. attendances.SelectMany(entry => Numbers(entry, nameof(Attendance.MemberId))).Distinct()];
        var (questions, feedback) = (new List<Question>(), new List<TalkFeedback>());
        if (meetings.Length > 0 && await haveSpoken.For(db)(db, meetings, people, cancellation))
        {
            questions.AddRange(await db.Questions.Where(question => EF.Parameter(meetings).Contains(question.MeetingId) && EF.Parameter(people).Contains(question.AskedById)).ToListAsync(cancellation));
            feedback.AddRange(await db.Feedback.Where(one => EF.Parameter(people).Contains(one.MemberId)
                && db.Talks.Any(talk => talk.Id == one.TalkId && talk.MeetingId != null && EF.Parameter(meetings).Contains(talk.MeetingId.Value))).ToListAsync(cancellation));
        }

        if (presenters.Count > 0)
            questions.AddRange(await OfPresentersAsync(db, presenters, cancellation));
        int[] moved = [.. changed.Where(entry => entry.Entity is Talk).SelectMany(entry => Numbers(entry, nameof(Talk.MeetingId))).Distinct()];
        if (moved.Length > 0)
            questions.AddRange(await db.Questions.Where(question => question.TalkId == null && EF.Parameter(moved).Contains(question.MeetingId)).ToListAsync(cancellation));
        return ([.. questions.Where(question => Stays(db.Entry(question)))], [.. feedback.Where(one => Stays(db.Entry(one)))]);
    }

    /// <summary>Who was there, of these meetings and people.</summary>
    public static async Task<HashSet<(int Meeting, int Member)>> ThereAsync(WhalepaperDb db, IEnumerable<(int Meeting, int Member)> asked, CancellationToken cancellation)
    {
        var pairs = asked.ToHashSet();
        int[] meetings = [.. pairs.Select(pair => pair.Meeting).Distinct()], people = [.. pairs.Select(pair => pair.Member).Distinct()];
        if (pairs.Count > 0)
            await db.Attendances.Where(one => EF.Parameter(meetings).Contains(one.MeetingId) && EF.Parameter(people).Contains(one.MemberId)).LoadAsync(cancellation);
        return [.. db.ChangeTracker.Entries<Attendance>().Where(Stays).Select(entry => (entry.Entity.MeetingId, entry.Entity.MemberId))];
    }

    /// <summary>Those of some questions whose askers share the talk that they are about; or, where they are about none, something at the meeting.</summary>
    public static async Task<HashSet<Question>> SharingAsync(WhalepaperDb db, List<Question> questions, CancellationToken cancellation)
    {
        int[] about = [.. questions.Select(question => question.TalkId).OfType<int>().Distinct()];
        int[] meetings = [.. questions.Where(question => question.TalkId is null).Select(question => question.MeetingId).Distinct()];
        if (meetings.Length > 0)
            await db.Talks.Where(talk => talk.MeetingId != null && EF.Parameter(meetings).Contains(talk.MeetingId.Value)).LoadAsync(cancellation);
        var shared = db.ChangeTracker.Entries<Talk>().Where(Stays).Select(entry => entry.Entity).Where(talk => talk.MeetingId is { } at && meetings.Contains(at)).ToDictionary(talk => talk.Id, talk => talk.MeetingId!.Value);
        int[] talks = [.. about.Union(shared.Keys)];
        if (talks.Length > 0)
            await db.TalkPresenters.Where(presenter => EF.Parameter(talks).Contains(presenter.TalkId)).LoadAsync(cancellation);
        var presenters = db.ChangeTracker.Entries<TalkPresenter>().Where(Stays).Select(entry => (Talk: entry.Entity.TalkId, Member: entry.Entity.MemberId)).ToHashSet();
        var sharers = presenters.Where(one => shared.ContainsKey(one.Talk)).Select(one => (Meeting: shared[one.Talk], one.Member)).ToHashSet();
        return [.. questions.Where(question => question.TalkId is { } talk ? presenters.Contains((talk, question.AskedById)) : sharers.Contains((question.MeetingId, question.AskedById)))];
    }

    // Who shares a talk from now on, or no longer, may have asked about it, or at its meeting about none.
    private static Task<List<Question>> OfPresentersAsync(WhalepaperDb db, List<TalkPresenter> presenters, CancellationToken cancellation)
    {
        int[] talks = [.. presenters.Select(presenter => presenter.TalkId).Distinct()], people = [.. presenters.Select(presenter => presenter.MemberId).Distinct()];
        return db.Questions.Where(question => EF.Parameter(people).Contains(question.AskedById)
            && (question.TalkId != null
                ? EF.Parameter(talks).Contains(question.TalkId.Value)
                : db.Talks.Any(talk => EF.Parameter(talks).Contains(talk.Id) && talk.MeetingId == question.MeetingId))).ToListAsync(cancellation);
    }

    private static IEnumerable<int> Both(EntityEntry entry, string property) => [(int)entry.Property(property).OriginalValue!, (int)entry.Property(property).CurrentValue!];

    private static bool Stays(EntityEntry entry) => entry.State is not (EntityState.Deleted or EntityState.Detached);

    // A number as it was and as it will be, where it changes; the row's own where it comes or goes. What the database has yet to give belongs to something new.
    private static IEnumerable<int> Numbers(EntityEntry entry, string property)
    {
        var value = entry.Property(property);
        if (entry.State is EntityState.Modified && !value.IsModified)
            yield break;
        if (value.CurrentValue is int after && !value.IsTemporary && after > 0)
            yield return after;
        if (entry.State is not EntityState.Added && value.OriginalValue is int before)
            yield return before;
    }
}

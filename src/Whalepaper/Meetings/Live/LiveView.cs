using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Live;

/// <summary>What the regions of a meeting's page show. What one region alone needs is a property of its own.</summary>
/// <param name="Meeting">The meeting, with its talks.</param>
/// <param name="Session">The hour as it is held, with who spoke when; null before anybody opened it.</param>
/// <param name="Outline">What each talk covers, in order.</param>
/// <param name="At">The present.</param>
public sealed record LiveView(MeetingLine Meeting, Session? Session, IReadOnlyList<OutlinePart> Outline, Instant At)
{
    /// <summary>Who steps in if nobody else can; null for nobody.</summary>
    public required PersonSign? Standby { get; init; }

    /// <summary>How many names of those who are here are shown: nobody reads a thousand, and each that comes would have all of them written anew to everybody.</summary>
    public const int MostNames = 100;

    /// <summary>Who is here, in the order in which they came; the first <see cref="MostNames"/> of them.</summary>
    public required IReadOnlyList<PersonSign> Here { get; init; }

    /// <summary>How many are here.</summary>
    public required int HereCount { get; init; }

    /// <summary>Which presenters are missing, by their talks.</summary>
    public required ILookup<int, NameAndHandle> Missing { get; init; }

    /// <summary>What is asked, hidden questions too, in the order in which they are shown.</summary>
    public required IReadOnlyList<QuestionLine> Asked { get; init; }

    /// <summary>What of the outline was covered, by the talk's number.</summary>
    public required IReadOnlyDictionary<int, Coverage> Covered { get; init; }

    /// <summary>Whether listeners mark what was covered.</summary>
    public bool TakesTicks => HasBegun && At < Instant.Max(Meeting.EndsAt, Session?.EndsAt ?? Meeting.EndsAt) + RoomTimes.Remembered;

    /// <summary>Whether the hour has come: somebody opened it, or it was to begin.</summary>
    public bool HasBegun => !Meeting.IsCancelled && (Session is not null || At >= Meeting.StartsAt);

    /// <summary>Whether the list of who is here is at hand for the host: from <see cref="Session.Early"/> before its hour.</summary>
    public bool ListsHere => !Meeting.IsCancelled && At >= Meeting.StartsAt - Session.Early;

    /// <summary>Whether votes for questions are taken. They end with the hour, which comes to an end by itself too: whoever is too late is told so.</summary>
    public bool TakesVotes => Session?.EndedAt is null && !IsOver && !Meeting.IsCancelled;

    /// <summary>Whether the hour goes on.</summary>
    public bool IsLive => !Meeting.IsCancelled && Session?.IsLive(At) is true;

    /// <summary>Whether the hour was held and is over.</summary>
    public bool IsOver => Session is { } session && !session.IsLive(At);

    /// <summary>The talk that is on; null for none.</summary>
    public TalkLineOfMeeting? TalkOn => IsLive && Session!.TalkId is { } on ? Meeting.Talks.FirstOrDefault(talk => talk.Id == on) : null;
}

/// <summary>What they ask: always the same questions.</summary>
public static class LiveViewQueries
{
    private static readonly Prepared<Func<WhalepaperDb, int, CancellationToken, Task<Session?>>> sessionOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int meeting, CancellationToken cancellation) =>
        db.Sessions.AsNoTracking().Include(session => session.Spoken.OrderBy(stretch => stretch.Id)).SingleOrDefault(session => session.MeetingId == meeting)));

    private static readonly Prepared<Func<WhalepaperDb, int, IAsyncEnumerable<NameAndHandle>>> hereAt = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int meeting) => (
        from attendance in db.Attendances
        where attendance.MeetingId == meeting
        join member in db.Members on attendance.MemberId equals member.Id
        orderby attendance.Id
        select new NameAndHandle(member.Name, member.Handle)).Take(LiveView.MostNames)));

    /// <summary>Reads it; null if there is no such meeting.</summary>
    public static async Task<LiveView?> LiveViewAsync(this WhalepaperDb db, int meetingId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.MeetingAsync(meetingId, cancellation) is not { } meeting)
            return null;
        var outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation);
        var standby = await db.Standbys.Where(standby => standby.MeetingId == meetingId).Select(standby => new NameAndHandle(standby.Member.Name, standby.Member.Handle)).SingleOrDefaultAsync(cancellation);
        var called = await (
            from step in db.TalkSteps
            join talk in db.Talks on step.TalkId equals talk.Id
            where talk.MeetingId == meetingId && step.Whom != null && (step.Kind == TalkStepKind.Absent || step.Kind == TalkStepKind.Arrived)
            orderby step.Id
            select new { step.TalkId, step.Kind, step.Whom!.Name, step.Whom.Handle }).ToListAsync(cancellation);
        var missing = called.GroupBy(step => (step.TalkId, step.Handle)).Select(steps => steps.Last()).Where(step => step.Kind is TalkStepKind.Absent)
            .ToLookup(step => step.TalkId, step => new NameAndHandle(step.Name, step.Handle));
        var (here, count) = await HereAsync(db, meetingId, cancellation);
        return new LiveView(meeting, await sessionOf.For(db)(db, meetingId, cancellation), outline, now)
        {
            Missing = missing,
            Standby = standby is null ? null : MemberSigns.Sign(standby.Name, standby.Handle),
            Asked = await db.QuestionsOfMeetingAsync(meetingId, cancellation),
            Covered = await db.CoveredAsync(meetingId, [.. meeting.Talks.Select(talk => talk.Id)], outline, cancellation),
            Here = here,
            HereCount = count,
        };
    }

    /// <summary>The same a moment later: what did not change is taken from before.</summary>
    /// <param name="db">The data.</param>
    /// <param name="before">How it was.</param>
    /// <param name="changed">What changed since; not <see cref="LiveParts.All"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<LiveView> LiveViewAgainAsync(this WhalepaperDb db, LiveView before, LiveParts changed, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(before);
        var id = before.Meeting.Id;
        var (here, count) = changed.HasFlag(LiveParts.Here) ? await HereAsync(db, id, cancellation) : (before.Here, before.HereCount);
        return before with
        {
            At = now,
            Session = changed.HasFlag(LiveParts.Hour) ? await sessionOf.For(db)(db, id, cancellation) : before.Session,
            Asked = changed.HasFlag(LiveParts.Asked) ? await db.QuestionsOfMeetingAsync(id, cancellation) : before.Asked,
            Covered = changed.HasFlag(LiveParts.Covered) ? await db.CoveredAsync(id, [.. before.Meeting.Talks.Select(talk => talk.Id)], before.Outline, cancellation) : before.Covered,
            Here = here,
            HereCount = count,
        };
    }

    private static async Task<(IReadOnlyList<PersonSign> Here, int Count)> HereAsync(WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        var here = new List<PersonSign>();
        await foreach (var person in hereAt.For(db)(db, meetingId).WithCancellation(cancellation))
            here.Add(MemberSigns.Sign(person.Name, person.Handle));
        return (here, here.Count < LiveView.MostNames ? here.Count : await db.Attendances.CountAsync(attendance => attendance.MeetingId == meetingId, cancellation));
    }
}

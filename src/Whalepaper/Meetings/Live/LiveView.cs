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
    public bool TakesTicks => !Meeting.IsCancelled && (Session is not null || At >= Meeting.StartsAt) && At < Instant.Max(Meeting.EndsAt, Session?.EndsAt ?? Meeting.EndsAt) + RoomTimes.Remembered;

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
    /// <summary>Reads it; null if there is no such meeting.</summary>
    public static async Task<LiveView?> LiveViewAsync(this WhalepaperDb db, int meetingId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.MeetingAsync(meetingId, cancellation) is not { } meeting)
            return null;
        var session = await db.Sessions.AsNoTracking().Include(session => session.Spoken.OrderBy(stretch => stretch.Id)).SingleOrDefaultAsync(session => session.MeetingId == meetingId, cancellation);
        var outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation);
        var standby = await db.Standbys.Where(standby => standby.MeetingId == meetingId).Select(standby => new NameAndHandle(standby.Member.Name, standby.Member.Handle)).SingleOrDefaultAsync(cancellation);
        var here = await (
            from attendance in db.Attendances
            where attendance.MeetingId == meetingId
            join member in db.Members on attendance.MemberId equals member.Id
            orderby attendance.Id
            select new NameAndHandle(member.Name, member.Handle)).Take(LiveView.MostNames).ToListAsync(cancellation);
        var count = here.Count < LiveView.MostNames ? here.Count : await db.Attendances.CountAsync(attendance => attendance.MeetingId == meetingId, cancellation);
        var called = await (
            from step in db.TalkSteps
            join talk in db.Talks on step.TalkId equals talk.Id
            where talk.MeetingId == meetingId && step.Whom != null && (step.Kind == TalkStepKind.Absent || step.Kind == TalkStepKind.Arrived)
            orderby step.Id
            select new { step.TalkId, step.Kind, step.Whom!.Name, step.Whom.Handle }).ToListAsync(cancellation);
        var missing = called.GroupBy(step => (step.TalkId, step.Handle)).Select(steps => steps.Last()).Where(step => step.Kind is TalkStepKind.Absent)
            .ToLookup(step => step.TalkId, step => new NameAndHandle(step.Name, step.Handle));
        return new LiveView(meeting, session, outline, now)
        {
            Missing = missing,
            Standby = standby is null ? null : MemberSigns.Sign(standby.Name, standby.Handle),
            Asked = await db.QuestionsOfMeetingAsync(meetingId, cancellation),
            Covered = await db.CoveredAsync(meetingId, [.. meeting.Talks.Select(talk => talk.Id)], outline, cancellation),
            Here = here.ConvertAll(person => MemberSigns.Sign(person.Name, person.Handle)),
            HereCount = count,
        };
    }
}

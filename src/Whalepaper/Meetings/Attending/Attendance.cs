using NodaTime;
using Whalepaper.Meetings.Live;

namespace Whalepaper.Meetings.Attending;

/// <summary>By what we know that somebody was there. The numbers are kept in databases.</summary>
public enum AttendedBy
{
    /// <summary>They typed the code, or followed it.</summary>
    Code = 1,

    /// <summary>The host ticked them on the list.</summary>
    List = 2,
}

/// <summary>That somebody was at a meeting. Taken back, it is gone; the audit log remembers.</summary>
public sealed class Attendance
{
    private Attendance()
    {
    }

    private Attendance(int meetingId, int memberId, AttendedBy by, int? byId, Instant at) => (MeetingId, MemberId, By, ById, At) = (meetingId, memberId, by, byId, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>By what we know.</summary>
    public AttendedBy By { get; private set; }

    /// <summary>Who ticked them on the list: their database number; null for a code.</summary>
    public int? ById { get; private set; }

    /// <summary>When it was written down.</summary>
    public Instant At { get; private set; }

    /// <summary>Somebody says "I am here". Whether they have the code is asked before: see <see cref="Session.Admits"/>.</summary>
    /// <exception cref="InvalidOperationException">The hour does not go on.</exception>
    public static Attendance WithCode(Session session, int memberId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.IsLive(at) ? new(session.MeetingId, memberId, AttendedBy.Code, null, at) : throw new InvalidOperationException("One is there while the meeting goes on.");
    }

    /// <summary>The host ticks somebody on the list, then or afterwards.</summary>
    /// <exception cref="InvalidOperationException">The meeting has not begun, or is cancelled.</exception>
    public static Attendance OnList(Meeting meeting, int memberId, int byId, Instant at) =>
        CanList(meeting, at) ? new(meeting.Id, memberId, AttendedBy.List, byId, at) : throw new InvalidOperationException("Nobody was at a meeting that has not begun.");

    /// <summary>Whether the list of a meeting can be kept: from when it may be opened on, unless it is cancelled.</summary>
    public static bool CanList(Meeting meeting, Instant now)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return meeting.CancelledAt is null && now >= meeting.StartsAt - Session.Early;
    }

    /// <summary>Becomes another's, because the two are one person.</summary>
    internal void PassTo(int memberId) => MemberId = memberId;
}

using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Participation.Ledger;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation;

/// <summary>What can be done in the group that counts. The numbers are kept in databases.</summary>
public enum LedgerKind
{
    /// <summary>A talk was given.</summary>
    Given = 1,

    /// <summary>It was given in the stead of somebody who did not come; beside the talk itself.</summary>
    Substituted = 2,

    /// <summary>Somebody was at a meeting.</summary>
    Attended = 3,

    /// <summary>A question was asked.</summary>
    Asked = 4,

    /// <summary>Feedback was given on a talk.</summary>
    Feedback = 5,

    /// <summary>A candidate was heard, as one of the panel.</summary>
    Reviewed = 6,

    /// <summary>Something else that the committee wrote down, with a reason and points of its own.</summary>
    Manual = 7,
}

/// <summary>
/// One act of participation (参与度账本), with what it was: exactly one source, and of each source one entry. The database holds both, and takes an entry
/// away with its source. Only <see cref="LedgerKeeping"/> makes them.
/// </summary>
public sealed class LedgerEntry
{
    private LedgerEntry()
    {
    }

    internal LedgerEntry(LedgerKind kind, Giving giving, LedgerMember member, LedgerPlace place)
        : this(kind, member, place)
    {
        Giving = giving;
        TalkId = giving.TalkId == 0 ? null : giving.TalkId;
    }

    internal LedgerEntry(Attendance attendance, LedgerPlace place)
        : this(LedgerKind.Attended, new LedgerMember(attendance.MemberId), place) => Attendance = attendance;

    internal LedgerEntry(Question question, LedgerPlace place)
        : this(LedgerKind.Asked, new LedgerMember(question.AskedById), place) => Question = question;

    internal LedgerEntry(TalkFeedback feedback, LedgerPlace place)
        : this(LedgerKind.Feedback, new LedgerMember(feedback.MemberId), place) => Feedback = feedback;

    internal LedgerEntry(PanelSeat seat, LedgerPlace place)
        : this(LedgerKind.Reviewed, new LedgerMember(seat.MemberId), place) => ApplicationId = seat.ApplicationId;

    internal LedgerEntry(ManualEntry manual)
        : this(LedgerKind.Manual, new LedgerMember(manual.MemberId), new LedgerPlace(manual.TopicId, manual.TrackId, null, null, manual.At)) => Manual = manual;

    private LedgerEntry(LedgerKind kind, LedgerMember member, LedgerPlace place)
    {
        Kind = kind;
        (MemberId, Member) = (member.Id, member.Member);
        (TopicId, TrackId, MeetingId, Meeting, At) = (place.TopicId, place.TrackId, place.MeetingId, place.Meeting, place.At);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Who did it: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>What they did.</summary>
    public LedgerKind Kind { get; private set; }

    /// <summary>At which meeting; null where a talk had no date.</summary>
    public int? MeetingId { get; private set; }

    /// <summary>In which topic: its database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>In which track: its database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>The hour that it is about, which is that of the meeting, whenever it was written down; so an entry does not tell when anonymous words were written.</summary>
    public Instant At { get; private set; }

    /// <summary>The source: a talk that was given.</summary>
    public int? TalkId { get; private set; }

    /// <summary>The source: that somebody was there.</summary>
    public int? AttendanceId { get; private set; }

    /// <summary>The source: a question.</summary>
    public int? QuestionId { get; private set; }

    /// <summary>The source: feedback.</summary>
    public int? FeedbackId { get; private set; }

    /// <summary>The source: a seat on the panel of an application, by the application's number.</summary>
    public int? ApplicationId { get; private set; }

    /// <summary>The source: what the committee wrote down.</summary>
    public int? ManualEntryId { get; private set; }

    // By these, an entry that is saved together with its source finds its number.
    internal Member? Member { get; private set; }

    internal Meeting? Meeting { get; private set; }

    internal Giving? Giving { get; private set; }

    internal Attendance? Attendance { get; private set; }

    internal Question? Question { get; private set; }

    internal TalkFeedback? Feedback { get; private set; }

    internal ManualEntry? Manual { get; private set; }

    internal void PassTo(int memberId) => MemberId = memberId;
}

/// <summary>Somebody who did something: one who is at hand, or known by their number.</summary>
internal readonly record struct LedgerMember(int Id, Member? Member = null);

/// <summary>Where and when something was done.</summary>
internal sealed record LedgerPlace(int TopicId, int TrackId, int? MeetingId, Meeting? Meeting, Instant At)
{
    public static LedgerPlace Of(Meeting meeting) => new(meeting.TopicId, meeting.TrackId, meeting.Id == 0 ? null : meeting.Id, meeting, meeting.StartsAt);

    public static LedgerPlace Of(Talk talk, Meeting? meeting, Instant otherwise) =>
        new(talk.TopicId, talk.TrackId, meeting is null || meeting.Id == 0 ? null : meeting.Id, meeting, meeting?.StartsAt ?? otherwise);
}

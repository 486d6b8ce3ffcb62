using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

/// <summary>The hour of a meeting as it is held: from when to when, at what it is now, and the code by which one says "I am here".</summary>
public sealed class Session
{
    /// <summary>How long before its hour a meeting may be opened.</summary>
    public static readonly Duration Early = Duration.FromMinutes(30);

    /// <summary>How long after its end an hour that nobody ended counts as ended.</summary>
    public static readonly Duration Forgotten = Duration.FromHours(3);

    /// <summary>How long an end can be taken back.</summary>
    public static readonly Duration Regret = Duration.FromMinutes(30);

    /// <summary>How long after its end whoever opened it is host: later only the committee sets right what is written of it.</summary>
    public static readonly Duration Remembered = Duration.FromDays(1);

    /// <summary>The least by which an hour is made longer at a time, in minutes.</summary>
    public const int LeastMore = 5;

    /// <summary>The most by which an hour is made longer at a time, in minutes.</summary>
    public const int MostMore = 60;

    /// <summary>The most by which an hour is made longer in all, in minutes.</summary>
    public const int MostInAll = 240;

    private readonly List<SpokenPart> _spoken = [];

    private Session()
    {
    }

    /// <summary>Opens a meeting. To begin late is to open late: it ends as much later.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="byId">Who opens it: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is cancelled, too far ahead, or long over.</exception>
    public Session(Meeting meeting, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        if (!CanOpen(meeting, at))
            throw new InvalidOperationException("A meeting is opened in its hour, unless it is cancelled.");
        (MeetingId, OpenedById, OpenedAt) = (meeting.Id, byId, at);
        EndsAt = Instant.Max(meeting.EndsAt, at + Duration.FromMinutes(meeting.Minutes));
        Code = CheckInCode.New();
    }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>When it was opened.</summary>
    public Instant OpenedAt { get; private set; }

    /// <summary>Who opened it: their database number.</summary>
    public int OpenedById { get; private set; }

    /// <summary>When it is to end: its whole length after it was opened, not before its planned end, and later by what was added.</summary>
    public Instant EndsAt { get; private set; }

    /// <summary>How much was added to it, in minutes.</summary>
    public int ExtraMinutes { get; private set; }

    /// <summary>When it was ended; null until somebody does.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who ended it: their database number.</summary>
    public int? EndedById { get; private set; }

    /// <summary>The code by which one says "I am here": see <see cref="CheckInCode"/>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The talk that is on; null between talks, and before the first.</summary>
    public int? TalkId { get; private set; }

    /// <summary>The place of the part that is on, in the outline, from 0; null for questions, and where no talk is on.</summary>
    public int? Part { get; private set; }

    /// <summary>Since when it is where it is; null before anything was on.</summary>
    public Instant? PartBeganAt { get; private set; }

    /// <summary>Counts changes: of two who turn the page at once, one does.</summary>
    public int Version { get; private set; }

    /// <summary>Who spoke when about what, in order; only what was loaded.</summary>
    public IReadOnlyList<SpokenPart> Spoken => _spoken;

    /// <summary>Whether a meeting may be opened now: from <see cref="Early"/> before its hour until <see cref="Forgotten"/> after it, unless it is cancelled.</summary>
    public static bool CanOpen(Meeting meeting, Instant now)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return meeting.CancelledAt is null && now >= meeting.StartsAt - Early && now < meeting.EndsAt + Forgotten;
    }

    /// <summary>The number of who is host beside the committee, of an hour and its end; null for nobody, or nobody any more.</summary>
    public static int? HostOf(int? openedById, Instant? endsAt, Instant now) => now < endsAt + Remembered ? openedById : null;

    /// <summary>Whether it goes on. Who forgets to end it ends it <see cref="Forgotten"/> after its end.</summary>
    public bool IsLive(Instant now) => EndedAt is null && now < EndsAt + Forgotten;

    /// <summary>How long a part of a talk was on in all, or has been until now. To be asked with who spoke when at hand.</summary>
    /// <param name="talkId">The talk's database number.</param>
    /// <param name="position">The part's place in the outline, from 0.</param>
    /// <param name="now">The present.</param>
    public Duration TimeOf(int talkId, int position, Instant now)
    {
        // Of an hour that nobody ended, the last part does not go on for ever.
        var until = Instant.Min(now, EndedAt ?? EndsAt + Forgotten);
        return _spoken.Where(stretch => stretch.TalkId == talkId && stretch.Position == position).Aggregate(Duration.Zero, (sum, stretch) => sum + stretch.Lasted(until));
    }

    /// <summary>Whether an end can still be taken back: until the hour should have been over, and a while longer.</summary>
    public bool CanReopen(Instant now) => EndedAt is { } ended && now < Instant.Max(ended, EndsAt) + Regret;

    /// <summary>Whether somebody typed the code.</summary>
    public bool Admits(string? typed) => string.Equals(CheckInCode.Read(typed), Code, StringComparison.Ordinal);

    /// <summary>Turns to a talk and a part of it. To go back is to turn again: each stretch of a part counts.</summary>
    /// <param name="talk">The talk, of this meeting; null for none.</param>
    /// <param name="part">The part's place in the outline, from 0; null for questions.</param>
    /// <param name="at">When.</param>
    /// <returns>Whether it was elsewhere before.</returns>
    /// <exception cref="InvalidOperationException">It does not go on, the talk is of another meeting, or there is no talk to the part.</exception>
    public bool TurnTo(Talk? talk, int? part, Instant at)
    {
        MustBeLive(at);
        if (part < 0)
            throw new ArgumentOutOfRangeException(nameof(part), part, "Parts are counted from 0.");
        if (talk is null && part is not null)
            throw new InvalidOperationException("A part is one of a talk.");
        if (talk is not null && (talk.MeetingId ?? talk.Meeting?.Id) != MeetingId)
            throw new InvalidOperationException("This talk is not shared at this meeting.");
        if (TalkId == talk?.Id && Part == part && PartBeganAt is not null)
            return false;
        var now = NotBefore(at);
        Pause(now);
        (TalkId, Part, PartBeganAt) = (talk?.Id, part, now);
        Speak(now);
        return true;
    }

    /// <summary>Whether so many minutes more are no more in all than <see cref="MostInAll"/>.</summary>
    public bool CanExtend(int minutes) => ExtraMinutes + minutes <= MostInAll;

    /// <summary>Makes it longer.</summary>
    /// <param name="minutes">By how much, from <see cref="LeastMore"/> to <see cref="MostMore"/> minutes.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="InvalidOperationException">It does not go on, or would become longer than <see cref="MostInAll"/> allows.</exception>
    public void Extend(int minutes, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, LeastMore);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MostMore);
        MustBeLive(now);
        if (!CanExtend(minutes))
            throw new InvalidOperationException("This hour was made long enough.");
        ExtraMinutes += minutes;
        EndsAt += Duration.FromMinutes(minutes);
    }

    /// <summary>Ends it. Pressed twice, it ended the first time.</summary>
    public void End(int byId, Instant at)
    {
        if (EndedAt is not null)
            return;
        var now = NotBefore(at);
        Pause(now);
        (EndedAt, EndedById) = (now, byId);
    }

    /// <summary>Takes the end back; it goes on with what was on.</summary>
    /// <exception cref="InvalidOperationException">It did not end, or too long ago.</exception>
    public void Reopen(Instant at)
    {
        if (!CanReopen(at))
            throw new InvalidOperationException("Only an end of just now is taken back.");
        (EndedAt, EndedById) = (null, null);
        // An hour that was forgotten and then ended goes on for a while, or it would be over again at once.
        EndsAt = Instant.Max(EndsAt, at);
        if (TalkId is null)
            return;
        PartBeganAt = NotBefore(at);
        Speak(PartBeganAt.Value);
    }

    /// <summary>Takes another code; the former one is worth nothing from now on.</summary>
    /// <exception cref="InvalidOperationException">It does not go on.</exception>
    public void NewCode(Instant now)
    {
        MustBeLive(now);
        Code = CheckInCode.New();
    }

    private void Speak(Instant at)
    {
        if (TalkId is { } talk && Part is { } part)
            _spoken.Add(new SpokenPart(talk, part, at));
    }

    private void Pause(Instant at)
    {
        foreach (var stretch in _spoken.Where(stretch => stretch.EndedAt is null))
            stretch.End(at);
    }

    // Two copies of the program may not agree about the time: nothing ends before it began.
    private Instant NotBefore(Instant at) => Instant.Max(at, Instant.Max(OpenedAt, PartBeganAt ?? OpenedAt));

    private void MustBeLive(Instant now)
    {
        if (!IsLive(now))
            throw new InvalidOperationException("This hour is over.");
    }
}

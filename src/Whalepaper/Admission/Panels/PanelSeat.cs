using NodaTime;

namespace Whalepaper.Admission.Panels;

/// <summary>Somebody of the committee who hears a candidate and asks them.</summary>
public sealed class PanelSeat
{
    /// <summary>How many sit on a panel at least.</summary>
    public const int Least = 3;

    /// <summary>How many sit on a panel at most.</summary>
    public const int Most = 9;

    private PanelSeat()
    {
    }

    /// <summary>Takes a seat.</summary>
    /// <param name="applicationId">The application's database number.</param>
    /// <param name="memberId">Who sits: their database number.</param>
    /// <param name="at">When.</param>
    public PanelSeat(int applicationId, int memberId, Instant at) => (ApplicationId, MemberId, At) = (applicationId, memberId, at);

    /// <summary>The application's database number.</summary>
    public int ApplicationId { get; private set; }

    /// <summary>Who sits: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>When they were named.</summary>
    public Instant At { get; private set; }

    /// <summary>What they noted for themselves; nobody else reads it. Null for nothing.</summary>
    public string? Note { get; private set; }

    /// <summary>The longest note, in UTF-16 units.</summary>
    public const int NoteMaximum = 8000;

    /// <summary>Keeps a note for themselves.</summary>
    public void Keep(string? note)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note?.Length ?? 0, NoteMaximum, nameof(note));
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
    }
}

/// <summary>How somebody of the committee is bound to who applies. The numbers are kept in databases.</summary>
public enum Tie
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>They work, or worked lately, for the same employer.</summary>
    Employer = 1,

    /// <summary>One advises, or advised, the other.</summary>
    Adviser = 2,

    /// <summary>They asked them to apply.</summary>
    Inviter = 3,

    /// <summary>Something else, which nobody need say.</summary>
    Other = 4,
}

/// <summary>
/// What is known of the tie between somebody of the committee and who applies. Until they said that there is none, they see no more of the application than who it
/// is; and who has one sees no more, is on no panel, and does not vote.
/// </summary>
public sealed class TieWord
{
    private TieWord()
    {
    }

    /// <summary>Says it.</summary>
    /// <param name="applicationId">The application's database number.</param>
    /// <param name="memberId">About whom of the committee: their database number.</param>
    /// <param name="tie">Which tie.</param>
    /// <param name="byId">Who says so: themselves, the organizer, or null for the program.</param>
    /// <param name="at">When.</param>
    public TieWord(int applicationId, int memberId, Tie tie, int? byId, Instant at) => (ApplicationId, MemberId, Tie, ById, At) = (applicationId, memberId, tie, byId, at);

    /// <summary>The application's database number.</summary>
    public int ApplicationId { get; private set; }

    /// <summary>About whom of the committee: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Which tie.</summary>
    public Tie Tie { get; private set; }

    /// <summary>Who said so last: their database number; null for the program.</summary>
    public int? ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>Says otherwise. A tie is taken away by the organizer alone, and never by whom it binds.</summary>
    /// <param name="tie">Which tie.</param>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="isOrganizer">Whether they are the organizer.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">They may not.</exception>
    public void Say(Tie tie, int byId, bool isOrganizer, Instant at)
    {
        if (Tie is not Tie.None && tie is Tie.None && (!isOrganizer || byId == MemberId))
            throw new InvalidOperationException("Only the organizer takes a tie away, and not their own.");
        (Tie, ById, At) = (tie, byId, at);
    }
}

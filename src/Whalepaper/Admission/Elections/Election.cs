using NodaTime;
using Whalepaper.Admission.Ballots;

namespace Whalepaper.Admission.Elections;

/// <summary>
/// An election of the committee for a term: the organizer calls it, inner members stand until a day, and then all of the inner group vote by the same secret ballot that lets
/// candidates in. One runs at a time; the database holds that.
/// </summary>
public sealed class Election
{
    /// <summary>The most seats at a time.</summary>
    public const int MostSeats = 20;

    /// <summary>The longest term, in months.</summary>
    public const int MostMonths = 36;

    private readonly List<Candidacy> _candidacies = [];

    private Election()
    {
    }

    /// <summary>Calls it.</summary>
    /// <param name="seats">How many are elected at most, from 1 to <see cref="MostSeats"/>.</param>
    /// <param name="months">For how long, in months, from 1 to <see cref="MostMonths"/>.</param>
    /// <param name="standUntil">Until when one may stand; then the ballot opens.</param>
    /// <param name="calledById">Who calls it: their database number.</param>
    /// <param name="at">When.</param>
    public Election(int seats, int months, Instant standUntil, int calledById, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seats, MostSeats);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MostMonths);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(standUntil, at);
        (Seats, Months, StandUntil, CalledById, CalledAt, Runs) = (seats, months, standUntil, calledById, at, true);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>How many are elected at most.</summary>
    public int Seats { get; private set; }

    /// <summary>For how long, in months.</summary>
    public int Months { get; private set; }

    /// <summary>Until when one may stand.</summary>
    public Instant StandUntil { get; private set; }

    /// <summary>Who called it: their database number.</summary>
    public int CalledById { get; private set; }

    /// <summary>When it was called.</summary>
    public Instant CalledAt { get; private set; }

    /// <summary>True while it runs, null once it ended. It is unique, and so one runs at a time.</summary>
    public bool? Runs { get; private set; }

    /// <summary>The ballot's database number; null while people stand, and where nobody did.</summary>
    public int? BallotId { get; private set; }

    /// <summary>The ballot.</summary>
    public Ballot? Ballot { get; private set; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Whether the committee stayed as it was although somebody was elected: else nobody would have been on it any more beside the organizer.</summary>
    public bool Keeps { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Who stands, those who stepped aside too.</summary>
    public IReadOnlyList<Candidacy> Candidacies => _candidacies;

    /// <summary>Whether one may stand.</summary>
    public bool TakesCandidates(Instant now) => Runs is true && Ballot is null && BallotId is null && now < StandUntil;

    /// <summary>What came out of it; null while it runs. Its ballot's options must be loaded.</summary>
    public ElectionOutcome? Outcome => (EndedAt, Ballot) switch
    {
        (null, _) => null,
        ({ } ended, null) => ended < StandUntil ? ElectionOutcome.CalledOff : ElectionOutcome.NotHeld,
        (_, { End: BallotEnd.TooFew }) => ElectionOutcome.TooFew,
        _ when Keeps => ElectionOutcome.Kept,
        (_, { End: BallotEnd.Decided } decided) => decided.Options.Any(option => option.Passed is true) ? ElectionOutcome.Seated : ElectionOutcome.Nobody,
        _ => ElectionOutcome.CalledOff,
    };

    /// <summary>When the term is over of those whom it seated; null where it seated nobody. Its ballot's options must be loaded.</summary>
    /// <param name="zone">The group's zone.</param>
    public Instant? OverIn(DateTimeZone zone) => Outcome is ElectionOutcome.Seated && Ballot?.ClosedAt is { } closed ? EndOfTerm(closed, Months, zone) : null;

    /// <summary>When a term is over: so many months after it began, at the same hour of the group's clock.</summary>
    /// <param name="begun">When it began.</param>
    /// <param name="months">How long it is.</param>
    /// <param name="zone">The group's zone.</param>
    public static Instant EndOfTerm(Instant begun, int months, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return begun.InZone(zone).LocalDateTime.PlusMonths(months).InZoneLeniently(zone).ToInstant();
    }

    /// <summary>Stands, or says another word with it.</summary>
    /// <exception cref="InvalidOperationException">It is too late, or as many stand as can.</exception>
    public void Stand(int memberId, string? word, Instant now)
    {
        Must(TakesCandidates(now));
        if (_candidacies.Find(candidacy => candidacy.MemberId == memberId) is { } known)
        {
            known.Say(word);
            return;
        }

        Must(_candidacies.Count < Ballot.MostOptions);
        _candidacies.Add(new Candidacy(memberId, word, now));
    }

    /// <summary>Stands no longer.</summary>
    /// <exception cref="InvalidOperationException">It is too late.</exception>
    public void StepAside(int memberId, Instant now)
    {
        Must(TakesCandidates(now));
        _candidacies.RemoveAll(candidacy => candidacy.MemberId == memberId);
    }

    /// <summary>Somebody left: they stand no longer, or where the ballot has begun, without a word of theirs.</summary>
    public void Forget(int memberId, Instant now)
    {
        if (TakesCandidates(now))
            StepAside(memberId, now);
        else
            _candidacies.Find(candidacy => candidacy.MemberId == memberId)?.Say(null);
    }

    /// <summary>The ballot opens.</summary>
    /// <exception cref="InvalidOperationException">One may still stand, or it was opened before.</exception>
    public void Ask(Ballot ballot, Instant now)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        Must(Runs is true && BallotId is null && now >= StandUntil);
        (Ballot, BallotId) = (ballot, ballot.Id == 0 ? null : ballot.Id);
    }

    /// <summary>It ended: the ballot closed, it was called off, or nobody stood.</summary>
    public void End(Instant now)
    {
        Must(Runs is true);
        (Runs, EndedAt) = (null, now);
    }

    /// <summary>Leaves the committee as it was although somebody was elected.</summary>
    /// <exception cref="InvalidOperationException">It runs.</exception>
    public void Keep()
    {
        Must(EndedAt is not null);
        Keeps = true;
    }

    private static void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException("This election does not admit that now.");
    }
}

/// <summary>That somebody stands for the committee.</summary>
public sealed class Candidacy
{
    /// <summary>The longest word, in UTF-16 units.</summary>
    public const int WordMaximum = 1000;

    private Candidacy()
    {
    }

    internal Candidacy(int memberId, string? word, Instant at)
    {
        (MemberId, At) = (memberId, at);
        Say(word);
    }

    /// <summary>The election's database number.</summary>
    public int ElectionId { get; private set; }

    /// <summary>Who stands: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>What they want to do, Markdown; null where they say nothing.</summary>
    public string? Word { get; private set; }

    /// <summary>Since when.</summary>
    public Instant At { get; private set; }

    internal void Say(string? word)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(word?.Length ?? 0, WordMaximum, nameof(word));
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
    }
}

using NodaTime;

namespace Whalepaper.Admission.Ballots;

/// <summary>What is decided.</summary>
public enum BallotKind
{
    /// <summary>Whether somebody joins the inner group; by the committee.</summary>
    Admission = 1,

    /// <summary>Who belongs to the committee for a term; by the inner group.</summary>
    Election = 2,
}

/// <summary>How a ballot ended.</summary>
public enum BallotEnd
{
    /// <summary>The votes decide.</summary>
    Decided = 1,

    /// <summary>Too few voted, twice: the organizer says what becomes of it.</summary>
    TooFew = 2,

    /// <summary>It was called off, and what lay in the box was never read.</summary>
    CalledOff = 3,
}

/// <summary>
/// A secret vote (投票): who may vote and by which rules is frozen when it opens, everybody on the list votes once and may change it until the end, and
/// nothing of it is told before, no running count either. How somebody voted is in none of its columns, see <see cref="BallotBox"/>.
/// </summary>
public sealed class Ballot
{
    /// <summary>How many stand at most.</summary>
    public const int MostOptions = 50;

    private readonly List<BallotOption> _options = [];
    private readonly List<BallotVoter> _voters = [];

    private Ballot()
    {
    }

    /// <summary>Opens a ballot.</summary>
    /// <param name="kind">What it decides.</param>
    /// <param name="terms">By which rules.</param>
    /// <param name="standing">The database numbers of those who stand, in the order in which they are shown.</param>
    /// <param name="voters">The database numbers of those who may vote.</param>
    /// <param name="at">When.</param>
    /// <exception cref="ArgumentException">Nobody or too many stand, somebody twice, or fewer may vote than must.</exception>
    public Ballot(BallotKind kind, BallotTerms terms, IEnumerable<int> standing, IEnumerable<int> voters, Instant at)
    {
        ArgumentNullException.ThrowIfNull(terms);
        (Kind, Terms, OpenedAt, ClosesAt) = (kind, terms, at, at + Duration.FromHours(terms.Hours));
        _options.AddRange(standing.Select((member, place) => new BallotOption(place, member)));
        _voters.AddRange(voters.Distinct().Order().Select(member => new BallotVoter(member)));
        if (_options.Count is 0 or > MostOptions || _options.DistinctBy(option => option.MemberId).Count() != _options.Count)
            throw new ArgumentException("Each who stands stands once.", nameof(standing));
        if (_voters.Count < terms.Quorum || _voters.Count < BallotTerms.LeastVoters)
            throw new ArgumentException("Fewer may vote than must.", nameof(voters));
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>What it decides.</summary>
    public BallotKind Kind { get; private set; }

    /// <summary>By which rules.</summary>
    public BallotTerms Terms { get; private set; } = null!;

    /// <summary>When it opened.</summary>
    public Instant OpenedAt { get; private set; }

    /// <summary>When it closes by itself; later than at first if it was extended.</summary>
    public Instant ClosesAt { get; private set; }

    /// <summary>When it was extended because too few had voted; null if it was not.</summary>
    public Instant? ExtendedAt { get; private set; }

    /// <summary>When it closed; null while it is open.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>How it ended; null while it is open.</summary>
    public BallotEnd? End { get; private set; }

    /// <summary>How many voted; null while it is open.</summary>
    public int? Cast { get; private set; }

    /// <summary>Reasons that voters wrote, in an order drawn by lot; none while it is open, and none where so few voted that they would tell whose they are.</summary>
    public List<string> Reasons { get; private set; } = [];

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Who stands, in order.</summary>
    public IReadOnlyList<BallotOption> Options => _options;

    /// <summary>Who may vote.</summary>
    public IReadOnlyList<BallotVoter> Voters => _voters;

    /// <summary>Whether a slip has room for a reason: a few of the committee give theirs, all of the inner group need not.</summary>
    public bool HasReasons => Kind is BallotKind.Admission;

    /// <summary>Whether votes are taken.</summary>
    public bool IsOpen(Instant now) => ClosedAt is null && now < ClosesAt;

    /// <summary>Whether it is to be closed: its time is over, or all have voted.</summary>
    public bool IsOver(Instant now) => ClosedAt is null && (now >= ClosesAt || _voters.TrueForAll(voter => voter.HasVoted));

    /// <summary>A box with blank slips for all who may vote.</summary>
    public Slips Blank() => new(_voters.Select(voter => voter.MemberId), _options.Count, HasReasons);

    /// <summary>Takes a vote.</summary>
    /// <param name="slips">What lies in the box; it is to be sealed again.</param>
    /// <param name="memberId">Who votes: their database number.</param>
    /// <param name="choices">What they say of each who stands, in order.</param>
    /// <param name="reason">Why; null for nothing.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="InvalidOperationException">It is not open, or they are not on the list.</exception>
    public void Take(Slips slips, int memberId, IReadOnlyList<Choice> choices, string? reason, Instant now)
    {
        ArgumentNullException.ThrowIfNull(slips);
        if (!IsOpen(now))
            throw new InvalidOperationException("This ballot takes no votes.");
        slips.Put(memberId, choices, reason);
        _voters.Find(voter => voter.MemberId == memberId)!.MarkVoted();
    }

    /// <summary>Takes out what somebody said who turned out to be bound to who stands. They stay on the list, as one who did not vote.</summary>
    /// <param name="slips">What lies in the box; it is to be sealed again.</param>
    /// <param name="memberId">Whose vote is struck out: their database number.</param>
    public void Strike(Slips slips, int memberId)
    {
        ArgumentNullException.ThrowIfNull(slips);
        if (ClosedAt is not null || _voters.Find(voter => voter.MemberId == memberId) is not { } voter)
            return;
        slips.Blank(memberId);
        voter.Strike();
    }

    /// <summary>Closes it and counts; or where too few voted, and that for the first time, gives them as long once more.</summary>
    /// <param name="slips">What lies in the box.</param>
    /// <param name="now">The present. Who looks late, because the program did not run, closes it as of its hour; but more time is given from now on.</param>
    /// <param name="gone">The database numbers of those who stood and cannot take a seat any more: whoever comes after them does. Null for nobody.</param>
    /// <returns>Whether it closed.</returns>
    /// <exception cref="InvalidOperationException">Its time is not over, and not all have voted.</exception>
    public bool Close(Slips slips, Instant now, IReadOnlySet<int>? gone = null)
    {
        ArgumentNullException.ThrowIfNull(slips);
        if (!IsOver(now))
            throw new InvalidOperationException("This ballot is still open.");
        if (slips.Cast < Terms.Quorum && ExtendedAt is null)
        {
            (ExtendedAt, ClosesAt) = (now, now + Duration.FromHours(Terms.Hours));
            return false;
        }

        (ClosedAt, Cast) = (Instant.Min(now, ClosesAt), slips.Cast);
        End = slips.Cast < Terms.Quorum ? BallotEnd.TooFew : BallotEnd.Decided;
        var tallies = _options.ConvertAll(option => slips.Count(option.Place));
        var able = _options.FindAll(option => gone?.Contains(option.MemberId) is not true);
        var passing = able.Zip(Tally.Passing(able.ConvertAll(option => tallies[option.Place]), Terms)).Where(one => one.Second).Select(one => one.First.Place).ToHashSet();
        // What decides nothing is told by no numbers either: the same question may be asked again, and two counts would tell what was said in between.
        var isShown = End is BallotEnd.Decided && slips.Cast >= BallotTerms.LeastVoters;
        foreach (var option in _options)
            option.Settle(End is BallotEnd.Decided && passing.Contains(option.Place), isShown ? tallies[option.Place] : null);
        Reasons = isShown ? [.. slips.Reasons()] : [];
        return true;
    }

    /// <summary>Calls it off: nothing is counted.</summary>
    /// <exception cref="InvalidOperationException">It is closed.</exception>
    public void CallOff(Instant now)
    {
        if (ClosedAt is not null)
            throw new InvalidOperationException("This ballot is closed.");
        (ClosedAt, End) = (now, BallotEnd.CalledOff);
    }
}

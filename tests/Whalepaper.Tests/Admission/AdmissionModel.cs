using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Members;

namespace Whalepaper.Tests.Admission;

/// <summary>
/// The rules of admission once more, as plainly as they can be said, with nothing of the program but its words: who applies, who is bound, what was voted. What it does is compared with what the
/// house did.
/// </summary>
internal sealed class AdmissionModel(int committee)
{
    private const int Quorum = 3;

    // Of the committee, who runs the installation.
    private const int Organizer = 1;

    private static readonly Duration open = Duration.FromHours(72);
    private static readonly Duration idle = Duration.FromDays(90);
    private static readonly Duration rest = Duration.FromDays(2);
    private static readonly Duration usualRest = Duration.FromDays(30);

    /// <summary>Who of the committee holds the office.</summary>
    public bool[] Offices { get; } = [.. Enumerable.Repeat(true, committee)];

    /// <summary>Writes a draft or sends it.</summary>
    public static bool Write(Way way, bool sends, Instant now)
    {
        if (way.Standing is not Standing.Open || (way.Run is null && way.RetryAt > now) || way.Run is { State: > ApplicationState.Applied })
            return false;
        way.Run ??= way.Begin(now);
        if (sends && way.Run.State is ApplicationState.Draft)
            way.Run.To(ApplicationState.Applied, now);
        return true;
    }

    /// <summary>Takes it back, or throws the draft away.</summary>
    public static bool TakeBack(Way way, Instant now)
    {
        if (way.Run is not { } run)
            return false;
        // Who was heard waits as long as who was declined.
        if (run.State is ApplicationState.Presented or ApplicationState.Voting)
            way.RetryAt = now + usualRest;
        if (run.State is not ApplicationState.Draft)
            way.End(ApplicationState.Withdrawn, now);
        way.Run = null;
        return true;
    }

    /// <summary>Says whether somebody of the committee is bound; nobody takes their own tie away.</summary>
    public bool Say(Way way, int who, bool isBound)
    {
        if (!Offices[who] || way.Run is not { State: not ApplicationState.Draft } run || (run.Bound[who] is true && !isBound))
            return false;
        run.Bound[who] = isBound;
        if (isBound && run.Poll is { IsOpen: true } poll)
            poll.Votes.Remove(who);
        return true;
    }

    /// <summary>Whether somebody of the committee sees all of it.</summary>
    public bool IsIn(Way way, int who) => Offices[who] && way.Run is { State: not ApplicationState.Draft } run && run.Bound[who] is false;

    /// <summary>Takes somebody on.</summary>
    public bool Accept(Way way, int who, Instant now)
    {
        if (!IsIn(way, who) || way.Run!.State is not ApplicationState.Applied)
            return false;
        way.Standing = Standing.Candidate;
        way.Run.To(ApplicationState.Candidate, now);
        return true;
    }

    /// <summary>Says no.</summary>
    public bool Decline(Way way, int who, Instant now)
    {
        // On whom enough may vote, the ballot decides; and it opened by itself.
        if (!IsIn(way, who) || way.Run is not { } run || (run.State is ApplicationState.Presented && Voters(run).Length >= Quorum) || !(run.State is ApplicationState.Presented || run.State is ApplicationState.Applied or ApplicationState.Candidate || run is { State: ApplicationState.Voting, Poll.IsOpen: false }))
            return false;
        // What decided nothing is for the organizer, unless they are bound.
        if (run is { State: ApplicationState.Voting, Poll: { } poll } && (poll.IsCalledOff || poll.Votes.Count < Quorum) && run.Bound[Organizer] is not true && who != Organizer)
            return false;
        way.End(ApplicationState.Declined, now);
        way.RetryAt = now + rest;
        return true;
    }

    /// <summary>The trial talk was given: the ballot opens, if enough may vote.</summary>
    public void Give(Way way, Instant now)
    {
        way.Run!.To(ApplicationState.Presented, now);
        var voters = Voters(way.Run);
        if (voters.Length < Quorum)
            return;
        way.Run.Poll = new Poll(voters, now + open);
        way.Run.To(ApplicationState.Voting, now);
    }

    private int[] Voters(Run run) => [.. Enumerable.Range(0, Offices.Length).Where(who => Offices[who] && run.Bound[who] is not true)];

    /// <summary>Votes. The last word of each counts, and when all have said theirs it is over.</summary>
    public bool Vote(Way way, int who, Choice choice, Instant now)
    {
        // An office that somebody lost since takes no vote from them.
        if (way.Run is not { Poll: { IsOpen: true } poll } run || run.Bound[who] is not false || !poll.Voters.Contains(who))
            return false;
        poll.Votes[who] = choice;
        if (poll.Votes.Count == poll.Voters.Length)
            Close(way, now);
        return true;
    }

    /// <summary>What happens by the clock.</summary>
    public static void Look(Way way, Instant now)
    {
        if (way.Run is { State: ApplicationState.Voting, Poll: { IsOpen: true } poll } && poll.ClosesAt <= now)
        {
            if (poll.Votes.Count < Quorum && !poll.IsExtended)
                (poll.IsExtended, poll.ClosesAt) = (true, now + open);
            else
                Close(way, now);
        }

        if (way.Run is { State: ApplicationState.Candidate } run && run.Since < now - idle)
            way.End(ApplicationState.Expired, now);
    }

    private static void Close(Way way, Instant now)
    {
        var poll = way.Run!.Poll!;
        poll.IsOpen = false;
        var (yes, no) = (poll.Votes.Values.Count(choice => choice is Choice.Approve), poll.Votes.Values.Count(choice => choice is Choice.Reject));
        // Two thirds of those who said yes or no, in whole numbers.
        poll.Passed = poll.Votes.Count >= Quorum && yes > no && 3 * yes >= 2 * (yes + no);
        if (poll.Passed)
            way.End(ApplicationState.Promoted, now);
    }
}

/// <summary>Somebody's way in.</summary>
internal sealed class Way
{
    public Standing Standing { get; set; } = Standing.Open;

    /// <summary>What runs; null for nothing.</summary>
    public Run? Run { get; set; }

    /// <summary>What ended.</summary>
    public List<Run> Ended { get; } = [];

    public Instant RetryAt { get; set; }

    /// <summary>The newest, whether it runs or ended.</summary>
    public Run? Last => Run ?? Ended.LastOrDefault();

    /// <summary>Begins anew. Who was bound is bound still.</summary>
    public Run Begin(Instant now)
    {
        var run = new Run(ApplicationState.Draft, now);
        for (var who = 0; who < run.Bound.Length; who++)
            run.Bound[who] = Ended.LastOrDefault()?.Bound[who] is true ? true : null;
        return run;
    }

    public void End(ApplicationState state, Instant now)
    {
        if (Standing is Standing.Candidate)
            Standing = state is ApplicationState.Promoted ? Standing.Inner : Standing.Open;
        if (Run!.Poll is { IsOpen: true } poll)
            (poll.IsOpen, poll.IsCalledOff) = (false, true);
        Run.To(state, now);
        Ended.Add(Run);
        Run = null;
    }
}

/// <summary>An application.</summary>
internal sealed class Run(ApplicationState state, Instant since)
{
    public ApplicationState State { get; private set; } = state;

    public Instant Since { get; private set; } = since;

    /// <summary>Who of the committee is bound; null who said nothing.</summary>
    public bool?[] Bound { get; } = new bool?[4];

    public Poll? Poll { get; set; }

    /// <summary>The trial talk's number, while it is planned.</summary>
    public int? Talk { get; set; }

    public void To(ApplicationState state, Instant now) => (State, Since) = (state, now);
}

/// <summary>A ballot.</summary>
internal sealed class Poll(int[] voters, Instant closesAt)
{
    public int[] Voters { get; } = voters;

    public Instant ClosesAt { get; set; } = closesAt;

    public bool IsOpen { get; set; } = true;

    public bool IsExtended { get; set; }

    public bool IsCalledOff { get; set; }

    public bool Passed { get; set; }

    /// <summary>The last word of each.</summary>
    public Dictionary<int, Choice> Votes { get; } = [];
}

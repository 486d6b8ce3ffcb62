using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;

namespace Whalepaper.Admission.Ballots;

/// <summary>What became of a vote.</summary>
public enum VoteTaking
{
    /// <summary>It lies in the box.</summary>
    Taken = 1,

    /// <summary>The ballot is closed, or takes no votes of whoever voted.</summary>
    Closed = 2,
}

/// <summary>Opening, voting and closing. Whoever has a box in hand has it alone: of many at the same moment each waits for their turn, and nobody's vote is lost.</summary>
public sealed class BallotChanges(WhalepaperDb db, BallotSeal seal)
{
    /// <summary>Sets up a ballot's box; both are saved by whoever opens it.</summary>
    public void Open(Ballot ballot)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        db.Add(ballot);
        db.Add(new BallotBox(ballot, seal.Close(ballot.Blank())));
    }

    /// <summary>Notes that the trial talk of an application was given, and opens the ballot if enough may vote; all of it is saved by whoever notes it.</summary>
    /// <param name="application">The application, with its member.</param>
    /// <param name="byId">Who says so: their database number; null for the program.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task HearAsync(Application application, int? byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.Present(byId, now);
        if (await db.BallotOnAsync(application, now, cancellation) is not { } ballot)
            return;
        Open(ballot);
        application.Ask(ballot, null, now);
    }

    /// <summary>Votes, or changes one's vote. Who is the last of all to vote closes the ballot with it.</summary>
    /// <param name="ballotId">The ballot's database number.</param>
    /// <param name="memberId">Who votes: their database number.</param>
    /// <param name="choices">What they say of each who stands, in order.</param>
    /// <param name="reason">Why; null for nothing.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<VoteTaking> VoteAsync(int ballotId, int memberId, IReadOnlyList<Choice> choices, string? reason, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        if (await HoldAsync(ballotId, cancellation) is not var (ballot, box))
            return VoteTaking.Closed;
        if (!ballot.Voters.Any(voter => voter.MemberId == memberId) || await IsBoundAsync(ballotId, memberId, cancellation))
            return VoteTaking.Closed;
        var slips = seal.Open(box.Content);
        // Its hour came and nobody looked yet: too few may have voted, and then it goes on.
        if (!ballot.IsOpen(now) && await SettleAsync(ballot, box, slips, now, cancellation))
        {
            await KeepAsync();
            return VoteTaking.Closed;
        }

        ballot.Take(slips, memberId, choices, reason, now);
        if (!ballot.IsOver(now) || !await SettleAsync(ballot, box, slips, now, cancellation))
            box.Fill(seal.Close(slips));
        await KeepAsync();
        return VoteTaking.Taken;

        async Task KeepAsync()
        {
            await db.SaveChangesAsync(cancellation);
            await unit.CommitAsync(cancellation);
        }
    }

    /// <summary>Closes a ballot whose time is over, or gives it more; whichever copy of the program looks first.</summary>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> CloseAsync(int ballotId, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        if (await HoldAsync(ballotId, cancellation) is not var (ballot, box) || !ballot.IsOver(now))
            return false;
        await SettleAsync(ballot, box, seal.Open(box.Content), now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Calls a ballot off; what lay in its box is gone unread.</summary>
    /// <returns>Whether it was open.</returns>
    public async Task<bool> CallOffAsync(int ballotId, Instant now, CancellationToken cancellation)
    {
        await using var unit = db.Database.CurrentTransaction is null ? await db.BeginWritingAsync(cancellation) : null;
        if (!await CallOffWithAsync(ballotId, now, cancellation))
            return false;
        await db.SaveChangesAsync(cancellation);
        if (unit is not null)
            await unit.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Calls a ballot off with the next save, in the transaction of whoever saves.</summary>
    /// <returns>Whether it was open.</returns>
    internal async Task<bool> CallOffWithAsync(int ballotId, Instant now, CancellationToken cancellation)
    {
        if (await HoldAsync(ballotId, cancellation) is not var (ballot, box))
            return false;
        ballot.CallOff(now);
        db.Remove(box);
        return true;
    }

    /// <summary>Takes a vote out of the box with the next save, in the transaction of whoever saves: its voter turned out to be bound to who stands.</summary>
    internal async Task StrikeWithAsync(int ballotId, int memberId, CancellationToken cancellation)
    {
        if (await HoldAsync(ballotId, cancellation) is not var (ballot, box))
            return;
        var slips = seal.Open(box.Content);
        ballot.Strike(slips, memberId);
        box.Fill(seal.Close(slips));
    }

    // Asked with the box in hand: a tie that is said at the same moment was said before, or waits for the box and strikes the vote out.
    private Task<bool> IsBoundAsync(int ballotId, int memberId, CancellationToken cancellation) =>
        db.TieWords.AnyAsync(word => word.MemberId == memberId && word.Tie != Tie.None && db.Applications.Any(a => a.Id == word.ApplicationId && a.BallotId == ballotId), cancellation);

    // Counted once, and then there is no box any more.
    private async Task<bool> SettleAsync(Ballot ballot, BallotBox box, Slips slips, Instant now, CancellationToken cancellation)
    {
        if (!ballot.Close(slips, now, ballot.Kind is BallotKind.Election ? await GoneAsync(ballot, cancellation) : null))
            return false;
        db.Remove(box);
        return true;
    }

    // Who left, or is of the inner group no more, takes no seat of the committee.
    private async Task<IReadOnlySet<int>> GoneAsync(Ballot ballot, CancellationToken cancellation)
    {
        int[] standing = [.. ballot.Options.Select(option => option.MemberId)];
        return standing.Except(await db.InnerGroup().Where(member => EF.Parameter(standing).Contains(member.Id)).Select(member => member.Id).ToListAsync(cancellation)).ToHashSet();
    }

    // To count up is to have it alone until the transaction ends, on either engine. A closed ballot has no box.
    private async Task<(Ballot Ballot, BallotBox Box)?> HoldAsync(int ballotId, CancellationToken cancellation)
    {
        await db.WipeWhatIsDeletedAsync(cancellation);
        if (await db.BallotBoxes.Where(box => box.BallotId == ballotId).ExecuteUpdateAsync(row => row.SetProperty(box => box.Turn, box => box.Turn + 1), cancellation) == 0)
            return null;
        var box = await db.BallotBoxes.Include(b => b.Ballot.Options.OrderBy(option => option.Place)).Include(b => b.Ballot.Voters).AsSplitQuery().SingleAsync(b => b.BallotId == ballotId, cancellation);
        return (box.Ballot, box);
    }
}

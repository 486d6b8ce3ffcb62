using NodaTime;
using Whalepaper.Admission.Ballots;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>The course of a ballot: when it takes votes, when it closes, and what it tells then.</summary>
public sealed class BallotTests
{
    private const int Candidate = 99;

    private static readonly Instant opened = Instant.FromUtc(2026, 11, 28, 14, 0);

    [Fact]
    public void It_takes_votes_until_its_hour_and_not_from_strangers()
    {
        var (ballot, slips) = Open(voters: 4);
        ballot.Take(slips, 1, [Choice.Approve], null, After(71));
        Assert.Throws<InvalidOperationException>(() => ballot.Take(slips, 2, [Choice.Approve], null, After(72)));
        Assert.Throws<InvalidOperationException>(() => ballot.Take(slips, Candidate, [Choice.Approve], null, After(1)));
        Assert.Equal([true, false, false, false], ballot.Voters.Select(voter => voter.HasVoted));
    }

    [Fact]
    public void While_it_is_open_it_tells_nothing()
    {
        var (ballot, slips) = Open(voters: 4);
        ballot.Take(slips, 1, [Choice.Reject], "a secret reason", After(1));
        Assert.Throws<InvalidOperationException>(() => ballot.Close(slips, After(2)));
        Assert.Null(ballot.Cast);
        Assert.Empty(ballot.Reasons);
        Assert.All(ballot.Options, option => Assert.Equal((null, null, null, null), (option.Passed, option.Approve, option.Reject, option.Abstain)));
    }

    [Fact]
    public void When_all_have_voted_it_is_over_and_counted()
    {
        var (ballot, slips) = Open(voters: 3);
        Vote(ballot, slips, Choice.Approve, Choice.Reject, Choice.Approve);
        Assert.True(ballot.Close(slips, After(5)));
        Assert.Equal((After(5), BallotEnd.Decided, 3), (ballot.ClosedAt, ballot.End, ballot.Cast));
        Assert.Equal((true, 2, 1, 0), Assert.Single(Told(ballot)));
    }

    [Fact]
    public void Who_looks_late_closes_it_as_of_its_hour()
    {
        var (ballot, slips) = Open(voters: 4);
        Vote(ballot, slips, Choice.Approve, Choice.Approve, Choice.Abstain);
        Assert.True(ballot.Close(slips, After(500)));
        Assert.Equal((After(72), BallotEnd.Decided), (ballot.ClosedAt, ballot.End));
        Assert.Equal((true, 2, 0, 1), Assert.Single(Told(ballot)));
    }

    [Fact]
    public void Where_too_few_voted_they_get_as_long_once_more_from_when_it_is_noticed_and_then_the_organizer_decides()
    {
        var (ballot, slips) = Open(voters: 4);
        Vote(ballot, slips, Choice.Approve, Choice.Approve);
        Assert.False(ballot.Close(slips, After(100)));
        Assert.Equal((After(100), After(172), (Instant?)null), (ballot.ExtendedAt, ballot.ClosesAt, ballot.ClosedAt));
        Assert.True(ballot.IsOpen(After(171)));
        Assert.True(ballot.Close(slips, After(172)));
        Assert.Equal((BallotEnd.TooFew, 2), (ballot.End, ballot.Cast));
        Assert.Equal((false, null, null, null), Assert.Single(Told(ballot)));
    }

    [Fact]
    public void Reasons_of_so_few_that_they_would_tell_whose_they_are_are_not_told()
    {
        var (ballot, slips) = Open(voters: 4, least: 2);
        ballot.Take(slips, 1, [Choice.Approve], "mine", After(1));
        ballot.Take(slips, 2, [Choice.Approve], "yours", After(1));
        Assert.True(ballot.Close(slips, After(72)));
        Assert.Equal(BallotEnd.Decided, ballot.End);
        Assert.Equal((true, null, null, null), Assert.Single(Told(ballot)));
        Assert.Empty(ballot.Reasons);
    }

    [Fact]
    public void What_was_called_off_is_not_counted()
    {
        var (ballot, slips) = Open(voters: 3);
        Vote(ballot, slips, Choice.Approve, Choice.Approve);
        ballot.CallOff(After(1));
        Assert.Equal((BallotEnd.CalledOff, (int?)null, (bool?)null), (ballot.End, ballot.Cast, ballot.Options[0].Passed));
        Assert.Throws<InvalidOperationException>(() => ballot.Take(slips, 3, [Choice.Approve], null, After(2)));
        Assert.Throws<InvalidOperationException>(() => ballot.CallOff(After(2)));
    }

    [Fact]
    public void Fewer_than_three_hold_no_secret_ballot() => Assert.ThrowsAny<ArgumentException>(() => Open(voters: 2, least: 1));

    private static (Ballot Ballot, Slips Slips) Open(int voters, int least = 3)
    {
        var ballot = new Ballot(BallotKind.Admission, new BallotTerms(72, least, voters, 66.66m, 1), [Candidate], Enumerable.Range(1, voters), opened);
        return (ballot, ballot.Blank());
    }

    private static void Vote(Ballot ballot, Slips slips, params Choice[] choices)
    {
        foreach (var (n, choice) in choices.Index())
            ballot.Take(slips, n + 1, [choice], null, After(1));
    }

    private static IEnumerable<(bool? Passed, int? Approve, int? Reject, int? Abstain)> Told(Ballot ballot) => ballot.Options.Select(option => (option.Passed, option.Approve, option.Reject, option.Abstain));

    private static Instant After(int hours) => opened + Duration.FromHours(hours);
}

using CsCheck;
using Whalepaper.Admission.Ballots;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>The arithmetic of a ballot: who passes, and how many must vote.</summary>
public sealed class TallyTests
{
    private const decimal TwoThirds = 66.66m;

    [Theory]
    [InlineData(2, 1, 0, true)]
    [InlineData(2, 1, 7, true)]
    [InlineData(3, 2, 0, false)]
    [InlineData(1, 0, 4, true)]
    [InlineData(0, 0, 5, false)]
    [InlineData(4, 2, 0, true)]
    [InlineData(5, 3, 0, false)]
    public void Two_thirds_of_those_who_say_yes_or_no_admit(int approve, int reject, int abstain, bool passes) => Assert.Equal(passes, new Tally(approve, reject, abstain).Passes(TwoThirds));

    [Fact]
    public void A_tie_fails_whatever_the_share() => Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Decimal[0.01m, 100m]).Sample((both, neither, threshold) => !new Tally(both, both, neither).Passes(threshold));

    [Fact]
    public void One_approval_more_never_harms_and_one_rejection_more_never_helps() => Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Decimal[0.01m, 100m]).Sample((approve, reject, threshold) =>
    {
        var passes = new Tally(approve, reject, 0).Passes(threshold);
        return (!passes || new Tally(approve + 1, reject, 0).Passes(threshold)) && (passes || !new Tally(approve, reject + 1, 0).Passes(threshold));
    });

    [Theory]
    [InlineData(3, 3, 3)]
    [InlineData(3, 6, 3)]
    [InlineData(3, 7, 4)]
    [InlineData(3, 12, 6)]
    [InlineData(5, 6, 5)]
    public void Half_of_those_who_may_must_vote_and_never_fewer_than_the_least(int least, int voters, int quorum) => Assert.Equal(quorum, new BallotTerms(72, least, voters, TwoThirds, 1).Quorum);

    [Fact]
    public void No_more_pass_than_there_are_seats_and_nobody_before_one_who_has_more() =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Select((approve, reject) => new Tally(approve, reject, 0)).List[1, 8], Gen.Int[1, 5]).Sample((tallies, seats) =>
        {
            var passing = Tally.Passing(tallies, new BallotTerms(1, 1, 3, 50, seats));
            var seated = tallies.Where((_, n) => passing[n]).ToList();
            return seated.Count <= seats
                && seated.TrueForAll(tally => tally.Passes(50))
                && tallies.Index().All(one => passing[one.Index] || !one.Item.Passes(50) || seated.TrueForAll(tally => tally.Approve > one.Item.Approve || (tally.Approve == one.Item.Approve && tally.Reject < one.Item.Reject)));
        });

    [Fact]
    public void Of_two_who_are_equal_at_the_last_seat_neither_gets_it()
    {
        Tally[] tallies = [new(9, 0, 0), new(5, 1, 0), new(5, 1, 3), new(2, 1, 0)];
        Assert.Equal([true, false, false, false], Tally.Passing(tallies, new BallotTerms(1, 1, 3, 50, 2)));
        Assert.Equal([true, true, true, false], Tally.Passing(tallies, new BallotTerms(1, 1, 3, 50, 3)));
    }
}

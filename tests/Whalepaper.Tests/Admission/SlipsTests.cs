using CsCheck;
using Whalepaper.Admission.Ballots;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>What lies in a ballot box: nothing is lost, nobody counts twice, and from outside it looks the same whatever is in it.</summary>
public sealed class SlipsTests
{
    private static readonly int[] voters = [3, 7, 8, 21, 400];

    private static readonly Gen<(int Voter, Choice Choice, string Reason)> votes =
        Gen.Select(Gen.Int[0, voters.Length - 1], Gen.Int[1, 3], Gen.Int[0, 4].Select(n => n switch { 0 => "", 1 => "because", 2 => "因为思路清楚", 3 => "🐋", _ => new string('长', Slips.ReasonMaximum) })).Select((who, choice, reason) => (voters[who], (Choice)choice, reason));

    [Fact]
    public void The_last_word_of_each_counts_and_counts_once() => votes.List[0, 30].Sample(cast =>
    {
        var slips = new Slips(voters, 1, hasReasons: true);
        foreach (var (voter, choice, reason) in cast)
            slips = Repacked(slips, s => s.Put(voter, [choice], reason));
        var last = cast.GroupBy(vote => vote.Voter).Select(own => own.Last()).ToList();
        return slips.Cast == last.Count
            && slips.Count(0) == last.Aggregate(default(Tally), (tally, vote) => tally.With(vote.Choice))
            && slips.Reasons().Order(StringComparer.Ordinal).SequenceEqual(last.Select(vote => vote.Reason).Where(reason => reason.Length > 0).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    });

    [Fact]
    public void It_is_equally_long_whoever_voted_and_whatever_they_wrote() => votes.List[0, 10].Sample(cast =>
    {
        var slips = new Slips(voters, 1, hasReasons: true);
        var blank = slips.Pack().Length;
        foreach (var (voter, choice, reason) in cast)
            slips.Put(voter, [choice], reason);
        return slips.Pack().Length == blank;
    });

    [Fact]
    public void Who_is_not_on_the_list_has_no_slip()
    {
        var slips = new Slips(voters, 1, hasReasons: true);
        Assert.Throws<InvalidOperationException>(() => slips.Put(5, [Choice.Approve], null));
        Assert.Equal(0, slips.Cast);
    }

    [Fact]
    public void A_slip_says_one_thing_of_each_who_stands_and_no_more_than_it_has_room_for()
    {
        var slips = new Slips(voters, 2, hasReasons: false);
        Assert.Throws<ArgumentException>(() => slips.Put(3, [Choice.Approve], null));
        Assert.Throws<ArgumentException>(() => slips.Put(3, [Choice.Approve, default(Choice)], null));
        Assert.Throws<ArgumentException>(() => slips.Put(3, [Choice.Approve, Choice.Reject], "why"));
        Assert.Throws<ArgumentException>(() => new Slips(voters, 1, hasReasons: true).Put(3, [Choice.Approve], new string('x', Slips.ReasonMaximum + 1)));
        Assert.Equal(0, slips.Cast);
        slips.Put(3, [Choice.Approve, Choice.Reject], null);
        Assert.Equal((new Tally(1, 0, 0), new Tally(0, 1, 0)), (slips.Count(0), slips.Count(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(8)]
    public void Other_bytes_are_no_slips(int length) => Assert.ThrowsAny<ArgumentException>(() => Slips.Unpack(new byte[length]));

    private static Slips Repacked(Slips slips, Action<Slips> put)
    {
        put(slips);
        return Slips.Unpack(slips.Pack());
    }
}

using CsCheck;
using NodaTime;
using Whalepaper.Talks.Claiming;
using Whalepaper.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>A suggested plan keeps all rules, is the best there is, and the same each time.</summary>
public sealed class SuggestionTests
{
    [Fact]
    public void It_keeps_every_rule() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var facts = Sketch.Facts(seed, weeks: 4, papers: 5, people: 6, capacity: 1 + (seed % 2));
        var plan = Pinned(new BoardPlan(facts, new Dictionary<int, Intention>()), new Random(seed));
        var after = plan.With(plan.Suggest().Changes);
        foreach (var meeting in facts.Meetings)
        {
            if (after.At(meeting.Id).Count() > facts.Capacity)
                return false;
        }

        var suggested = after.Cards.Where(card => card is { Applies: true, Intention.Reason: not null }).ToList();
        return suggested.All(card => after.Meeting(card.MeetingId) is { } meeting && after.IsToCome(meeting) && meeting.TrackId == card.Entry.TrackId
                && card.Presenters.All(member => !after.IsAway(member, meeting) && after.Nearest(member, meeting, card.Entry.Id).How is Nearness.Apart))
            && suggested.Where(card => card.Intention!.Reason is not PlanReason.Own).All(card => card.Presenters.All(member => after.Of(member).Count() <= facts.Most))
            // What stood there stands there.
            && plan.Cards.Where(card => card.MeetingId is not null).All(card => after.Card(card.Entry.Id)!.MeetingId == card.MeetingId && after.Card(card.Entry.Id)!.Presenters.SequenceEqual(card.Presenters));
    }, iter: 150);

    [Fact]
    public void It_is_the_same_each_time() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var facts = Sketch.Facts(seed, weeks: 4, papers: 5, people: 6);
        var (one, other) = (new BoardPlan(facts, new Dictionary<int, Intention>()).Suggest(), new BoardPlan(Sketch.Facts(seed, weeks: 4, papers: 5, people: 6), new Dictionary<int, Intention>()).Suggest());
        // Thought over again, it stays as well.
        var again = new BoardPlan(facts, one.Changes.ToDictionary(change => change.Key, change => change.Value!)).Suggest();
        return one.Changes.OrderBy(change => change.Key).SequenceEqual(other.Changes.OrderBy(change => change.Key)) && again.Changes.Count == 0;
    }, iter: 60);

    [Fact]
    public void No_other_choice_is_better() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var problem = SuggestProblem.Of(new BoardPlan(Sketch.Facts(seed, weeks: 2, papers: 2, people: 3), new Dictionary<int, Intention>()));
        // Small enough to try all.
        problem = problem with { Options = [.. problem.Options.OrderBy(option => option.Cost).Take(13)] };
        return Cost(problem, Suggestion.Solve(problem)) == Best(problem);
    }, iter: 150);

    [Fact]
    public void Who_has_not_shared_longest_goes_first_and_wishes_go_before_all()
    {
        var bare = Sketch.Facts(3, weeks: 1, papers: 1, people: 3);
        var facts = bare with
        {
            Meetings = [bare.Meetings.First(meeting => meeting.TrackId == 1) with { IsCancelled = false }],
            Entries = [new BoardEntry(1, 1, 101, "One", 0)],
            Talks = [],
            Members = [.. bare.Members.Select(member => member with { Follows = [1], LastAt = Sketch.Now - Duration.FromDays(100 * member.Id) })],
            Elsewhere = [],
            Away = [],
            Wishes = [],
        };
        var turn = Assert.Single(new BoardPlan(facts, new Dictionary<int, Intention>()).Suggest().Changes).Value!;
        Assert.Equal((3, PlanReason.Follows), (Assert.Single(turn.Presenters), turn.Reason!.Value));
        var wished = facts with { Wishes = [new BoardWish(1, 101, 1, true, Sketch.Now)] };
        var wish = Assert.Single(new BoardPlan(wished, new Dictionary<int, Intention>()).Suggest().Changes).Value!;
        Assert.Equal((1, PlanReason.Presents), (Assert.Single(wish.Presenters), wish.Reason!.Value));
        var away = wished with { Away = [new AwayDays(1, facts.Meetings[0].Day, facts.Meetings[0].Day)] };
        Assert.Equal(3, Assert.Single(Assert.Single(new BoardPlan(away, new Dictionary<int, Intention>()).Suggest().Changes).Value!.Presenters));
    }

    [Fact]
    public void A_whole_topic_is_planned_in_a_moment()
    {
        var plan = new BoardPlan(Sketch.Facts(7, weeks: 16, papers: 40, people: 60), new Dictionary<int, Intention>());
        var (move, again) = (plan.Suggest(), plan.Suggest());
        Assert.InRange(move.Changes.Count, 20, 32);
        Assert.Equal(move.Changes.OrderBy(change => change.Key), again.Changes.OrderBy(change => change.Key));
    }

    // Something is placed by hand, and pinned or not.
    private static BoardPlan Pinned(BoardPlan plan, Random dice)
    {
        for (var n = 0; n < 6; n++)
        {
            var move = dice.Next(2) == 0 ? plan.Pin(1 + dice.Next(10), on: true) : plan.Place(1 + dice.Next(10), plan.Facts.Meetings[dice.Next(plan.Facts.Meetings.Count)].Id, [1 + dice.Next(6)], null);
            if (move.Objections.Count == 0)
                plan = plan.With(move.Changes);
        }

        return plan;
    }

    private static long Best(SuggestProblem problem) =>
        Enumerable.Range(0, 1 << problem.Options.Count).Select(mask => problem.Options.Where((_, n) => ((mask >> n) & 1) == 1).ToList()).Where(chosen => IsAllowed(problem, chosen)).Min(chosen => Cost(problem, chosen));

    private static bool IsAllowed(SuggestProblem problem, List<SuggestOption> chosen) =>
        chosen.DistinctBy(option => option.EntryId).Count() == chosen.Count
        && chosen.GroupBy(option => option.MeetingId).All(meeting => meeting.Count() <= problem.Room[meeting.Key])
        && chosen.SelectMany(option => option.Presenters.Select(member => (member, option))).GroupBy(one => one.member).All(member =>
        {
            var meetings = member.Select(one => one.option.MeetingId).ToList();
            return meetings.Distinct().Count() == meetings.Count && !problem.Near.Any(pair => meetings.Contains(pair.One) && meetings.Contains(pair.Other))
                && (member.All(one => one.option.Reason is PlanReason.Own) || member.Count(one => one.option.Reason is not PlanReason.Own) <= Math.Max(0, problem.Turns[member.Key]));
        });

    private static long Cost(SuggestProblem problem, IReadOnlyList<SuggestOption> chosen) =>
        chosen.Sum(option => (long)option.Cost - SuggestProblem.Worth)
        + chosen.SelectMany(option => option.Presenters).GroupBy(member => member).Sum(member => (long)SuggestProblem.AnotherTurn * (member.Count() - 1));
}

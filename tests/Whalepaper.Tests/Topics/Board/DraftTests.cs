using CsCheck;
using NodaTime;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>What is planned is judged, and every step of a draft can be taken back.</summary>
public sealed class DraftTests
{
    [Fact]
    public void Undone_from_the_last_act_to_the_first_a_draft_is_what_it_was() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var (dice, facts) = (new Random(seed), Sketch.Facts(seed));
        var draft = new PlanDraft(1, Sketch.Now);
        var stages = new Stack<Dictionary<int, Intention>>();
        for (var n = 0; n < 12; n++)
        {
            var move = Sketch.Move(new BoardPlan(facts, draft.Intentions), dice);
            if (move.Objections.Count > 0)
                continue;
            stages.Push(draft.Intentions.ToDictionary());
            draft.Do(move.Act, move.Changes, Sketch.Planner, Sketch.Now);
        }

        while (stages.TryPop(out var before))
        {
            draft.Undo(_ => true, Sketch.Now);
            if (!before.OrderBy(one => one.Key).SequenceEqual(draft.Intentions.OrderBy(one => one.Key)))
                return false;
        }

        return draft.Placements.Count == 0 && draft.LastStep is null;
    }, iter: 300);

    [Fact]
    public void Whatever_is_done_no_meeting_is_over_full_and_nobody_is_torn_without_a_reason() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var (dice, facts) = (new Random(seed), Sketch.Facts(seed));
        var draft = new PlanDraft(1, Sketch.Now);
        for (var n = 0; n < 15; n++)
        {
            var move = Sketch.Move(new BoardPlan(facts, draft.Intentions), dice);
            if (move.Objections.Count == 0)
                draft.Do(move.Act, move.Changes, Sketch.Planner, Sketch.Now);
        }

        var plan = new BoardPlan(facts, draft.Intentions);
        return facts.Meetings.All(meeting => plan.At(meeting.Id).Count() <= facts.Capacity)
            && !plan.Obstacles().Any(obstacle => obstacle.What is BoardProblem.AtOnce or BoardProblem.Crowded);
    }, iter: 300);

    [Fact]
    public void Nobody_is_at_two_meetings_at_once_unless_somebody_says_why()
    {
        var plan = new BoardPlan(Evening(), new Dictionary<int, Intention>()).With(Placed(1, 1, 7));
        var refused = plan.Place(2, 2, [7], " ");
        Assert.Equal((BoardObstacle.AtOnce, 7), (Assert.Single(refused.Objections).What, refused.Objections[0].MemberId));
        var forced = plan.Place(2, 2, [7], " She shares both halves ");
        Assert.Empty(forced.Objections);
        Assert.Equal("She shares both halves", forced.Changes[2]!.Word);
        Assert.Equal(2, plan.With(forced.Changes).Warnings().Count(warning => warning.What is BoardProblem.AtOnce));
        // A reason that is not needed is not kept.
        Assert.Null(plan.Place(2, 2, [8], "Just so").Changes[2]!.Word);
    }

    [Fact]
    public void Problems_are_named_where_they_are()
    {
        var facts = Evening() with { Away = [new AwayDays(7, Evening().Meetings[0].Day, Evening().Meetings[0].Day)], Most = 1 };
        var plan = new BoardPlan(facts, new Dictionary<int, Intention>());
        Assert.Equal(3, plan.Warnings().Count(warning => warning.What is BoardProblem.Gap));
        var filled = plan.With(Placed(1, 1, 7)).With(Placed(3, 3, 7));
        Assert.Equal(
            [(BoardProblem.Away, 1), (BoardProblem.Close, 1), (BoardProblem.TooMany, 1), (BoardProblem.Away, 3), (BoardProblem.Close, 3), (BoardProblem.TooMany, 3)],
            filled.Warnings().Where(warning => warning.EntryId is not null).Select(warning => (warning.What, warning.EntryId!.Value)).OrderBy(one => one.Value).ThenBy(one => one.What.ToString(), StringComparer.Ordinal));
        Assert.Equal(2, Assert.Single(filled.Warnings(), warning => warning.What is BoardProblem.Gap).MeetingId);
    }

    [Fact]
    public void A_talk_that_is_soon_and_unconfirmed_is_named()
    {
        var facts = Evening() with { Talks = [new BoardTalk(1, 1, 1, TalkState.Claimed, [7]), new BoardTalk(2, 2, 2, TalkState.Confirmed, [8])] };
        Assert.Equal(1, Assert.Single(new BoardPlan(facts, new Dictionary<int, Intention>()).Warnings(), warning => warning.What is BoardProblem.Unconfirmed).EntryId);
    }

    [Fact]
    public void What_was_drawn_over_something_that_changed_says_so_and_stops_publishing()
    {
        var facts = Evening();
        var drawn = Placed(1, 1, 7).ToDictionary(one => one.Key, one => one.Value!);
        BoardProblem[] Stops(BoardFacts changed, Dictionary<int, Intention> meant) => [.. new BoardPlan(changed, meant).Obstacles().Select(obstacle => obstacle.What)];
        Assert.Empty(Stops(facts, drawn));
        Assert.Equal([BoardProblem.Taken], Stops(facts with { Talks = [new BoardTalk(1, 1, null, TalkState.Claimed, [8])] }, drawn));
        Assert.Equal([BoardProblem.Crowded], Stops(facts with { Talks = [new BoardTalk(1, 4, 1, TalkState.Claimed, [8])] }, drawn));
        Assert.Equal([BoardProblem.NoMeeting], Stops(facts with { Meetings = [facts.Meetings[0] with { IsCancelled = true }, .. facts.Meetings.Skip(1)] }, drawn));
        Assert.Equal([BoardProblem.CannotShare], Stops(facts with { Members = [.. facts.Members.Select(member => member with { CanShare = member.Id != 7 })] }, drawn));
        Assert.Equal([BoardProblem.AtOnce], Stops(facts with { Talks = [new BoardTalk(1, 2, 2, TalkState.Claimed, [7])] }, drawn));
        var moved = new Dictionary<int, Intention> { [1] = new(9, 1, null, [7], false, null, null) };
        Assert.Equal([BoardProblem.Gone], Stops(facts, moved));
        Assert.Equal([BoardProblem.MovedMeanwhile], Stops(facts with { Talks = [new BoardTalk(9, 1, 4, TalkState.Claimed, [7])], Capacity = 2 }, moved));
    }

    [Fact]
    public void Who_leaves_is_forgotten_and_those_who_share_with_them_are_not()
    {
        var draft = new PlanDraft(1, Sketch.Now);
        void Do(DraftAct act, int entry, Intention? meant) => draft.Do(act, new Dictionary<int, Intention?> { [entry] = meant }, Sketch.Planner, Sketch.Now);
        Do(DraftAct.Placed, 1, new Intention(null, null, 1, [7, 8], false, null, null));
        Do(DraftAct.Placed, 2, new Intention(null, null, 2, [7], false, null, null));
        draft.Forget(7, Sketch.Now);
        Assert.Equal([8], Assert.Single(draft.Placements).Presenters);
        Assert.Null(draft.LastStep);

        // Taken off again, they would come back by undoing.
        Do(DraftAct.Placed, 3, new Intention(null, null, 3, [9], false, null, null));
        Do(DraftAct.Unplaced, 3, null);
        draft.Forget(9, Sketch.Now);
        Assert.Null(draft.LastStep);
    }

    [Fact]
    public void What_is_pinned_stays()
    {
        var plan = new BoardPlan(Evening(), new Dictionary<int, Intention>()).With(Placed(1, 1, 7));
        var pinned = plan.With(plan.Pin(1, on: true).Changes);
        Assert.All([pinned.Unplace(1), pinned.Place(1, 3, [7], null)], move => Assert.Equal(BoardObstacle.Pinned, Assert.Single(move.Objections).What));
        Assert.Empty(pinned.With(pinned.Pin(1, on: false).Changes).Unplace(1).Objections);
    }

    private static Dictionary<int, Intention?> Placed(int entry, int meeting, params int[] presenters) => new() { [entry] = new Intention(null, null, meeting, presenters, false, null, null) };

    /// <summary>One evening: two tracks that overlap, a third meeting ten minutes later, and one next week.</summary>
    private static BoardFacts Evening()
    {
        var starts = Sketch.Now + Duration.FromDays(1);
        BoardMeeting At(int id, int track, int minutes, bool off = false) => new(id, track, (starts + Duration.FromMinutes(minutes)).InUtc().Date, (starts + Duration.FromMinutes(minutes)).InUtc().Date, starts + Duration.FromMinutes(minutes), starts + Duration.FromMinutes(minutes + 90), off);
        return Sketch.Facts(1, papers: 2, people: 8) with
        {
            Meetings = [At(1, 1, 0), At(2, 2, 60), At(3, 1, 100), At(4, 1, 7 * 24 * 60, off: true)],
            Entries = [new BoardEntry(1, 1, 101, "One", 0), new BoardEntry(2, 2, 102, "Two", 0), new BoardEntry(3, 1, 103, "Three", 1), new BoardEntry(4, 1, 104, "Four", 2)],
            Talks = [],
            Elsewhere = [],
            Away = [],
            Wishes = [],
        };
    }
}

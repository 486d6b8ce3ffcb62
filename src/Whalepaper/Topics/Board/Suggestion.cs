using Google.OrTools.Sat;

namespace Whalepaper.Topics.Board;

/// <summary>Suggests a plan.</summary>
public static class Suggestion
{
    // One thread, one seed and a bound that counts work instead of time: the same facts give the same plan, on a busy machine too.
    private const string Manner = "num_workers:1, random_seed:1, max_deterministic_time:4";

    /// <summary>Draws up the plan: what was only suggested before is thought over, everything else stays where it is.</summary>
    /// <param name="plan">The plan as it stands.</param>
    public static BoardMove Suggest(this BoardPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var changes = plan.Cards.Where(card => card is { Applies: true, Intention: { Reason: not null, IsPinned: false } }).ToDictionary(card => card.Entry.Id, Bare);
        var bare = plan.With(changes);
        foreach (var taken in Solve(SuggestProblem.Of(bare)))
            changes[taken.EntryId] = BoardActs.Meant(bare.Card(taken.EntryId)!, taken.MeetingId, taken.Presenters, taken.Reason);
        return new BoardMove(DraftAct.Suggested, changes.Where(change => change.Value != plan.Card(change.Key)?.Intention).ToDictionary(), []);
    }

    // A talk that has a date gets another suggested only after somebody took it off: off it stays, for what it left may be taken.
    private static Intention? Bare(Card card) => card.Talk?.MeetingId is null ? null : BoardActs.Meant(card, null, card.Presenters);

    /// <summary>The best options together; none if nothing can be done.</summary>
    public static IReadOnlyList<SuggestOption> Solve(SuggestProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Options.Count == 0)
            return [];
        var model = new CpModel();
        var taken = problem.Options.Select((option, n) => (Option: option, Is: model.NewBoolVar($"o{n}"))).ToList();
        foreach (var entry in taken.GroupBy(one => one.Option.EntryId))
            model.AddAtMostOne(entry.Select(one => one.Is));
        foreach (var meeting in taken.GroupBy(one => one.Option.MeetingId))
            model.Add(LinearExpr.Sum(meeting.Select(one => one.Is)) <= problem.Room[meeting.Key]);
        var again = taken.SelectMany(one => one.Option.Presenters.Select(member => (Member: member, one.Option, one.Is))).GroupBy(one => one.Member)
            .Select(member => AddTurns(model, problem, member.Key, [.. member.Select(one => (one.Option, one.Is))])).ToList();
        model.Minimize(LinearExpr.WeightedSum(taken.Select(one => one.Is), taken.Select(one => (long)one.Option.Cost - SuggestProblem.Worth)) + (LinearExpr.Sum(again) * SuggestProblem.AnotherTurn));
        var solver = new CpSolver { StringParameters = Manner };
        return solver.Solve(model) is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? [.. taken.Where(one => solver.BooleanValue(one.Is)).Select(one => one.Option)] : [];
    }

    // The turns of a member: no more than are left, none at two meetings near each other; and how many are more than one.
    private static IntVar AddTurns(CpModel model, SuggestProblem problem, int member, IReadOnlyList<(SuggestOption Option, BoolVar Is)> turns)
    {
        var fresh = turns.Where(turn => turn.Option.Reason is not PlanReason.Own).Select(turn => turn.Is).ToList();
        if (fresh.Count > 0)
            model.Add(LinearExpr.Sum(fresh) <= Math.Max(0, problem.Turns[member]));
        var byMeeting = turns.ToLookup(turn => turn.Option.MeetingId, turn => turn.Is);
        foreach (var meeting in byMeeting)
            model.AddAtMostOne(meeting);
        foreach (var (one, other) in problem.Near.Where(pair => byMeeting.Contains(pair.One) && byMeeting.Contains(pair.Other)))
            model.AddAtMostOne(byMeeting[one].Concat(byMeeting[other]));
        var again = model.NewIntVar(0, turns.Count, $"again{member}");
        model.Add(LinearExpr.Sum(turns.Select(turn => turn.Is)) - 1 <= again);
        return again;
    }
}

using Whalepaper.Talks.Claiming;

namespace Whalepaper.Topics.Board;

/// <summary>Somebody who could share something at a date, and what that costs: the less, the better it suits.</summary>
/// <param name="EntryId">The paper, by its entry.</param>
/// <param name="MeetingId">The meeting.</param>
/// <param name="Presenters">Who would share it.</param>
/// <param name="Reason">Why them.</param>
/// <param name="Cost">What it costs.</param>
public sealed record SuggestOption(int EntryId, int MeetingId, IReadOnlyList<int> Presenters, PlanReason Reason, int Cost);

/// <summary>
/// Which of these options to take. Of an entry at most one, at a meeting no more than it has room for, of a member no more turns than they
/// have left, and none at two meetings so near each other that they would run into one another. As many as possible; of those, the cheapest.
/// </summary>
/// <param name="Options">What could be, in a fixed order.</param>
/// <param name="Room">How many talks more each meeting has room for.</param>
/// <param name="Turns">How many talks more each member may have.</param>
/// <param name="Near">The pairs of different meetings at which nobody can share both.</param>
public sealed record SuggestProblem(IReadOnlyList<SuggestOption> Options, IReadOnlyDictionary<int, int> Room, IReadOnlyDictionary<int, int> Turns, IReadOnlyList<(int One, int Other)> Near)
{
    /// <summary>What a filled date is worth: more than all that could be said against it.</summary>
    public const int Worth = 1_000_000;

    /// <summary>What it costs that somebody gets another turn before everybody had one.</summary>
    public const int AnotherTurn = 3000;

    // What stands against somebody who did not say that they would present it.
    private const int HearsCost = 1000;
    private const int FollowsCost = 2000;

    // The line is as long as it is; beyond this everybody waits alike.
    private const int TurnCost = 20;
    private const int LongestLine = 40;

    private const int MostEntries = 60;
    private const int MostPresenters = 10;
    private const int MostDates = 26;

    /// <summary>
    /// What could be planned: papers that nobody has, with those who wish for them or follow their track, and talks that lack a date. What stands in
    /// the plan already, pinned or not, is left where it is; whoever draws it up anew takes away before what was only suggested.
    /// </summary>
    public static SuggestProblem Of(BoardPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var dates = plan.Facts.Meetings.Where(meeting => plan.IsToCome(meeting) && meeting.StartsAt - plan.Facts.Now >= plan.Facts.Notice && plan.At(meeting.Id).Count() < plan.Facts.Capacity).ToList();
        var line = Line(plan);
        var options = new List<SuggestOption>();
        foreach (var track in plan.Facts.Tracks)
        {
            var free = dates.Where(date => date.TrackId == track.Id).Take(MostDates).ToList();
            var own = plan.Cards.Where(card => card is { Talk: not null, MeetingId: null, IsOver: false, IsPinned: false } && card.Entry.TrackId == track.Id);
            options.AddRange(own.SelectMany(card => Dates(plan, card.Entry, 0, card.Presenters, PlanReason.Own, 0, free)));
            foreach (var (entry, hearers) in plan.Unclaimed.Where(entry => entry.TrackId == track.Id).Select(entry => (entry, Hearers: Hearers(plan, entry))).OrderByDescending(one => one.Hearers).ThenBy(one => one.entry.Position).ThenBy(one => one.entry.Id).Take(MostEntries))
                options.AddRange(Presenters(plan, entry, line).SelectMany(one => Dates(plan, entry, hearers, [one.Member], one.Reason, one.Cost, free)));
        }

        return new SuggestProblem(
            options,
            dates.ToDictionary(date => date.Id, date => plan.Facts.Capacity - plan.At(date.Id).Count()),
            options.Where(option => option.Reason is not PlanReason.Own).SelectMany(option => option.Presenters).Distinct().ToDictionary(member => member, member => plan.Facts.Most - plan.Of(member).Count()),
            [.. from one in dates from other in dates where one.Id < other.Id && Engagement.Between(one.StartsAt, one.EndsAt, other.StartsAt, other.EndsAt) is not Nearness.Apart select (one.Id, other.Id)]);
    }

    // Who has not presented longest goes first; whoever is to share soon anyway comes after all others.
    private static Dictionary<int, int> Line(BoardPlan plan) => plan.Facts.Members.Where(member => member.CanShare)
        .OrderBy(member => plan.Of(member.Id).Count(card => !card.IsOver)).ThenBy(member => member.LastAt ?? NodaTime.Instant.MinValue).ThenBy(member => member.Id)
        .Select((member, place) => (member.Id, place)).ToDictionary(one => one.Id, one => one.place);

    private static int Hearers(BoardPlan plan, BoardEntry entry) => plan.Facts.Wishes.Count(wish => wish.TrackId == entry.TrackId && wish.PaperId == entry.PaperId);

    private static IEnumerable<(int Member, PlanReason Reason, int Cost)> Presenters(BoardPlan plan, BoardEntry entry, Dictionary<int, int> line)
    {
        var wishes = plan.Facts.Wishes.Where(wish => wish.TrackId == entry.TrackId && wish.PaperId == entry.PaperId).ToDictionary(wish => wish.MemberId);
        return plan.Facts.Members
            .Where(member => plan.MayShare(member.Id, entry.TrackId) && plan.Of(member.Id).Count() < plan.Facts.Most && (wishes.ContainsKey(member.Id) || member.Follows.Contains(entry.TrackId)))
            .Select(member =>
            {
                var reason = wishes.TryGetValue(member.Id, out var wish) ? (wish.Presents ? PlanReason.Presents : PlanReason.Hears) : PlanReason.Follows;
                var cost = reason switch
                {
                    PlanReason.Presents => 10 * Rank(plan, member.Id, entry),
                    PlanReason.Hears => HearsCost,
                    _ => FollowsCost,
                };
                return (member.Id, reason, Cost: cost + (TurnCost * Math.Min(line[member.Id], LongestLine)));
            })
            .OrderBy(one => one.Cost).ThenBy(one => one.Id).Take(MostPresenters);
    }

    // What somebody offered first, they want most.
    private static int Rank(BoardPlan plan, int member, BoardEntry entry) =>
        Math.Min(20, plan.Facts.Wishes.Where(wish => wish.MemberId == member && wish.Presents).TakeWhile(wish => wish.PaperId != entry.PaperId || wish.TrackId != entry.TrackId).Count());

    private static IEnumerable<SuggestOption> Dates(BoardPlan plan, BoardEntry entry, int hearers, IReadOnlyList<int> presenters, PlanReason reason, int cost, List<BoardMeeting> free) =>
        from date in free.Index()
        where presenters.All(member => !plan.IsAway(member, date.Item) && plan.Nearest(member, date.Item, entry.Id).How is Nearness.Apart)
        // Earlier dates first, papers in the order of their list, what many want to hear before what few do.
        select new SuggestOption(entry.Id, date.Item.Id, presenters, reason, cost + (2 * date.Index) + Math.Min(entry.Position, 100) - (5 * Math.Min(hearers, 20)));
}

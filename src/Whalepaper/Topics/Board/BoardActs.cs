namespace Whalepaper.Topics.Board;

/// <summary>What stands against something that the committee means to do on the board.</summary>
public enum BoardObstacle
{
    /// <summary>The topic is closed.</summary>
    Closed,

    /// <summary>There is no such paper on the lists, or another talk covers it too.</summary>
    NoPaper,

    /// <summary>It was shared, or nobody came to share it.</summary>
    Over,

    /// <summary>It has no date.</summary>
    NoDate,

    /// <summary>There is no such meeting of the paper's track.</summary>
    NoMeeting,

    /// <summary>The meeting began, or is cancelled.</summary>
    Begun,

    /// <summary>Two of different tracks do not change places.</summary>
    OtherTrack,

    /// <summary>It stands there already.</summary>
    Same,

    /// <summary>The meeting has no room left.</summary>
    Full,

    /// <summary>Nobody is named to share it.</summary>
    Nobody,

    /// <summary>Somebody cannot share at that track, or does so no longer.</summary>
    CannotShare,

    /// <summary>It is pinned.</summary>
    Pinned,

    /// <summary>Somebody is to share at two meetings at once: a reason is needed.</summary>
    AtOnce,
}

/// <summary>An obstacle, and what it concerns.</summary>
/// <param name="What">What it is.</param>
/// <param name="MemberId">Whom it concerns.</param>
/// <param name="EntryId">Which paper it concerns.</param>
public sealed record BoardObjection(BoardObstacle What, int? MemberId = null, int? EntryId = null);

/// <summary>What somebody means to do: what stands against it, and what the draft is to note.</summary>
/// <param name="Act">What it is.</param>
/// <param name="Changes">What is then meant for each entry concerned; null for nothing.</param>
/// <param name="Objections">What stands against it; empty if it can be done.</param>
public sealed record BoardMove(DraftAct Act, IReadOnlyDictionary<int, Intention?> Changes, IReadOnlyList<BoardObjection> Objections);

/// <summary>The acts of planning, each judged over a plan.</summary>
public static class BoardActs
{
    /// <summary>Puts a paper to a date, or gives a talk another one.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="entryId">The paper, by its entry.</param>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="presenters">Who shares it; of a talk that stands, its own do.</param>
    /// <param name="word">Why somebody is to share at two meetings at once.</param>
    public static BoardMove Place(this BoardPlan plan, int entryId, int meetingId, IReadOnlyList<int> presenters, string? word)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(presenters);
        var card = plan.Card(entryId);
        var objections = Against(plan, entryId, needsDate: false).ToList();
        if (card is null || plan.Facts.Held.Contains(entryId))
            return new BoardMove(DraftAct.Placed, Nothing, objections);
        var who = card.Talk?.Presenters ?? (presenters.Count > 0 ? presenters : card.Presenters);
        objections.AddRange(AgainstMeeting(plan, card, meetingId, who));
        if (card.Talk is null && who.Count == 0)
            objections.Add(new BoardObjection(BoardObstacle.Nobody));
        objections.AddRange(who.Where(member => card.Talk is null && !plan.MayShare(member, card.Entry.TrackId)).Select(member => new BoardObjection(BoardObstacle.CannotShare, member)));
        var act = card.IsThere ? DraftAct.Moved : DraftAct.Placed;
        return plan.Judge(act, objections, word, new() { [entryId] = Meant(card, meetingId, who) });
    }

    /// <summary>Lets two change places.</summary>
    public static BoardMove Swap(this BoardPlan plan, int oneId, int otherId, string? word)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (one, other) = (plan.Card(oneId), plan.Card(otherId));
        var objections = Against(plan, oneId, needsDate: true).Concat(Against(plan, otherId, needsDate: true)).Distinct().ToList();
        if (one is null || other is null || objections.Count > 0)
            return new BoardMove(DraftAct.Swapped, Nothing, objections);
        if (one.Entry.TrackId != other.Entry.TrackId)
            objections.Add(new BoardObjection(BoardObstacle.OtherTrack));
        else if (one.MeetingId == other.MeetingId)
            objections.Add(new BoardObjection(BoardObstacle.Same));
        objections.AddRange(new[] { one, other }.Where(card => plan.Meeting(card.MeetingId) is not { } there || !plan.IsToCome(there)).Select(card => new BoardObjection(BoardObstacle.Begun, EntryId: card.Entry.Id)));
        return plan.Judge(DraftAct.Swapped, objections, word, new()
        {
            [oneId] = Meant(one, other.MeetingId, one.Presenters),
            [otherId] = Meant(other, one.MeetingId, other.Presenters),
        });
    }

    /// <summary>Takes something off the board: a talk loses its date, a paper that nobody has is nobody's again.</summary>
    public static BoardMove Unplace(this BoardPlan plan, int entryId)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var card = plan.Card(entryId);
        var objections = Against(plan, entryId, needsDate: true).ToList();
        if (card is { IsOver: false } && plan.HasBegun(card))
            objections.Add(new BoardObjection(BoardObstacle.Begun));
        return new BoardMove(DraftAct.Unplaced, card is null ? Nothing : Noted(new() { [entryId] = Meant(card, null, card.Presenters) }), objections);
    }

    /// <summary>Pins something where it is, or takes the pin off.</summary>
    public static BoardMove Pin(this BoardPlan plan, int entryId, bool on)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var card = plan.Card(entryId);
        var objections = Against(plan, entryId, needsDate: on).Where(objection => objection.What is not BoardObstacle.Pinned).ToList();
        var held = card is null ? null : card.Applies ? card.Intention! : Meant(card, card.MeetingId, card.Presenters);
        return new BoardMove(on ? DraftAct.Pinned : DraftAct.Unpinned, held is null ? Nothing : Noted(new() { [entryId] = held with { IsPinned = on } }), objections);
    }

    /// <summary>Throws the whole draft away.</summary>
    /// <param name="draft">What is meant, by entry.</param>
    public static BoardMove Discard(IReadOnlyDictionary<int, Intention> draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new BoardMove(DraftAct.Discarded, draft.Keys.ToDictionary(entry => entry, _ => (Intention?)null), []);
    }

    /// <summary>What is meant with a card then.</summary>
    internal static Intention Meant(Card card, int? meetingId, IReadOnlyList<int> presenters, PlanReason? reason = null) =>
        new(card.Talk?.Id, card.Talk?.MeetingId, meetingId, presenters, false, reason, null);

    // What would say only what is so already is not noted.
    private static Dictionary<int, Intention?> Noted(Dictionary<int, Intention> meant) => meant.ToDictionary(one => one.Key, one => one.Value.IsIdle ? null : one.Value);

    private static IReadOnlyDictionary<int, Intention?> Nothing { get; } = new Dictionary<int, Intention?>();

    private static IEnumerable<BoardObjection> Against(BoardPlan plan, int entryId, bool needsDate)
    {
        var card = plan.Card(entryId);
        if (plan.Facts.State is TopicState.Closed)
            yield return new BoardObjection(BoardObstacle.Closed);
        if (card is null || plan.Facts.Held.Contains(card.Entry.Id))
            yield return new BoardObjection(BoardObstacle.NoPaper, EntryId: entryId);
        else if (card.IsOver)
            yield return new BoardObjection(BoardObstacle.Over, EntryId: entryId);
        else if (card.IsPinned)
            yield return new BoardObjection(BoardObstacle.Pinned, EntryId: entryId);
        else if (needsDate && card.MeetingId is null)
            yield return new BoardObjection(BoardObstacle.NoDate, EntryId: entryId);
    }

    private static IEnumerable<BoardObjection> AgainstMeeting(BoardPlan plan, Card card, int meetingId, IReadOnlyList<int> presenters)
    {
        if (plan.Meeting(meetingId) is not { } meeting || meeting.TrackId != card.Entry.TrackId)
            yield return new BoardObjection(BoardObstacle.NoMeeting);
        else if (!plan.IsToCome(meeting) || (!card.IsOver && plan.HasBegun(card)))
            yield return new BoardObjection(BoardObstacle.Begun);
        else if (card.MeetingId == meetingId && card.Presenters.SequenceEqual(presenters))
            yield return new BoardObjection(BoardObstacle.Same);
        else if (card.MeetingId != meetingId && plan.At(meetingId).Count() >= plan.Facts.Capacity)
            yield return new BoardObjection(BoardObstacle.Full);
    }

    // Nobody is at two meetings at once, unless somebody says why: the reason stays with the card that it was given for.
    private static BoardMove Judge(this BoardPlan plan, DraftAct act, List<BoardObjection> objections, string? word, Dictionary<int, Intention> meant)
    {
        if (objections.Count > 0)
            return new BoardMove(act, Nothing, objections);
        var after = plan.With(meant.ToDictionary(one => one.Key, one => (Intention?)one.Value));
        var reason = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
        foreach (var entry in meant.Keys.ToList())
        {
            var torn = after.TornApart(entry).ToList();
            if (torn.Count > 0 && reason is null)
                objections.AddRange(torn.Select(member => new BoardObjection(BoardObstacle.AtOnce, member, entry)));
            else if (torn.Count > 0)
                meant[entry] = meant[entry] with { Word = reason };
        }

        return new BoardMove(act, Noted(meant), objections);
    }
}

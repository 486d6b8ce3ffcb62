using Whalepaper.Members.Desk;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Topics.Board;

/// <summary>What somebody should look at on the board.</summary>
public enum BoardProblem
{
    /// <summary>A meeting to come at which nobody shares.</summary>
    Gap,

    /// <summary>More stands at a meeting than it has room for.</summary>
    Crowded,

    /// <summary>Somebody shares at two meetings at once.</summary>
    AtOnce,

    /// <summary>Somebody shares at two meetings so shortly one after the other that they run into each other if a talk runs long.</summary>
    Close,

    /// <summary>Somebody said that they cannot on that day.</summary>
    Away,

    /// <summary>Somebody of the panel that hears a trial talk said that they cannot on that day.</summary>
    PanelAway,

    /// <summary>Somebody has more talks in the topic than one may have.</summary>
    TooMany,

    /// <summary>Nobody confirmed a talk that is soon to come.</summary>
    Unconfirmed,

    /// <summary>The meeting does not take place, or began before the draft was published.</summary>
    NoMeeting,

    /// <summary>Somebody who was to share it cannot any more.</summary>
    CannotShare,

    /// <summary>Somebody took the paper since the draft was drawn.</summary>
    Taken,

    /// <summary>The talk was taken back or called off since the draft was drawn.</summary>
    Gone,

    /// <summary>The talk got another date since the draft was drawn.</summary>
    MovedMeanwhile,

    /// <summary>The talk's hour came since the draft was drawn.</summary>
    Begun,
}

/// <summary>A problem, and where it shows.</summary>
/// <param name="What">What it is.</param>
/// <param name="EntryId">On which card; null for a meeting's.</param>
/// <param name="MeetingId">At which meeting.</param>
/// <param name="MemberId">Whom it concerns.</param>
/// <param name="OtherId">The other card that it is about, by its entry.</param>
public sealed record BoardWarning(BoardProblem What, int? EntryId = null, int? MeetingId = null, int? MemberId = null, int? OtherId = null)
{
    /// <summary>Whether the draft cannot be published with it: the world changed since it was drawn.</summary>
    public bool Stops => What is BoardProblem.NoMeeting or BoardProblem.CannotShare or BoardProblem.Taken or BoardProblem.Gone or BoardProblem.MovedMeanwhile or BoardProblem.Begun or BoardProblem.Crowded;
}

/// <summary>The rules by which problems of a plan are found: the one place that knows them.</summary>
public static class BoardWarnings
{
    /// <summary>All problems of a plan.</summary>
    public static IReadOnlyList<BoardWarning> Warnings(this BoardPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Facts.Meetings.Where(plan.IsToCome).SelectMany(meeting => OfMeeting(plan, meeting)), .. plan.Cards.SelectMany(card => OfCard(plan, card)), .. plan.Adrift.Select(OfAdrift)];
    }

    /// <summary>What the world changed under a draft, so that it cannot be published as it is.</summary>
    public static IReadOnlyList<BoardWarning> Obstacles(this BoardPlan plan) => [.. plan.Warnings().Where(warning => warning.Stops && IsOfDraft(plan, warning)), .. Unforced(plan)];

    private static IEnumerable<BoardWarning> OfMeeting(BoardPlan plan, BoardMeeting meeting)
    {
        var count = plan.At(meeting.Id).Count();
        if (count == 0)
            yield return new BoardWarning(BoardProblem.Gap, MeetingId: meeting.Id);
        else if (count > plan.Facts.Capacity)
            yield return new BoardWarning(BoardProblem.Crowded, MeetingId: meeting.Id);
    }

    private static IEnumerable<BoardWarning> OfCard(BoardPlan plan, Card card)
    {
        var entry = card.Entry.Id;
        if (plan.HasBegun(card))
        {
            if (card.IsChanged)
                yield return new BoardWarning(BoardProblem.Begun, entry, card.Talk!.MeetingId);
            yield break;
        }

        if (card is { Talk: not null, Applies: true } && card.Intention!.FromMeetingId != card.Talk.MeetingId)
            yield return new BoardWarning(BoardProblem.MovedMeanwhile, entry, card.MeetingId);
        var over = card.Presenters.Where(member => plan.Of(member).Count() > plan.Facts.Most).Select(member => new BoardWarning(BoardProblem.TooMany, entry, card.MeetingId, member));
        var gone = card.Talk is null ? card.Presenters.Where(member => !plan.MayShare(member, card.Entry.TrackId)).Select(member => new BoardWarning(BoardProblem.CannotShare, entry, card.MeetingId, member)) : [];
        foreach (var warning in over.Concat(gone))
            yield return warning;
        if (card.MeetingId is null)
            yield break;
        if (plan.Meeting(card.MeetingId) is not { } meeting || (card.IsChanged && !plan.IsToCome(meeting)))
        {
            yield return new BoardWarning(BoardProblem.NoMeeting, entry, card.MeetingId);
            yield break;
        }

        if (!plan.IsToCome(meeting))
            yield break;
        if (card.Talk is { State: TalkState.Claimed } && !card.IsChanged && meeting.StartsAt - plan.Facts.Now < DeskQueries.Soon)
            yield return new BoardWarning(BoardProblem.Unconfirmed, entry, meeting.Id);
        foreach (var warning in card.Presenters.SelectMany(member => OfPresenter(plan, card, meeting, member)))
            yield return warning;
        // Without their names: who sits on a panel is not for everybody of the committee to read.
        if (card.Talk is { IsAhead: true, Panel: { } panel } && panel.Any(member => plan.IsAway(member, meeting)))
            yield return new BoardWarning(BoardProblem.PanelAway, card.Entry.Id, meeting.Id);
    }

    private static IEnumerable<BoardWarning> OfPresenter(BoardPlan plan, Card card, BoardMeeting meeting, int member)
    {
        var (other, how) = plan.Nearest(member, meeting, card.Entry.Id);
        if (how is not Nearness.Apart)
            yield return new BoardWarning(how is Nearness.AtOnce ? BoardProblem.AtOnce : BoardProblem.Close, card.Entry.Id, meeting.Id, member, other?.Entry.Id);
        if (plan.IsAway(member, meeting))
            yield return new BoardWarning(BoardProblem.Away, card.Entry.Id, meeting.Id, member);
    }

    private static BoardWarning OfAdrift(Card card) => new(card.Talk is null ? BoardProblem.Gone : BoardProblem.Taken, card.Entry.Id, card.Intention!.MeetingId);

    private static bool IsOfDraft(BoardPlan plan, BoardWarning warning) =>
        warning.EntryId is { } entry ? plan.Card(entry)?.Intention is not null : plan.At(warning.MeetingId!.Value).Any(card => card.IsChanged);

    // A claim since may have made a clash that nobody gave a reason for. One reason is enough for two cards.
    private static IEnumerable<BoardWarning> Unforced(BoardPlan plan) =>
        from card in plan.Cards
        where card is { IsChanged: true, Intention.Word: null, IsOver: false } && plan.Meeting(card.MeetingId) is not null
        from member in card.Presenters
        where plan.Near(member, plan.Meeting(card.MeetingId)!, card.Entry.Id).Any(one => one.How is Nearness.AtOnce && one.Other is not { Applies: true, Intention.Word: not null })
        select new BoardWarning(BoardProblem.AtOnce, card.Entry.Id, card.MeetingId, member);
}

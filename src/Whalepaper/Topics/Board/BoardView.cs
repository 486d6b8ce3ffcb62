using NodaTime;
using Whalepaper.Members;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Board;

/// <summary>A week of the board with its meetings.</summary>
public sealed record WeekOfBoard(LocalDate Monday, IReadOnlyList<BoardMeeting> Meetings);

/// <summary>What the page of the board shows.</summary>
public sealed class BoardView
{
    private readonly ILookup<int?, BoardWarning> _ofCards;

    /// <summary>Arranges it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="next">The number that the next release will have.</param>
    /// <param name="thisMonday">The Monday of this week.</param>
    public BoardView(BoardPlan plan, PlanDraft draft, int next, LocalDate thisMonday)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (Plan, Draft, NextRelease, Warnings) = (plan, draft, next, plan.Warnings());
        _ofCards = Warnings.ToLookup(warning => warning.EntryId);
        var weeks = plan.Facts.Meetings.GroupBy(meeting => meeting.Week).OrderBy(week => week.Key)
            .Select(week => new WeekOfBoard(week.Key, [.. week.OrderBy(meeting => TrackPlace(meeting.TrackId)).ThenBy(meeting => meeting.StartsAt)])).ToList();
        (Past, Weeks) = ([.. weeks.Where(week => week.Monday < thisMonday)], [.. weeks.Where(week => week.Monday >= thisMonday)]);
    }

    /// <summary>The plan.</summary>
    public BoardPlan Plan { get; }

    /// <summary>The draft.</summary>
    public PlanDraft Draft { get; }

    /// <summary>The number that the next release will have.</summary>
    public int NextRelease { get; }

    /// <summary>All problems.</summary>
    public IReadOnlyList<BoardWarning> Warnings { get; }

    /// <summary>The weeks that are over.</summary>
    public IReadOnlyList<WeekOfBoard> Past { get; }

    /// <summary>This week and those to come.</summary>
    public IReadOnlyList<WeekOfBoard> Weeks { get; }

    /// <summary>Whether nothing is planned any more.</summary>
    public bool IsClosed => Plan.Facts.State is TopicState.Closed;

    /// <summary>Where the board's commands go.</summary>
    public string Path => $"/topics/{Plan.Facts.Number}/board";

    /// <summary>How many talks publishing would change.</summary>
    public int Changes => Plan.Cards.Count(card => card.IsChanged);

    /// <summary>The problems of a card.</summary>
    public IEnumerable<BoardWarning> Of(Card card) => _ofCards[card.Entry.Id];

    /// <summary>The problems of a meeting, besides those of its cards.</summary>
    public IEnumerable<BoardWarning> Of(BoardMeeting meeting) => _ofCards[null].Where(warning => warning.MeetingId == meeting.Id);

    /// <summary>The place of a track among those of the topic, from 0.</summary>
    public int TrackPlace(int trackId) => Plan.Facts.Tracks.Index().FirstOrDefault(track => track.Item.Id == trackId).Index;

    /// <summary>A member as the pages show one.</summary>
    public PersonSign Person(int memberId) => Plan.Member(memberId) is { } member ? MemberSigns.Sign(member.Name, member.Handle) : new PersonSign("?");
}

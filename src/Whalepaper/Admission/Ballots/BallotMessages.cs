using Whalepaper.Improving.Retrospectives;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Admission.Ballots;

/// <summary>The kinds of deliveries about ballots and elections. None of them tells a choice, and none a running count.</summary>
public static class BallotMessages
{
    /// <summary>To all who may vote: a ballot is open; where it got more time, to those who have not voted.</summary>
    public const string Call = "ballot-call";

    /// <summary>To those who have not voted: a ballot is about to close.</summary>
    public const string Reminder = "ballot-reminder";

    /// <summary>To the committee: a ballot on an application is over.</summary>
    public const string Closed = "ballot-closed";

    /// <summary>To the panel, or else the committee: somebody waits for the answer that follows a ballot.</summary>
    public const string Answer = "ballot-answer";

    /// <summary>To the inner group: an election was called, or is over.</summary>
    public const string Election = "election-news";

    /// <summary>To the organizer: the committee's term is over.</summary>
    public const string Term = "election-due";

    /// <summary>Whether nobody is shown whom it reached: a delivery to somebody, or one that became pointless, tells whether they had voted, or answered.</summary>
    /// <param name="kind">See <see cref="Delivery.Kind"/>.</param>
    public static bool IsUndisclosed(string kind) => kind is Call or Reminder or RetrospectiveMessages.Call or RetrospectiveMessages.Reminder;

    /// <summary>The deliveries that may be listed and counted.</summary>
    public static IQueryable<Delivery> Disclosed(this IQueryable<Delivery> deliveries) => deliveries.Where(d => d.Kind != Call && d.Kind != Reminder && d.Kind != RetrospectiveMessages.Call && d.Kind != RetrospectiveMessages.Reminder);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Reminders;

/// <summary>The kinds of deliveries that follow from talks and meetings, and what stands in their rows.</summary>
public static class ReminderKinds
{
    /// <summary>To a presenter: their talk comes, and what is missing.</summary>
    public const string Talk = "talk-reminder";

    /// <summary>To the committee: nobody said yet that a talk takes place.</summary>
    public const string Unconfirmed = "talk-unconfirmed";

    /// <summary>To the standby: nobody said yet that a talk takes place.</summary>
    public const string Standby = "talk-standby";

    /// <summary>To the standby: a presenter is not there, and the hour has come.</summary>
    public const string Call = "standby-call";

    /// <summary>To the committee: a talk is near and not prepared.</summary>
    public const string Unready = "talk-unready";

    /// <summary>To whoever follows a track: its meeting comes.</summary>
    public const string Meeting = "meeting-reminder";

    /// <summary>To a presenter: what somebody else did with their talk, or that its meeting is at another hour or does not take place.</summary>
    public const string News = "talk-news";

    /// <summary>To the committee: what it may have to do something about.</summary>
    public const string CommitteeNews = "committee-news";

    /// <summary>To whoever was reminded of it and does not present at it: a meeting is at another hour, or does not take place.</summary>
    public const string MeetingNews = "meeting-news";

    /// <summary>To whom a talk is offered.</summary>
    public const string Offer = "talk-offer";

    /// <summary>To whoever follows its tracks: a plan was published, or a topic opens.</summary>
    public const string Plan = "plan";

    /// <summary>To a chat: what is shared this week.</summary>
    public const string Week = "week";

    /// <summary>What the planner keeps in step with the calendar.</summary>
    internal static readonly string[] Planned = [Talk, Unconfirmed, Standby, Unready, Meeting, Plan, BallotMessages.Reminder, BallotMessages.Answer, BallotMessages.Term, AdmissionNews.ExpiryKind, AdmissionNews.TrialKind, RetrospectiveMessages.Reminder];

    /// <summary>What the occasions of everything about one talk begin with.</summary>
    /// <param name="talkId">The talk's number.</param>
    public static string OccasionsOf(int talkId) => string.Create(CultureInfo.InvariantCulture, $"talk:{talkId}:");

    /// <summary>The occasion of a change of a meeting.</summary>
    /// <param name="meetingId">The meeting's number.</param>
    /// <param name="change">Which of its changes: its sequence.</param>
    public static string ChangeOf(int meetingId, int change) => string.Create(CultureInfo.InvariantCulture, $"meeting:{meetingId}:change:{change}");

    /// <summary>All deliveries about one talk, found by the index of occasions.</summary>
    /// <param name="deliveries">Of which.</param>
    /// <param name="talkId">The talk's number.</param>
    [SuppressMessage("Globalization", "CA1309", Justification = "The database compares, by its own collation; a form that names a comparison it cannot be asked.")]
    public static IQueryable<Delivery> OfTalk(this IQueryable<Delivery> deliveries, int talkId)
    {
        // A pattern is not looked up in an index by every engine, a range is. What follows the prefix is a word whose first letter comes before this one in the alphabet of every
        // collation; whatever else a collation sorts in between, the pattern leaves out.
        var prefix = OccasionsOf(talkId);
        var past = prefix + "v";
        return deliveries.Where(d => string.Compare(d.Occasion, prefix) >= 0 && string.Compare(d.Occasion, past) < 0 && d.Occasion.StartsWith(prefix));
    }

    /// <summary>Whether something newer about the same lies there for the same reader on the same way, so that this one need not be told.</summary>
    /// <param name="deliveries">All.</param>
    /// <param name="delivery">This one.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<bool> IsRepeatedAsync(this IQueryable<Delivery> deliveries, Delivery delivery, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return deliveries.AnyAsync(d => d.Recipient == delivery.Recipient && d.Id > delivery.Id && d.Channel == delivery.Channel && d.Kind == delivery.Kind && d.About == delivery.About && d.State != DeliveryState.Dropped, cancellation);
    }
}

/// <summary>What a reminder's row says of what it is about.</summary>
/// <param name="Id">The number of the talk or meeting.</param>
/// <param name="Rung">Which reminder it is.</param>
/// <param name="StartsAt">The hour that it reminds of: should that be another one by then, it has nothing to say.</param>
public sealed record ReminderAbout(int Id, string Rung, Instant StartsAt)
{
    /// <summary>As the row keeps it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}:{Rung}:{StartsAt.ToUnixTimeMilliseconds()}");

    /// <summary>Reads what a row keeps; null where it is none.</summary>
    public static ReminderAbout? Of(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return (delivery.About ?? "").Split(':') is [var id, var rung, var at] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            ? new ReminderAbout(number, rung, Instant.FromUnixTimeMilliseconds(milliseconds)) : null;
    }
}

using NodaTime;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Reminders;

/// <summary>A delivery that there should be, as things stand.</summary>
/// <param name="Occasion">What causes it.</param>
/// <param name="MemberId">For whom.</param>
/// <param name="Channel">The way.</param>
/// <param name="Kind">See <see cref="ReminderKinds"/>.</param>
/// <param name="About">What it is about.</param>
/// <param name="Due">When.</param>
/// <param name="Until">When it becomes pointless.</param>
/// <param name="TrackId">The track that it concerns.</param>
public sealed record WantedReminder(string Occasion, int MemberId, string Channel, string Kind, string About, Instant Due, Instant Until, int TrackId)
{
    /// <summary>By what the database tells it from others.</summary>
    public (string Occasion, string Recipient, string Channel) Key => (Occasion, Recipient.Member(MemberId).Key, Channel);

    /// <summary>Whether its time passed without the program being there to send it.</summary>
    public bool IsMissed(Instant now) => Until <= now;

    /// <summary>The row.</summary>
    public Delivery ToDelivery(Instant now) => Delivery.Of(Occasion, Recipient.Member(MemberId), Channel, Kind, About, Due, Until, now);
}

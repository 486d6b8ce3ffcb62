using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Admission;

/// <summary>Tells who applies what became of it, and the committee what waits for it: the moment that it is saved, whoever saves it.</summary>
internal sealed class AdmissionNews(IClock clock) : ISequel
{
    /// <summary>The kind of deliveries to who applies. They come in any case.</summary>
    public const string Kind = "admission-news";

    /// <summary>The kind of deliveries to the committee.</summary>
    public const string DeskKind = "admission-desk";

    /// <summary>The kind of reminders to a candidate that their candidacy is about to expire. They come in any case.</summary>
    public const string ExpiryKind = "admission-expiry";

    /// <summary>The kind of reminders to a panel that its candidate's trial talk comes.</summary>
    public const string TrialKind = "trial-reminder";

    /// <summary>How long news is worth telling.</summary>
    public static readonly Duration Lasts = Duration.FromDays(7);

    /// <summary>What who applies is told of. That they applied, or took it back, they know.</summary>
    internal static readonly ApplicationStepKind[] ToApplicant =
    [
        ApplicationStepKind.Accepted, ApplicationStepKind.Planned, ApplicationStepKind.Unplanned, ApplicationStepKind.BallotOpened, ApplicationStepKind.WentOn, ApplicationStepKind.Promoted, ApplicationStepKind.Declined,
        ApplicationStepKind.Expired,
    ];

    // What waits for the committee.
    private static readonly ApplicationStepKind[] toCommittee = [ApplicationStepKind.Applied, ApplicationStepKind.Recorded];

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Not only what was changed at first: a ballot that opens, and somebody who is let in, follow from other changes.
        var steps = db.ChangeTracker.Entries<ApplicationStep>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity)
            .Where(step => ToApplicant.Contains(step.Kind) || toCommittee.Contains(step.Kind)).ToList();
        var messages = db.ChangeTracker.Entries<ApplicationMessage>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).ToList();
        var invited = db.ChangeTracker.Entries<Application>().Where(entry => entry is { State: EntityState.Added, Entity.InvitedById: not null }).Select(entry => entry.Entity).ToList();
        return steps.Count + messages.Count + invited.Count == 0 ? null : cancellation => TellAsync(db, steps, messages, invited, cancellation);
    }

    /// <summary>Something that is told about an application.</summary>
    /// <param name="applicationId">Its database number.</param>
    /// <param name="kind">The kind of the deliveries.</param>
    /// <param name="about">What of it.</param>
    /// <param name="members">Whom: their database numbers.</param>
    /// <param name="now">The present.</param>
    internal static Telling Of(int applicationId, string kind, string about, IEnumerable<int> members, Instant now) =>
        new(kind, string.Create(CultureInfo.InvariantCulture, $"application:{applicationId}:{about}"), about, [.. members], now + Lasts);

    private async Task TellAsync(WhalepaperDb db, List<ApplicationStep> steps, List<ApplicationMessage> messages, List<Application> invited, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        int[] ids = [.. steps.Select(step => step.ApplicationId).Concat(messages.Select(message => message.ApplicationId)).Distinct()];
        var applicants = await db.Applications.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).Select(a => new { a.Id, a.MemberId }).ToDictionaryAsync(a => a.Id, a => a.MemberId, cancellation);
        var committee = await db.JudgesOfAsync(ids, cancellation);
        var seats = await db.PanelSeats.AsNoTracking().Where(seat => EF.Parameter(ids).Contains(seat.ApplicationId)).Select(seat => new { seat.ApplicationId, seat.MemberId }).ToListAsync(cancellation);
        var panels = seats.ToLookup(seat => seat.ApplicationId, seat => seat.MemberId);
        List<Telling> tellings = invited.ConvertAll(a => Of(a.Id, Kind, Numbered("invited", a.Id), [a.MemberId], now));
        foreach (var step in steps)
        {
            if (toCommittee.Contains(step.Kind))
                tellings.Add(Of(step.ApplicationId, DeskKind, Numbered("step", step.Id), committee[step.ApplicationId], now));
            else if (step.ById != applicants[step.ApplicationId])
                tellings.Add(Of(step.ApplicationId, Kind, Numbered("step", step.Id), [applicants[step.ApplicationId]], now));
        }

        foreach (var message in messages)
        {
            var (of, about) = (message.ApplicationId, Numbered("message", message.Id));
            tellings.Add(message.ById != applicants[of] ? Of(of, Kind, about, [applicants[of]], now) : Of(of, DeskKind, about, panels.Contains(of) ? panels[of] : committee[of], now));
        }

        await db.WriteAsync(tellings, now, cancellation);
    }

    private static string Numbered(string what, int id) => string.Create(CultureInfo.InvariantCulture, $"{what}:{id}");
}

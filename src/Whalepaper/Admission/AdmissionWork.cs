using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Settings;

namespace Whalepaper.Admission;

/// <summary>What in admission happens by the clock: ballots close, elections go from standing to voting, candidates of whom nothing comes expire.</summary>
public sealed partial class AdmissionWork(WhalepaperDb db, BallotChanges ballots, BallotSeal seal, IClock clock, ILogger<AdmissionWork> logger)
{
    /// <summary>Does what is due.</summary>
    /// <returns>When something is due next; null if nothing is in sight.</returns>
    public async Task<Instant?> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var id in await db.Ballots.Where(ballot => ballot.ClosedAt == null && ballot.ClosesAt <= now).OrderBy(ballot => ballot.ClosesAt).Select(ballot => ballot.Id).ToListAsync(cancellation))
        {
            try
            {
                await ballots.CloseAsync(id, now, cancellation);
            }
            catch (CryptographicException lost) when (!lost.IsOutage())
            {
                // Whose key is gone cannot be counted by anybody, and holds up no other.
                Unreadable(lost, id);
            }

            db.ChangeTracker.Clear();
        }

        await ElectionsAsync(now, cancellation);
        await ExpireAsync(now, cancellation);
        var closes = await db.Ballots.Where(ballot => ballot.ClosedAt == null && ballot.ClosesAt > now).MinAsync(ballot => (Instant?)ballot.ClosesAt, cancellation);
        var opens = await db.Elections.Where(election => election.Runs == true && election.BallotId == null).MinAsync(election => (Instant?)election.StandUntil, cancellation);
        return closes is { } one && opens is { } other ? Instant.Min(one, other) : closes ?? opens;
    }

    // Nobody stands, or too few may vote: then there is nothing to decide, and it ends.
    private async Task ElectionsAsync(Instant now, CancellationToken cancellation)
    {
        if (await db.Elections.Include(e => e.Candidacies).SingleOrDefaultAsync(e => e.Runs == true && e.BallotId == null && e.StandUntil <= now, cancellation) is not { } election)
            return;
        if (await db.BallotOnAsync(election, now, cancellation) is { } ballot)
        {
            new BallotChanges(db, seal).Open(ballot);
            election.Ask(ballot, now);
        }
        else
        {
            election.End(now);
        }

        await SaveAsync(cancellation);
    }

    private async Task ExpireAsync(Instant now, CancellationToken cancellation)
    {
        var since = now - Duration.FromDays((int)SettingsCatalogue.ApplicationDays.Of(await db.SettingsAsync(cancellation)));
        var idle = await db.Applications.Include(a => a.Member)
            .Where(a => a.State == ApplicationState.Candidate && a.StateSince < since && !db.ApplicationMessages.Any(m => m.ApplicationId == a.Id && m.At >= since)).ToListAsync(cancellation);
        foreach (var application in idle)
        {
            application.Expire(now);
            db.Add(new AuditEntry(AuditActs.ApplicationExpired, null, application.MemberId, Application.SubjectOf(application.Id), null, null, now));
        }

        await SaveAsync(cancellation);
    }

    [LoggerMessage(LogLevel.Error, "Ballot {Id} is over and cannot be counted, since the key to it is gone. The organizer calls it off.")]
    private partial void Unreadable(Exception exception, int id);

    // Another copy of the program may have done it at the same moment, or somebody acted: the next look sees it.
    private async Task SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException lost) when (lost.IsLostRace())
        {
        }

        db.ChangeTracker.Clear();
    }
}

/// <summary>Does it: at the start, when something is due, and when something changed.</summary>
internal sealed partial class AdmissionClock(IServiceScopeFactory scopes, IClock clock, TimeProvider time, ILogger<AdmissionClock> logger) : RecurringWork(time, TimeSpan.FromSeconds(5)), IChangeListener
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    protected override TimeSpan Calm => TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Admission))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var next = await scope.ServiceProvider.GetRequiredService<AdmissionWork>().RunAsync(stop);
        // A little later than due, so that it is.
        var rest = next is { } due ? (due - clock.GetCurrentInstant()).ToTimeSpan() + TimeSpan.FromMilliseconds(50) : longest;
        return rest < TimeSpan.Zero ? TimeSpan.FromSeconds(1) : rest < longest ? rest : longest;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Ballots and applications could not be looked after.")]
    protected override partial void Failed(Exception exception);
}

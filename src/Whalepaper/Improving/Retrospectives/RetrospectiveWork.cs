using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Settings;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>What in looking back happens by the clock: it closes, and, where the group set it so, opens when a topic is over.</summary>
public sealed partial class RetrospectiveWork(WhalepaperDb db, RetrospectiveChanges changes, IClock clock, ILogger<RetrospectiveWork> logger)
{
    // A topic that was over long before somebody set it so is not looked back on by itself.
    private static readonly Duration recently = Duration.FromDays(14);

    /// <summary>Does what is due.</summary>
    /// <returns>When something is due next; null if nothing is in sight.</returns>
    public async Task<Instant?> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var id in await db.Retrospectives.Where(r => r.ClosedAt == null && r.ClosesAt <= now).OrderBy(r => r.ClosesAt).Select(r => r.Id).ToListAsync(cancellation))
        {
            try
            {
                await changes.CloseAsync(id, now, cancellation);
            }
            catch (CryptographicException lost) when (!lost.IsOutage())
            {
                // Whose key is gone cannot be counted by anybody, and holds up no other.
                Unreadable(lost, id);
            }

            db.ChangeTracker.Clear();
        }

        await OpenAsync(now, cancellation);
        return await db.Retrospectives.Where(r => r.ClosedAt == null && r.ClosesAt > now).MinAsync(r => (Instant?)r.ClosesAt, cancellation);
    }

    private async Task OpenAsync(Instant now, CancellationToken cancellation)
    {
        var settings = await db.SettingsAsync(cancellation);
        if (!SettingsCatalogue.RetrospectiveOpens.Of(settings) || await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.ZoneId).SingleOrDefaultAsync(cancellation) is not { } zone)
            return;
        var today = now.InZone(OwnZone.Of(zone, DateTimeZone.Utc)).Date;
        // What the committee called off it opens again itself, if it wants to.
        var calledOff = await db.AuditEntries.Where(e => e.Act == AuditActs.RetrospectiveCalledOff).Select(e => e.Subject).ToListAsync(cancellation);
        var over = (await db.OverTopics(now, today, recently).Where(t => !db.Retrospectives.Any(r => r.TopicId == t.Id)).Select(t => new { t.Id, t.Number }).ToListAsync(cancellation))
            .FindAll(t => !calledOff.Contains(Retrospective.SubjectOf(t.Number), StringComparer.Ordinal));
        if (over.Count == 0)
            return;
        var invited = await db.InnerMembers().OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
        if (invited.Count < Retrospective.LeastAnswers)
            return;
        var closes = now + Duration.FromDays((int)SettingsCatalogue.RetrospectiveDays.Of(settings));
        foreach (var topic in over)
        {
            changes.Open(new Retrospective(topic.Id, invited, closes, null, now));
            db.Add(new AuditEntry(AuditActs.RetrospectiveOpened, null, null, Retrospective.SubjectOf(topic.Number), null, null, now));
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException lost) when (lost.IsLostRace())
        {
            // Another copy of the program did it at the same moment.
        }

        db.ChangeTracker.Clear();
    }

    [LoggerMessage(LogLevel.Error, "The look back {Id} is over and cannot be counted, since the key to its answers is gone. The committee calls it off.")]
    private partial void Unreadable(Exception exception, int id);
}

/// <summary>Does it: at the start, when something is due, and when something changed.</summary>
internal sealed partial class RetrospectiveClock(IServiceScopeFactory scopes, IClock clock, TimeProvider time, ILogger<RetrospectiveClock> logger) : RecurringWork(time, TimeSpan.FromSeconds(8)), IChangeListener
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    protected override TimeSpan Calm => TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Improving) || tags.Contains(ChangeTags.Topics))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var next = await scope.ServiceProvider.GetRequiredService<RetrospectiveWork>().RunAsync(stop);
        // A little later than due, so that it is.
        var rest = next is { } due ? (due - clock.GetCurrentInstant()).ToTimeSpan() + TimeSpan.FromMilliseconds(50) : longest;
        return rest < TimeSpan.Zero ? TimeSpan.FromSeconds(1) : rest < longest ? rest : longest;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Looks back could not be looked after.")]
    protected override partial void Failed(Exception exception);
}

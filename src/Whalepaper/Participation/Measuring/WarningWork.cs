using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Settings;

namespace Whalepaper.Participation.Measuring;

/// <summary>
/// Warns, once in a topic, who would be called low with nothing more done and can still come through. It follows from the data: whoever is warned is worked out anew each time, and the database holds that
/// nobody is warned twice, whichever copy of the program does it. Who is on leave is left in peace until they are back; and whom the word never reached, since there was nothing to say any more when it was
/// to go out, was not warned.
/// </summary>
internal sealed class WarningWork(WhalepaperDb db, IClock clock)
{
    private const int AtOnce = 200;
    private static readonly Duration lasts = Duration.FromDays(7);

    /// <summary>Looks at the topics that go on.</summary>
    /// <returns>How many were warned.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        // Usually one topic goes on; an older one that nobody closed is no news.
        var settings = await db.SettingsAsync(cancellation);
        var frames = await TopicFrames.ReadAsync(db, null, 1, now, cancellation, settings);
        if (frames.All is not [{ IsOver: false } frame, ..])
            return 0;
        await TakeBackUnheardAsync(frame, cancellation);
        var urgent = new HashSet<int>();
        await foreach (var stretch in db.RollStretchesAsync(frames, null, cancellation))
            urgent.UnionWith(stretch[0].Where(line => line.WarnedAt is null && line.Meter.IsUrgent).Select(line => line.MemberId));
        if (urgent.Count > 0)
            urgent.ExceptWith(await db.OnLeave(frames.Zone, now).ToListAsync(cancellation));
        if (urgent.Count == 0)
            return 0;
        var quiet = ReminderLadder.Quiet(settings);
        var warned = 0;
        foreach (var some in urgent.Chunk(AtOnce))
            warned += await WarnAsync(frame, some, quiet, frames.Zone, now, cancellation);
        return warned;
    }

    // Should they fall back, they are warned as if it was the first time; for them it is.
    private async Task TakeBackUnheardAsync(TopicFrame frame, CancellationToken cancellation)
    {
        var (topic, about) = (frame.Id, frame.Id.ToString(CultureInfo.InvariantCulture));
        var told = db.Deliveries.Where(d => d.Kind == ParticipationMessages.Warning && d.About == about);
        var unheard = db.MeterWarnings.Where(w => w.TopicId == topic
            && told.Any(d => d.MemberId == w.MemberId && d.At == w.At && d.Channel == ChannelNames.Inbox && d.State == DeliveryState.Dropped)
            && !told.Any(d => d.MemberId == w.MemberId && d.At == w.At && (d.State == DeliveryState.Sent || d.State == DeliveryState.Sending)));
        // A letter that waits for a mail server goes with it: else two would lie there.
        await told.Where(d => d.State == DeliveryState.Waiting && unheard.Any(w => w.MemberId == d.MemberId && w.At == d.At)).ExecuteDeleteAsync(cancellation);
        await unheard.ExecuteDeleteAsync(cancellation);
    }

    private async Task<int> WarnAsync(TopicFrame frame, int[] members, QuietHours quiet, DateTimeZone group, Instant now, CancellationToken cancellation)
    {
        var ways = await new MessagePreferences(db).WantedAsync(ParticipationMessages.Warning, members, null, cancellation);
        var zones = await db.Members.AsNoTracking().Where(m => EF.Parameter(members).Contains(m.Id)).Select(m => new { m.Id, m.ZoneId }).ToDictionaryAsync(m => m.Id, m => m.ZoneId, cancellation);
        // That it happens once, the warning holds; one that nobody heard leaves its letter behind.
        var (occasion, about) = (string.Create(CultureInfo.InvariantCulture, $"participation:{frame.Id}:warning:{now.ToUnixTimeMilliseconds()}"), frame.Id.ToString(CultureInfo.InvariantCulture));
        foreach (var member in members)
        {
            db.Add(new MeterWarning(frame.Id, member, now));
            // Nobody is woken for it: it has days.
            var due = Instant.Max(quiet.Shift(now, now + lasts, OwnZone.Of(zones.GetValueOrDefault(member), group)), now);
            if (ways[member].Inbox)
                db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Inbox, ParticipationMessages.Warning, about, due, now + lasts, now));
            if (ways[member].Mail)
                db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Mail, ParticipationMessages.Warning, about, due, now + lasts, now));
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return members.Length;
        }
        catch (DbUpdateException lost) when (lost.IsLostRace())
        {
            // Another copy warned some of them at the same moment: the next look finds who is left.
            return 0;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}

/// <summary>Does it: at the start, and several times a day. What makes a warning due is time that passes, and meetings that are over.</summary>
internal sealed partial class WarningClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<WarningClock> logger) : RecurringWork(time, TimeSpan.FromSeconds(30))
{
    private static readonly TimeSpan rest = TimeSpan.FromHours(3);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WarningWork>().RunAsync(stop);
        return rest;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "It could not be worked out who is to be warned.")]
    protected override partial void Failed(Exception exception);
}

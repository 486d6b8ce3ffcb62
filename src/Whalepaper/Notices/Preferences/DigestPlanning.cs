using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Preferences;

/// <summary>
/// Writes down whose digest is due: those at whose place it is eight in the morning and in whose inbox something lies unread since before that no digest told of.
/// The database finds them, some hundreds at a time; several copies of the program may do so at once, for nobody has two of one day.
/// </summary>
public static class DigestPlanning
{
    /// <summary>The hour at which digests are sent, by the clock of who reads them.</summary>
    public static readonly LocalTime Hour = new(8, 0);

    /// <summary>How long a digest is worth sending.</summary>
    public static readonly Duration Lasts = Duration.FromHours(20);

    /// <summary>How far back the first one looks; each other one begins where the last one ended.</summary>
    public static readonly Duration Back = Duration.FromDays(7);

    // After a long pause of the program a digest is still made up for, but not in the evening.
    private static readonly LocalTime latest = new(19, 0);

    // A digest of today is younger than that at the latest hour, one of yesterday older at the first: also on a day of 23 or 25 hours.
    private static readonly Duration same = Duration.FromHours(12);

    private const int AtOnce = 500;

    /// <summary>Writes them down.</summary>
    /// <param name="db">The database.</param>
    /// <param name="usual">The zone of those who named none.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> PlanDigestsAsync(this WhalepaperDb db, DateTimeZone usual, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(usual);
        var zones = await (from choice in db.DigestChoices join member in db.Members on choice.MemberId equals member.Id where member.LeftAt == null select member.ZoneId ?? "").Distinct().ToListAsync(cancellation);
        var today = zones.Select(zone => (Zone: zone, Day: DayOf(zone, usual, now))).Where(one => one.Day is not null).ToDictionary(one => one.Zone, one => one.Day!, StringComparer.Ordinal);
        if (today.Count == 0)
            return 0;
        var written = 0;
        for (var (last, count) = (0, AtOnce); count == AtOnce;)
        {
            var found = await NextAsync(db, today, last, now, cancellation);
            count = found.Count;
            last = count > 0 ? found[^1].Id : last;
            // What came after eight o'clock is told of at the next one.
            var batch = found.Where(one => one.Oldest <= today[one.Zone].At).Select(one => Write(one, today[one.Zone].Date, now)).ToList();
            db.AddRange(batch);
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException failure) when (failure.IsLostRace())
            {
                // Another copy does it.
                db.ChangeTracker.Clear();
                return written;
            }

            db.ChangeTracker.Clear();
            written += batch.Count;
        }

        return written;
    }

    // The day of somebody's digest, if it is time for it at their place.
    private static Morning? DayOf(string zone, DateTimeZone usual, Instant now)
    {
        var there = now.InZone(OwnZone.Of(zone, usual));
        return there.TimeOfDay >= Hour && there.TimeOfDay < latest ? new Morning(there.Date, (there.Date + Hour).InZoneLeniently(there.Zone).ToInstant()) : null;
    }

    private static Task<List<Due>> NextAsync(WhalepaperDb db, Dictionary<string, Morning> today, int last, Instant now, CancellationToken cancellation)
    {
        var daily = today.Keys.ToArray();
        var weekly = today.Where(zone => zone.Value.Date.DayOfWeek is IsoDayOfWeek.Monday).Select(zone => zone.Key).ToArray();
        var (recent, since) = (now - same, now - Back);
        // What lies unread and no digest told of. A week after the last one is a few minutes too late to look back a week.
        var digests = db.Deliveries.Where(d => d.Kind == DigestSpan.Kind && d.State != DeliveryState.Dropped);
        var untold = db.InboxItems.Where(i => i.ReadAt == null && (i.At > since || digests.Any(d => d.MemberId == i.MemberId)) && !digests.Any(d => d.MemberId == i.MemberId && d.At >= i.At));
        return (
            from choice in db.DigestChoices
            join member in db.Reachable() on choice.MemberId equals member.Id
            where member.Id > last
            where choice.Rhythm == DigestRhythm.Weekly ? EF.Parameter(weekly).Contains(member.ZoneId ?? "") : EF.Parameter(daily).Contains(member.ZoneId ?? "")
            where !db.Deliveries.Any(d => d.MemberId == member.Id && d.Kind == DigestSpan.Kind && d.At > recent)
            where untold.Any(i => i.MemberId == member.Id)
            orderby member.Id
            select new Due(
                member.Id, member.ZoneId ?? "", choice.Rhythm, untold.Where(i => i.MemberId == member.Id).OrderBy(i => i.Id).Select(i => (Instant?)i.At).FirstOrDefault(),
                digests.Where(d => d.MemberId == member.Id).OrderByDescending(d => d.Id).Select(d => (Instant?)d.At).FirstOrDefault()))
            .Take(AtOnce).ToListAsync(cancellation);
    }

    private static Delivery Write(Due one, LocalDate day, Instant now) => Delivery.Of(
        $"{DigestSpan.Kind}:{LocalDatePattern.Iso.Format(day)}", Recipient.Member(one.Id), ChannelNames.Mail, DigestSpan.Kind,
        new DigestSpan(one.Last ?? now - Back, now, one.Rhythm).ToString(), now, now + Lasts, now, DeliveryPrecedence.ToMany);

    private sealed record Morning(LocalDate Date, Instant At);

    private sealed record Due(int Id, string Zone, DigestRhythm Rhythm, Instant? Oldest, Instant? Last);
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Preferences;

/// <summary>
/// Writes down whose digest is due: those at whose place it is eight in the morning and in whose inbox something lies unread that no digest told of.
/// The database finds them, some hundreds at a time; several copies of the program may do so at once, for nobody has two of one day.
/// </summary>
public static class DigestPlanning
{
    /// <summary>The hour at which digests are sent, by the clock of who reads them.</summary>
    public static readonly LocalTime Hour = new(8, 0);

    /// <summary>How long a digest is worth sending.</summary>
    public static readonly Duration Lasts = Duration.FromHours(20);

    /// <summary>How far back the first one looks.</summary>
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
        var today = zones.Select(zone => (Zone: zone, Day: DayOf(zone, usual, now))).Where(one => one.Day is not null).ToDictionary(one => one.Zone, one => one.Day!.Value, StringComparer.Ordinal);
        if (today.Count == 0)
            return 0;
        var written = 0;
        for (var batch = await NextAsync(db, today, now, cancellation); batch.Count > 0; batch = await NextAsync(db, today, now, cancellation))
        {
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
    private static LocalDate? DayOf(string zone, DateTimeZone usual, Instant now)
    {
        var there = now.InZone((zone.Length > 0 ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null) ?? usual);
        return there.TimeOfDay >= Hour && there.TimeOfDay < latest ? there.Date : null;
    }

    private static async Task<List<Delivery>> NextAsync(WhalepaperDb db, Dictionary<string, LocalDate> today, Instant now, CancellationToken cancellation)
    {
        var daily = today.Keys.ToArray();
        var weekly = today.Where(zone => zone.Value.DayOfWeek is IsoDayOfWeek.Monday).Select(zone => zone.Key).ToArray();
        var (recent, since) = (now - same, now - Back);
        var due = await (
            from choice in db.DigestChoices
            join member in db.Reachable() on choice.MemberId equals member.Id
            where choice.Rhythm == DigestRhythm.Weekly ? EF.Parameter(weekly).Contains(member.ZoneId ?? "") : EF.Parameter(daily).Contains(member.ZoneId ?? "")
            where !db.Deliveries.Any(d => d.MemberId == member.Id && d.Kind == DigestSpan.Kind && d.At > recent)
            where db.InboxItems.Any(i => i.MemberId == member.Id && i.ReadAt == null && i.At > since
                && !db.Deliveries.Any(d => d.MemberId == member.Id && d.Kind == DigestSpan.Kind && d.State != DeliveryState.Dropped && d.At >= i.At))
            orderby member.Id
            select new
            {
                member.Id,
                Zone = member.ZoneId ?? "",
                choice.Rhythm,
                Last = db.Deliveries.Where(d => d.MemberId == member.Id && d.Kind == DigestSpan.Kind && d.State != DeliveryState.Dropped).OrderByDescending(d => d.Id).Select(d => (Instant?)d.At).FirstOrDefault(),
            }).Take(AtOnce).ToListAsync(cancellation);
        return due.ConvertAll(one => Delivery.Of(
            $"{DigestSpan.Kind}:{LocalDatePattern.Iso.Format(today[one.Zone])}", Recipient.Member(one.Id), ChannelNames.Mail, DigestSpan.Kind,
            new DigestSpan(Instant.Max(one.Last ?? since, since), now, one.Rhythm).ToString(), now, now + Lasts, now));
    }
}

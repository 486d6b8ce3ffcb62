using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Settings;

namespace Whalepaper.Notices.Deliveries;

/// <summary>One thing to be told to several people.</summary>
/// <param name="Kind">The kind of the deliveries.</param>
/// <param name="Occasion">What causes it.</param>
/// <param name="About">What it is about.</param>
/// <param name="Members">Whom: their database numbers.</param>
/// <param name="Until">When it becomes pointless.</param>
internal sealed record Telling(string Kind, string Occasion, string About, IReadOnlyCollection<int> Members, Instant Until);

/// <summary>Writes down what several people are to be told: at once for the inbox, in the morning where a letter would come at night.</summary>
internal static class TellingPost
{
    public static async Task WriteAsync(this WhalepaperDb db, IEnumerable<Telling> tellings, Instant now, CancellationToken cancellation)
    {
        List<Telling> told = [.. tellings.Where(telling => telling.Members.Count > 0)];
        if (told.Count == 0)
            return;
        var (quiet, group) = (ReminderLadder.Quiet(await db.SettingsAsync(cancellation)), OwnZone.Of(await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.ZoneId).SingleAsync(cancellation), DateTimeZone.Utc));
        int[] members = [.. told.SelectMany(telling => telling.Members).Distinct()];
        var zones = await db.Members.Where(m => EF.Parameter(members).Contains(m.Id)).Select(m => new { m.Id, m.ZoneId }).ToDictionaryAsync(m => m.Id, m => m.ZoneId, cancellation);
        // What somebody was told of an occasion is not told again: a seat that is given back was told of when it was given.
        string[] occasions = [.. told.Select(telling => telling.Occasion).Distinct(StringComparer.Ordinal)];
        var known = (await db.Deliveries.Where(d => EF.Parameter(occasions).Contains(d.Occasion) && d.MemberId != null).Select(d => new { d.Occasion, d.MemberId }).ToListAsync(cancellation)).Select(d => (d.Occasion, d.MemberId!.Value)).ToHashSet();
        foreach (var kind in told.GroupBy(telling => telling.Kind, StringComparer.Ordinal))
        {
            var ways = await new MessagePreferences(db).WantedAsync(kind.Key, [.. kind.SelectMany(telling => telling.Members).Distinct()], null, cancellation);
            foreach (var (telling, member) in kind.SelectMany(telling => telling.Members.Distinct().Where(member => !known.Contains((telling.Occasion, member))).Select(member => (telling, member))))
            {
                if (ways[member].Inbox)
                    db.Add(Delivery.Of(telling.Occasion, Recipient.Member(member), ChannelNames.Inbox, telling.Kind, telling.About, now, telling.Until, now));
                if (!ways[member].Mail)
                    continue;
                var due = Instant.Max(now, quiet.Shift(now, telling.Until, OwnZone.Of(zones.GetValueOrDefault(member), group)));
                db.Add(Delivery.Of(telling.Occasion, Recipient.Member(member), ChannelNames.Mail, telling.Kind, telling.About, due, telling.Until, now));
            }
        }

        await db.SaveChangesAsync(cancellation);
    }
}

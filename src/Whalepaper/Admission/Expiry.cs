using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Settings;

namespace Whalepaper.Admission;

/// <summary>When a candidate of whom nothing comes is none any more.</summary>
/// <param name="ApplicationId">The application's database number.</param>
/// <param name="MemberId">Whose: their database number.</param>
/// <param name="ZoneId">The zone in which they live; null for the group's.</param>
/// <param name="At">When.</param>
internal sealed record Expiry(int ApplicationId, int MemberId, string? ZoneId, Instant At);

/// <summary>What is asked about it.</summary>
internal static class ExpiryQueries
{
    /// <summary>When each of these applications expires: so long after it became what it is, or after the last message. Whoever is no candidate, or has a date, is not among them.</summary>
    public static async Task<List<Expiry>> ExpiriesAsync(this WhalepaperDb db, IQueryable<Application> applications, CancellationToken cancellation)
    {
        var lasts = Duration.FromDays((int)SettingsCatalogue.ApplicationDays.Of(await db.SettingsAsync(cancellation)));
        var candidates = await applications.AsNoTracking().Where(a => a.State == ApplicationState.Candidate).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.MemberId, a.Member.ZoneId, a.StateSince, Written = db.ApplicationMessages.Where(m => m.ApplicationId == a.Id).Max(m => (Instant?)m.At) }).ToListAsync(cancellation);
        return candidates.ConvertAll(a => new Expiry(a.Id, a.MemberId, a.ZoneId, Instant.Max(a.StateSince, a.Written ?? a.StateSince) + lasts));
    }
}

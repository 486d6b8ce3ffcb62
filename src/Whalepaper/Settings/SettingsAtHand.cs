using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Settings;

/// <summary>The settings as they stand: what was set, by key. What is not in it has its default.</summary>
public static class SettingsAtHand
{
    /// <summary>Reads them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SettingsAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Settings.AsNoTracking().ToDictionaryAsync(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal, cancellation);
    }
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;

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

    /// <summary>Changes some with the next save, and writes into the audit log which.</summary>
    /// <param name="db">The data.</param>
    /// <param name="given">The values, as they are kept.</param>
    /// <param name="byId">Who changes them.</param>
    /// <param name="now">The present.</param>
    /// <param name="cause">The number of the suggestion that caused it; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static async Task ChangeSettingsAsync(this WhalepaperDb db, List<(SettingDefinition Definition, string Value)> given, int? byId, Instant now, int? cause, CancellationToken cancellation)
    {
        var kept = await db.Settings.ToDictionaryAsync(setting => setting.Key, StringComparer.Ordinal, cancellation);
        foreach (var (definition, value) in given)
        {
            var setting = kept.GetValueOrDefault(definition.Key);
            var before = setting?.Value ?? definition.Default;
            if (string.Equals(before, value, StringComparison.Ordinal))
                continue;
            if (setting is null)
                db.Add(new Setting(definition.Key, value, now));
            else
                setting.Change(value, now);
            db.AddChange(new AuditEntry(AuditActs.Setting, byId, null, definition.Key, before, value, now), cause);
        }
    }
}

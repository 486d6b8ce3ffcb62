using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Settings;

namespace Whalepaper.Backups;

/// <summary>How long ago the group was backed up, by whichever copy of the program or by the command.</summary>
/// <param name="IsDaily">Whether the program should do so every day.</param>
/// <param name="Last">The moment that the last backup shows; null for none.</param>
/// <param name="Age">For how long there was none: since the last, or else since it was set that there should be one.</param>
public sealed record BackupAge(bool IsDaily, Instant? Last, Duration Age);

/// <summary>Notes and tells when the group was backed up. The notes lie beside the settings, under names that no setting has.</summary>
internal static class BackupNoting
{
    /// <summary>Under which name it is noted what the last backup shows.</summary>
    public const string Last = "backups.last";

    /// <summary>Under which name a copy of the program notes that it is making one.</summary>
    public const string Claim = "backups.claim";

    /// <summary>How far the clocks of several machines are apart at most.</summary>
    public static readonly Duration Apart = Duration.FromHours(1);

    /// <summary>Tells how long ago the group was backed up.</summary>
    public static async Task<BackupAge> BackupAgeAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        var notes = await db.Settings.AsNoTracking().Where(note => note.Key == Last || note.Key == SettingsCatalogue.BackupDaily.Key).ToListAsync(cancellation);
        var (last, daily) = (notes.Find(note => note.Key is Last), notes.Find(note => note.Key is not Last));
        // What a clock that was wrong once has noted must keep nobody from backing up for years.
        var at = last is not null && InstantPattern.General.Parse(last.Value) is { Success: true } known && known.Value < now + Apart ? known.Value : (Instant?)null;
        // To wish for it is new: until then nobody missed it.
        var since = new[] { at, daily?.At }.Max();
        return new BackupAge(daily?.Value is "yes", at, since is { } begun && begun < now ? now - begun : Duration.Zero);
    }

    /// <summary>Notes that there is a backup.</summary>
    /// <param name="db">The data.</param>
    /// <param name="at">When it was begun.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task NoteBackupAsync(this WhalepaperDb db, Instant at, CancellationToken cancellation)
    {
        var said = InstantPattern.General.Format(at);
        if (await db.Settings.SingleOrDefaultAsync(note => note.Key == Last, cancellation) is { } last)
            last.Change(said, at);
        else
            db.Add(new Setting(Last, said, at));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // Another backup was noted at this moment, which is as good.
            db.ChangeTracker.Clear();
        }
    }
}

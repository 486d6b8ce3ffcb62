using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Settings;

namespace Whalepaper.Backups;

/// <summary>Makes the backup of the day when its hour has come, in one copy of the program alone, and removes those that are not kept any longer.</summary>
internal sealed partial class ScheduledBackup(WhalepaperDb db, Backup backup, IBackupShelf shelf, BackupPassphrase passphrase, DataSettings settings, IClock clock, ILogger<ScheduledBackup> logger)
{
    // What a site writes while it takes.
    private const long Spare = 256 * FileSize.Megabyte;

    // Who claimed it and is not done by then is not alive any more.
    private static readonly Duration patience = Duration.FromHours(6);

    /// <summary>Makes it, if it is due.</summary>
    /// <returns>Whether it was made.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var set = await db.SettingsAsync(cancellation);
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(one => one.Id == Group.TheOne, cancellation);
        if (group is null || !SettingsCatalogue.BackupDaily.Of(set))
            return false;
        var (now, zone) = (clock.GetCurrentInstant(), DateTimeZoneProviders.Tzdb.GetZoneOrNull(group.ZoneId) ?? DateTimeZone.Utc);
        var due = Due(now, zone, (int)SettingsCatalogue.BackupHour.Of(set));
        if ((await db.BackupAgeAsync(now, cancellation)).Last >= due || await ClaimAsync(now, cancellation) is not { } claim)
            return false;
        try
        {
            // Another copy may have been done with it right before this one claimed it.
            if ((await db.BackupAgeAsync(now, cancellation)).Last >= due)
                return false;
            RequireRoom(DiskRoom.Left(settings.Folder), await db.StoredFiles.SumAsync(file => file.Length, cancellation), (await db.EngineFactsAsync(cancellation)).Bytes);
            var content = await shelf.PutAsync(Retention.NameOf(now), file => backup.WriteAsync(file, passphrase.Words, null, cancellation), cancellation);
            await db.NoteBackupAsync(now, cancellation);
            if (content.Missing.Count > 0)
                Missing(content.Missing.Count, content.Missing[0]);
            foreach (var surplus in Retention.Surplus(await shelf.ListAsync(cancellation), zone, (int)SettingsCatalogue.BackupDays.Of(set), (int)SettingsCatalogue.BackupWeeks.Of(set)))
                await shelf.RemoveAsync(surplus, cancellation);
            return true;
        }
        finally
        {
            // Done, it is not due any more; else whoever looks next tries again. Who was taken for dead leaves alone what is another's by now.
            await db.Settings.Where(note => note.Key == BackupNoting.Claim && note.Value == claim).ExecuteDeleteAsync(CancellationToken.None);
        }
    }

    /// <summary>Sees to it that nobody who uploads something meanwhile finds the disk full.</summary>
    /// <param name="left">How many bytes are left on the disk of the data folder; null where it is not known.</param>
    /// <param name="uploads">How many bytes the uploads have, which do not become fewer when they are packed.</param>
    /// <param name="data">How many bytes the database takes, with all its indexes: packed, the rows are a small part of that.</param>
    /// <exception cref="BackupException">There is too little.</exception>
    internal static void RequireRoom(long? left, long uploads, long data)
    {
        var needed = uploads + (data / 4) + Spare;
        if (left < needed)
            throw new BackupException($"The disk of the data folder has {FileSize.Said(left.Value)} left, and a backup needs {FileSize.Said(needed)}. Move old backups elsewhere, keep fewer (Settings → Rules), or take a larger disk.");
    }

    /// <summary>When the last backup had to be made.</summary>
    internal static Instant Due(Instant now, DateTimeZone zone, int hour)
    {
        var today = now.InZone(zone).Date;
        Instant On(LocalDate day) => (day + new LocalTime(hour, 0)).InZoneLeniently(zone).ToInstant();
        return On(today) is var at && at <= now ? at : On(today.PlusDays(-1));
    }

    // What says whose it is; null if it is somebody else's.
    private async Task<string?> ClaimAsync(Instant now, CancellationToken cancellation)
    {
        var said = Guid.NewGuid().ToString("N");
        var claim = await db.Settings.SingleOrDefaultAsync(note => note.Key == BackupNoting.Claim, cancellation);
        if (claim is not null && now - claim.At < patience && claim.At < now + BackupNoting.Apart)
            return null;
        if (claim is null)
            db.Add(new Setting(BackupNoting.Claim, said, now));
        else
            claim.Change(said, now);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return said;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            return null;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The backup lacks {Count} uploads that are missing or not what they were, {First} among them. 'whalepaper doctor' says whose they are.")]
    private partial void Missing(int count, string first);
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Whalepaper.Data;

/// <summary>
/// Copies of a SQLite database as it was before an upgrade: the way back, should the new version not do. They lie beside it, in a folder of their own, whole
/// and on the disk before anything is changed. Where one cannot be made, nothing is migrated: there would be no way back.
/// </summary>
public sealed partial class DatabaseSnapshots(DataSettings settings, DatabaseSnapshots.Wanted wanted, TimeProvider time, ILogger<DatabaseSnapshots> logger)
{
    /// <summary>The setting that says of how many upgrades the copies are kept, 0 to 20; 3 unless set. With 0, none is made.</summary>
    public const string Setting = "WHALEPAPER_SNAPSHOTS";

    /// <summary>For how long a copy is kept. Later, nobody would go back to it; and it holds what people took back since.</summary>
    public static readonly Duration Longest = Duration.FromDays(90);

    private const int Usual = 3;
    private const int Most = 20;
    private const string Part = ".part";

    // SQLITE_CORRUPT and SQLITE_NOTADB.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    // What a migration may need besides, in a database that has next to nothing in it.
    private const long Least = 4 * 1024 * 1024;

    private static readonly InstantPattern stamp = InstantPattern.CreateWithInvariantCulture("yyyyMMdd'T'HHmmss'Z'");

    /// <summary>Where they lie.</summary>
    public string Folder => Path.Combine(Path.GetFullPath(settings.Folder), "snapshots");

    /// <summary>Reads what is set.</summary>
    /// <exception cref="InvalidOperationException">It is no such number.</exception>
    public static Wanted Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings[Setting] is not { Length: > 0 } set)
            return new Wanted(Usual);
        return int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var upgrades) && upgrades <= Most
            ? new Wanted(upgrades)
            : throw new InvalidOperationException($"{Setting} is '{set}', which is no number between 0 and {Most.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Copies the database, if it is one of SQLite and copies are wanted.</summary>
    /// <param name="db">The database.</param>
    /// <param name="from">The last migration that it has.</param>
    /// <param name="to">The last one that it will have.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Where the copy lies; null where none was made.</returns>
    /// <exception cref="InvalidOperationException">There is no room for it, or the database is damaged. Nothing was changed.</exception>
    public async Task<string?> TakeAsync(WhalepaperDb db, string from, string to, CancellationToken cancellation)
    {
        if (settings.IsPostgres || wanted.Upgrades == 0)
            return null;
        Directory.CreateDirectory(Folder);
        foreach (var broken in Directory.EnumerateFiles(Folder, $"*{Part}*").ToList())
            File.Delete(broken);
        await RequireRoomAsync(db, cancellation);
        var path = Path.Combine(Folder, $"{stamp.Format(Now())}-{NameOf(from)}-to-{NameOf(to)}.db");
        try
        {
            await CopyAsync(db, path + Part, cancellation);
        }
        catch
        {
            File.Delete(path + Part);
            throw;
        }

        File.Move(path + Part, path, overwrite: true);
        Taken(path);
        return path;
    }

    /// <summary>
    /// Removes what is too old, and what is of upgrades before the last few. An upgrade that broke off in its midst, and was taken up again, has several copies:
    /// the first, from before all of it, and the last are kept.
    /// </summary>
    public void Tidy()
    {
        if (settings.IsPostgres || !Directory.Exists(Folder))
            return;
        var all = Directory.EnumerateFiles(Folder).Select(Found).OfType<Snapshot>().OrderBy(one => one.At).ThenBy(one => one.Path, StringComparer.Ordinal).ToList();
        var upgrades = all.GroupBy(one => one.To, StringComparer.Ordinal).OrderByDescending(upgrade => upgrade.Last().At).Take(wanted.Upgrades);
        var kept = upgrades.SelectMany(upgrade => (Snapshot[])[upgrade.First(), upgrade.Last()]).Where(one => Now() - one.At < Longest).ToHashSet();
        try
        {
            foreach (var one in all.Where(one => !kept.Contains(one)))
                File.Delete(one.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and the next start tries again.
            Untidy(failure);
        }
    }

    // The copy, and a migration that writes all tables anew.
    private async Task RequireRoomAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var pages = await db.Database.SqlQueryRaw<long>("SELECT page_count * page_size AS \"Value\" FROM pragma_page_count, pragma_page_size").SingleAsync(cancellation);
        var (needed, free) = ((2 * pages) + Least, new DriveInfo(Folder).AvailableFreeSpace);
        if (free < needed)
            throw new InvalidOperationException(
                $"The database is not migrated: it is copied before, to {Folder}, and there is no room for that. {Megabytes(needed)} MB are needed there, {Megabytes(free)} MB are free. Make room and start again; or, if you have a copy elsewhere, start with {Setting}=0. Nothing was changed.");
    }

    private async Task CopyAsync(WhalepaperDb db, string path, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            await copy.OpenAsync(cancellation);
            // Page by page, as it is: nothing of it is read as if it were of this version.
            ((SqliteConnection)db.Database.GetDbConnection()).BackupDatabase(copy);
            if (!await IsWholeAsync(copy, cancellation))
                throw new InvalidOperationException("The database is not migrated: SQLite finds it damaged. Go back to the last backup, or keep to the version that you had. Nothing was changed.");
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        // Nobody reads the copy who may not read the database.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(settings.SqlitePath));
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static async Task<bool> IsWholeAsync(SqliteConnection copy, CancellationToken cancellation)
    {
        await using var check = copy.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        try
        {
            return await check.ExecuteScalarAsync(cancellation) is "ok";
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return false;
        }
    }

    private static Snapshot? Found(string path) =>
        Shape().Match(Path.GetFileName(path)) is { Success: true } name && stamp.Parse(name.Groups["at"].Value) is { Success: true, Value: var at } ? new Snapshot(path, at, name.Groups["to"].Value) : null;

    // Behind the day on which it was written.
    private static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static string Megabytes(long bytes) => ((bytes + 1024 * 1024 - 1) / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(LogLevel.Information, "Before it is migrated, the database was copied to {Path}.")]
    private partial void Taken(string path);

    [LoggerMessage(LogLevel.Warning, "Old copies of the database could not be removed.")]
    private partial void Untidy(Exception failure);

    [GeneratedRegex("^(?<at>[0-9]{8}T[0-9]{6}Z)-[A-Za-z0-9]+-to-(?<to>[A-Za-z0-9]+)\\.db$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    /// <summary>How many are wanted.</summary>
    /// <param name="Upgrades">Of how many upgrades.</param>
    public sealed record Wanted(int Upgrades);

    private sealed record Snapshot(string Path, Instant At, string To);
}

using System.Data.Common;

namespace Whalepaper.Data.Rows;

/// <summary>
/// Where a database is built before anybody sees it: beside the place where it will stand, and put there at once when it is whole. Whatever happens
/// before, nothing is there; and whoever begins anew knows where the last one left off.
/// </summary>
internal abstract class Scaffold(DataSettings target)
{
    /// <summary>The folder in which it is built, in the data folder.</summary>
    public const string FolderName = "restoring";

    // What may lie in an empty data folder: who holds it, what we build, backups, and what the disk's own system puts there.
    private static readonly string[] nothing = [FolderName, "whalepaper.lock", "backups", "lost+found"];

    /// <summary>The scaffold before a place.</summary>
    public static Scaffold For(DataSettings target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.IsPostgres ? new PostgresScaffold(target) : new SqliteScaffold(target);
    }

    /// <summary>Where it is built.</summary>
    public abstract DataSettings Inside { get; }

    protected DataSettings Target => target;

    protected string Folder => Path.Combine(target.Folder, FolderName);

    /// <summary>What lies in the data folder that should not, if it is to be filled; null for nothing.</summary>
    public string? InFolder() => !Directory.Exists(target.Folder) ? null : Directory.EnumerateFileSystemEntries(target.Folder)
        .Select(path => Path.GetFileName(path)).FirstOrDefault(name => !nothing.Contains(name, StringComparer.Ordinal));

    /// <summary>A table that the database has, if it is to be filled; null for none.</summary>
    public abstract Task<string?> InDatabaseAsync(CancellationToken cancellation);

    /// <summary>Makes room for it; what was built before is still there.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        return Task.CompletedTask;
    }

    /// <summary>Takes away what was built so far.</summary>
    public virtual Task ClearAsync(CancellationToken cancellation)
    {
        ClearFolder();
        return Task.CompletedTask;
    }

    /// <summary>Takes away what was built in the data folder, and leaves what was built in a database.</summary>
    public void ClearFolder()
    {
        // Connections of the pool would hold the files.
        DatabaseFiles.LetGo();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Puts it where it belongs, at once. Nobody is at work in it any more.</summary>
    public abstract Task RevealAsync(CancellationToken cancellation);

    /// <summary>Whether the database still stands out of sight; whoever is just putting it where it belongs is waited for.</summary>
    public abstract Task<bool> IsStandingAsync(CancellationToken cancellation);

    /// <summary>Keeps everybody else from building at the same place until it is let go; null if somebody does. Who builds in a folder holds the folder: see <see cref="DataFolderLock"/>.</summary>
    public abstract Task<IAsyncDisposable?> HoldAsync(CancellationToken cancellation);

    /// <summary>Puts what was built beside the database into the data folder, and then the database where it belongs; if that fails, all of it stands out of sight again.</summary>
    protected async Task MoveFoldersAsync(Func<Task> last)
    {
        ArgumentNullException.ThrowIfNull(last);
        var moved = new List<(string From, string To)>();
        try
        {
            foreach (var folder in Directory.GetDirectories(Folder))
            {
                var to = Path.Combine(target.Folder, Path.GetFileName(folder));
                Directory.Move(folder, to);
                moved.Add((folder, to));
            }

            await last();
        }
        catch when (moved.Count > 0)
        {
            await MoveBackAsync(moved);
            throw;
        }
    }

    // Where an answer was lost on the way, the database may be where it belongs: then its uploads belong to it. Where that cannot be asked either, they stay: nothing of them is lost.
    private async Task MoveBackAsync(List<(string From, string To)> moved)
    {
        try
        {
            if (await IsStandingAsync(CancellationToken.None))
                moved.ForEach(folder => Directory.Move(folder.To, folder.From));
        }
        catch (DbException)
        {
        }
    }
}

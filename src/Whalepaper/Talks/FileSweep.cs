using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>
/// Removes files that no material names: what was uploaded and never saved, and what was taken away. A file stays for a day, so that nothing goes
/// that is being saved right now; a row is never removed for a file that is missing, which is for <c>doctor</c> to tell.
/// </summary>
public sealed partial class FileSweep(IServiceScopeFactory scopes, IFileStore store, DataSettings settings, IClock clock, TimeProvider time, ILogger<FileSweep> logger) : BackgroundService, IRecordedWork
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How often it sweeps.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private const int AtOnce = 500;

    private readonly WorkRecord _record = new();

    WorkRecord IRecordedWork.Record => _record;

    /// <summary>Removes what nobody names, and tells how many.</summary>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<int> SweepAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var now = clock.GetCurrentInstant();
        var removed = 0;
        foreach (var (key, path) in FolderStore.Abandoned(settings).Where(file => FileKey.IsOld(file.Key, now)).ToList())
        {
            File.Delete(path);
            removed++;
        }

        await foreach (var keys in store.ListAsync(cancellation).Where(key => FileKey.IsOld(key, now)).Chunk(AtOnce).WithCancellation(cancellation))
        {
            var named = await db.StoredFiles.Where(f => EF.Parameter(keys).Contains(f.StorageKey)).Select(f => f.StorageKey).ToListAsync(cancellation);
            foreach (var key in keys.Except(named, StringComparer.Ordinal))
            {
                await store.RemoveAsync(key, cancellation);
                removed++;
            }
        }

        return removed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Patience, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Interval;
            await SweepAsync(stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await SweepAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), cancellation) is > 0 and var removed)
                Swept(removed);
            _record.Done(clock.GetCurrentInstant());
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // What is left lies there until tomorrow.
            _record.Failed(clock.GetCurrentInstant(), exception);
            Failed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Files that nothing names were removed: {Removed}.")]
    private partial void Swept(int removed);

    [LoggerMessage(LogLevel.Error, "Files that nothing names could not be removed.")]
    private partial void Failed(Exception exception);
}

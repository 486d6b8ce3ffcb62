using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>
/// Reads the documents that wait to be read, one after the other and apart from whoever uploaded them. Several copies of the program may do so at
/// once: a row tells who has begun.
/// </summary>
public sealed partial class FileTextReader(IServiceScopeFactory scopes, IFileStore store, IClock clock, ILogger<FileTextReader> logger) : BackgroundService, IChangeListener, IRecordedWork
{
    // The first readers of a start have the machine to themselves; after that, whoever changes a talk wakes it. Another copy's uploads are found by looking.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan interval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly WorkRecord _record = new();

    WorkRecord IRecordedWork.Record => _record;

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Contains(ChangeTags.Talks) && _wake.CurrentCount == 0)
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads one document.</summary>
    /// <returns>False if none waits.</returns>
    public async Task<bool> ReadNextAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var now = clock.GetCurrentInstant();
        var wanted = await db.FileTexts.Where(t => t.State == TextState.Wanted && t.NotBefore <= now).OrderBy(t => t.NotBefore).ThenBy(t => t.MaterialId).FirstOrDefaultAsync(cancellation);
        if (wanted is null)
            return false;
        try
        {
            var begun = wanted.Begin(now);
            await db.SaveChangesAsync(cancellation);
            if (begun && await ReadAsync(wanted, db, cancellation))
                await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another copy has begun, or the material was taken away.
        }

        return true;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = patience; !stoppingToken.IsCancellationRequested; wait = interval)
        {
            await _wake.WaitAsync(wait, stoppingToken);
            try
            {
                while (await ReadNextAsync(stoppingToken))
                {
                }

                _record.Done(clock.GetCurrentInstant());
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, the row is begun, and will be begun again a few times.
                _record.Failed(clock.GetCurrentInstant(), exception);
                Failed(exception);
            }
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else just did.
        }
    }

    private async Task<bool> ReadAsync(FileText wanted, WhalepaperDb db, CancellationToken cancellation)
    {
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(f => f.MaterialId == wanted.MaterialId, cancellation);
        if (file.Length > PdfText.Largest)
        {
            wanted.Fail(TextFault.Large);
            return true;
        }

        await using var content = await store.OpenAsync(file.StorageKey, cancellation);
        if (content is null)
        {
            Missing(file.StorageKey, wanted.MaterialId);
            return false;
        }

        var reading = await PdfText.ReadAsync(content, PdfLimits.Usual, cancellation);
        if (reading is { Text: { } text })
            wanted.Finish(text);
        else
            wanted.Fail(reading.Fault ?? TextFault.Unreadable);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The file {Key} of material {Material} is missing, and cannot be read.")]
    private partial void Missing(string key, int material);

    [LoggerMessage(LogLevel.Error, "A document could not be read.")]
    private partial void Failed(Exception exception);
}

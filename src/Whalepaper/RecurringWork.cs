using System.Diagnostics;
using System.Threading.Channels;
using NodaTime;

namespace Whalepaper;

/// <summary>
/// Work that is done again and again beside the requests, in every copy of the program: it looks, rests as long as it says, and may be woken. What goes
/// wrong is said, and it goes on.
/// </summary>
/// <param name="time">Measures its rests.</param>
/// <param name="patience">How long after the start the first readers have the machine to themselves.</param>
internal abstract class RecurringWork(TimeProvider time, TimeSpan patience) : BackgroundService, IRecordedWork
{
    /// <summary>Under which name a span tells of each time that it works, to whoever listens.</summary>
    public const string Traces = "Whalepaper";

    private static readonly ActivitySource traces = new(Traces);

    // However often it is woken while it works, it looks once more.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc />
    public WorkRecord Record { get; } = new();

    /// <summary>How long it waits after it was woken: what wakes it often comes several times at once. Not at all by default.</summary>
    protected virtual TimeSpan Calm => TimeSpan.Zero;

    /// <summary>How long it rests after something went wrong.</summary>
    protected abstract TimeSpan AfterFailure { get; }

    /// <summary>Does what there is to do.</summary>
    /// <returns>How long to rest then, unless it is woken.</returns>
    protected abstract Task<TimeSpan> WorkAsync(CancellationToken stop);

    /// <summary>Says what went wrong.</summary>
    protected abstract void Failed(Exception exception);

    /// <summary>Ends its rest, or has it look once more.</summary>
    protected void Wake() => _wake.Writer.TryWrite(true);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = patience;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RestAsync(rest, stoppingToken) && Calm > TimeSpan.Zero)
                    await Task.Delay(Calm, time, stoppingToken);
                if (stoppingToken.IsCancellationRequested)
                    continue;
                using (traces.StartActivity(GetType().Name))
                    rest = await WorkAsync(stoppingToken);
                Record.Done(Now());
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Record.Failed(Now(), exception);
                Failed(exception);
                rest = AfterFailure;
            }
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <returns>Whether it was woken.</returns>
    private async Task<bool> RestAsync(TimeSpan rest, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(rest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time to look, or to end.
            return false;
        }
    }
}

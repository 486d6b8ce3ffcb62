using System.Threading.Channels;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Sends what is due, in every copy of the program. Whoever saves a delivery here wakes it; what others save, or the clock makes due, it finds by
/// looking.
/// </summary>
internal sealed partial class DeliveryWorker(IServiceScopeFactory scopes, DeliveryTiming timing, IClock clock, TimeProvider time, ILogger<DeliveryWorker> logger) : BackgroundService, IChangeListener
{
    private static readonly Duration tidies = Duration.FromHours(1);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Instant _tidiedAt = Instant.MinValue;

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Deliveries))
            _wake.Writer.TryWrite(true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends all that is due.</summary>
    /// <returns>How long to rest then.</returns>
    public async Task<Duration> DrainAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var round = scope.ServiceProvider.GetRequiredService<DeliveryRound>();
            if (await round.RunAsync(stop) > 0)
                continue;
            if (clock.GetCurrentInstant() - _tidiedAt > tidies)
            {
                await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().TidyAsync(clock.GetCurrentInstant(), stop);
                _tidiedAt = clock.GetCurrentInstant();
            }

            var rest = await round.NextAsync(stop) is { } next ? next - clock.GetCurrentInstant() : timing.Poll;
            return Duration.Max(Duration.Zero, Duration.Min(rest, timing.Poll));
        }

        return timing.Poll;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = timing.Patience;
        while (true)
        {
            await RestAsync(rest, stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                rest = await DrainAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // What was in hand is due again when its lease ends.
                Failed(exception);
                rest = timing.Poll;
            }
        }
    }

    private async Task RestAsync(Duration rest, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(rest.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time to look, or to end.
        }
    }

    [LoggerMessage(LogLevel.Error, "Deliveries could not be sent.")]
    private partial void Failed(Exception exception);
}

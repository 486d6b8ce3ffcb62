using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>Looks after those who listen: keeps their connections awake, and ends the streams of those who may not listen any more.</summary>
internal sealed partial class LiveUpkeep(LiveRooms rooms, IServiceScopeFactory scopes, IClock clock, TimeProvider time, IHostApplicationLifetime life, ILogger<LiveUpkeep> logger)
    : RecurringWork(time, Stirs)
{
    /// <summary>How often something is written to everybody: proxies take a connection for forgotten after half a minute or more.</summary>
    public static readonly TimeSpan Stirs = TimeSpan.FromSeconds(20);

    /// <summary>After how many of these everybody's right is looked at: once a minute.</summary>
    public const int StirsUntilLook = 3;

    private int _stirs;

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => Stirs;

    /// <summary>Ends the streams of those who may not listen any more, or not in the same way.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (rooms.Listeners is not { Count: > 0 } listeners)
            return;
        await using var scope = scopes.CreateAsyncScope();
        foreach (var lost in await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().WithoutRightAsync(listeners, clock.GetCurrentInstant(), cancellation))
            lost.Close();
    }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // A server that ends waits for its answers, and these have no end of their own.
        life.ApplicationStopping.Register(rooms.Close);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        rooms.Stir();
        if (++_stirs % StirsUntilLook == 0)
            await LookAsync(stop);
        return Stirs;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Those who listen at meetings could not be looked after.")]
    protected override partial void Failed(Exception exception);
}

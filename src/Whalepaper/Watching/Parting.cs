using System.Globalization;

namespace Whalepaper.Watching;

/// <summary>
/// Goes on serving for a while after the program was told to end, so that whoever spreads readers over several copies sees that this one is not ready any
/// more, and sends nobody else before the door is shut.
/// </summary>
internal sealed class Parting(Parting.Wait wait, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>The setting that says for how many seconds, 0 to 300; 0 unless set.</summary>
    public const string Setting = "WHALEPAPER_PARTING";

    private const int Longest = 300;

    /// <summary>Reads what is set.</summary>
    /// <exception cref="InvalidOperationException">It is no such number.</exception>
    public static Wait Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings[Setting] is not { Length: > 0 } set)
            return new Wait(TimeSpan.Zero);
        return int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest
            ? new Wait(TimeSpan.FromSeconds(seconds))
            : throw new InvalidOperationException($"{Setting} is '{set}', which is no number of seconds between 0 and {Longest.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => wait.For > TimeSpan.Zero ? Task.Delay(wait.For, time, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>How long it goes on.</summary>
    internal sealed record Wait(TimeSpan For);
}

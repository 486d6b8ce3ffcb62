namespace Whalepaper.Members.Providers;

/// <summary>Asks for the provider at the start, so that whoever set it up hears at once if it does not answer, and goes on asking until it does.</summary>
internal sealed class ProviderWatch(IdentityProvider provider, TimeProvider time) : BackgroundService
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (provider.Settings is null)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        while (!await provider.AnswersAsync(stoppingToken))
            await timer.WaitForNextTickAsync(stoppingToken);
    }
}

using Microsoft.AspNetCore.DataProtection;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// Reads the keys that seal cookies, forms and letters, and makes one where there is none: soon after the start, and before any work by the clock begins, so that none of it does so
/// in the midst of its own saving. Whoever comes earlier and needs one reads them then.
/// </summary>
internal sealed partial class KeysAtHand(IDataProtectionProvider protection, TimeProvider time, ILogger<KeysAtHand> logger) : BackgroundService
{
    /// <summary>How long after the start the first readers have the machine to themselves: who only reads needs no key.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan afterFailure = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Patience, time, stoppingToken);
        while (!AreRead())
            await Task.Delay(afterFailure, time, stoppingToken);
    }

    private bool AreRead()
    {
        try
        {
            // To seal anything takes the newest key.
            protection.CreateProtector(nameof(KeysAtHand)).Protect([]);
            return true;
        }
        catch (Exception failure)
        {
            Failed(failure);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The keys of cookies and letters could not be read. Looking again soon.")]
    private partial void Failed(Exception exception);
}

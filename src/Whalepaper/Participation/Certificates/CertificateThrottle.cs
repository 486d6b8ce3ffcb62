using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Certificates;

/// <summary>How often codes may be checked from one network: often enough for who reads a pile of applications, and hopeless for who guesses.</summary>
internal sealed class CertificateThrottle(SharedCounts counts) : IAsyncDisposable
{
    /// <summary>Checks from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 60;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Turnstile _networks = new(counts, "certificate.network", PerNetwork, Window);

    /// <summary>Counts one, and says whether it may be made.</summary>
    public Task<bool> AdmitsAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return _networks.AdmitsInTurnAsync(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _networks.DisposeAsync();
}

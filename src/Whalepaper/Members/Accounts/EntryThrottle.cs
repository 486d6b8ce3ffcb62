using System.Globalization;
using System.Threading.RateLimiting;
using Whalepaper.Ui;

namespace Whalepaper.Members.Accounts;

/// <summary>What somebody tries.</summary>
public enum EntryPurpose
{
    /// <summary>A password, at an address.</summary>
    Password,

    /// <summary>A code of the second step, for an account.</summary>
    Code,

    /// <summary>A letter to an address.</summary>
    LetterTo,

    /// <summary>A letter that an account asks for.</summary>
    LetterBy,

    /// <summary>The password of a form to join.</summary>
    Join,
}

/// <summary>
/// How often somebody may try to get in: by where they come from and by the address they name, whether it has an account or not, so
/// that neither a list of passwords nor a list of addresses can be tried through.
/// </summary>
public sealed class EntryThrottle : IAsyncDisposable
{
    /// <summary>Tries from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 60;

    /// <summary>Tries for one e-mail address in <see cref="Window"/>.</summary>
    public const int PerAddress = 10;

    /// <summary>Tries in <see cref="Window"/> to prove that one owns the account by which one is signed in.</summary>
    public const int PerOwner = 60;

    /// <summary>The time over which tries are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> _networks = Limit(PerNetwork);
    private readonly PartitionedRateLimiter<string> _addresses = Limit(PerAddress);
    private readonly PartitionedRateLimiter<string> _owners = Limit(PerOwner);

    /// <summary>Counts a try that names nobody, and says whether it may be made.</summary>
    public bool Admits(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var network = _networks.AttemptAcquire(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
        return network.IsAcquired;
    }

    /// <summary>Counts a try, and says whether it may be made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="purpose">What is tried: each counts for itself, so that nobody uses up another's tries at something else.</param>
    /// <param name="whose">The address that it names, or the account that it is about.</param>
    public bool Admits(HttpContext http, EntryPurpose purpose, object? whose)
    {
        if (!Admits(http))
            return false;
        using var address = _addresses.AttemptAcquire(string.Create(CultureInfo.InvariantCulture, $"{purpose}:{whose}").Trim().ToUpperInvariant());
        return address.IsAcquired;
    }

    /// <summary>Counts a try of somebody who is signed in to prove that the account is theirs, and says whether it may be made.</summary>
    public bool AdmitsOwner(int accountId)
    {
        using var owner = _owners.AttemptAcquire(accountId.ToString(CultureInfo.InvariantCulture));
        return owner.IsAcquired;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _owners.DisposeAsync();
        await _networks.DisposeAsync();
        await _addresses.DisposeAsync();
    }

    private static PartitionedRateLimiter<string> Limit(int permitted) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permitted, Window = Window, SegmentsPerWindow = 5 }),
        StringComparer.Ordinal);
}

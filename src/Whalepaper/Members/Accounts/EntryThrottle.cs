using System.Globalization;
using Whalepaper.Data;
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
/// that neither a list of passwords nor a list of addresses can be tried through, at however many copies of the program.
/// </summary>
internal sealed class EntryThrottle(SharedCounts counts) : IAsyncDisposable
{
    /// <summary>Tries from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 60;

    /// <summary>Tries for one e-mail address in <see cref="Window"/>.</summary>
    public const int PerAddress = 10;

    /// <summary>Tries in <see cref="Window"/> to prove that one owns the account by which one is signed in.</summary>
    public const int PerOwner = 60;

    /// <summary>The time over which tries are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Turnstile _networks = new(counts, "entry.network", PerNetwork, Window);
    private readonly Turnstile _addresses = new(counts, "entry.address", PerAddress, Window);
    private readonly Turnstile _owners = new(counts, "entry.owner", PerOwner, Window);

    /// <summary>Counts a try that names nobody, and says whether it may be made.</summary>
    public Task<bool> AdmitsAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return _networks.AdmitsInTurnAsync(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
    }

    /// <summary>Counts a try, and says whether it may be made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="purpose">What is tried: each counts for itself, so that nobody uses up another's tries at something else.</param>
    /// <param name="whose">The address that it names, or the account that it is about.</param>
    public async Task<bool> AdmitsAsync(HttpContext http, EntryPurpose purpose, object? whose) =>
        await AdmitsAsync(http) && await _addresses.AdmitsInTurnAsync(string.Create(CultureInfo.InvariantCulture, $"{purpose}:{whose}").Trim().ToUpperInvariant());

    /// <summary>Counts a try of somebody who is signed in to prove that the account is theirs, and says whether it may be made.</summary>
    public Task<bool> AdmitsOwnerAsync(int accountId) => _owners.AdmitsInTurnAsync(accountId.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _owners.DisposeAsync();
        await _networks.DisposeAsync();
        await _addresses.DisposeAsync();
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Whalepaper.Ui;

namespace Whalepaper.Watching;

/// <summary>Who may read the figures of the house beside the organizer.</summary>
/// <param name="Token">What a program shows as bearer; null if none does.</param>
/// <param name="Readers">Networks from which no token is asked for; none unless they are named.</param>
internal sealed record WatchSettings(string? Token, IReadOnlyList<IPNetwork> Readers)
{
    /// <summary>The variables that set it begin so: <c>WHALEPAPER_METRICS__TOKEN</c>, <c>…__NETWORKS</c>.</summary>
    public const string Setting = "WHALEPAPER_METRICS";

    /// <summary>The section of <c>appsettings.json</c> that sets it where no variable does.</summary>
    public const string Section = "Metrics";

    /// <summary>A shorter token could be guessed.</summary>
    public const int ShortestToken = 16;

    /// <summary>Reads what is set.</summary>
    /// <exception cref="InvalidOperationException">It is set to what cannot be.</exception>
    public static WatchSettings Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var token = Given(settings, nameof(Token));
        return token is { Length: < ShortestToken }
            ? throw new InvalidOperationException($"{Setting}__TOKEN is shorter than {ShortestToken} signs, and could be guessed.")
            : new WatchSettings(token, Networks.Read($"{Setting}__NETWORKS", Given(settings, nameof(Networks))));
    }

    /// <summary>Whether this is the token.</summary>
    public bool IsToken(string shown) => Token is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

    /// <summary>Whether somebody at this address needs none.</summary>
    public bool IsReader(IPAddress? address) => address is not null && Readers.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private static string? Given(IConfiguration settings, string part) =>
        new[] { settings[$"{Setting}:{part}"], settings[$"{Section}:{part}"] }.Select(text => text?.Trim()).FirstOrDefault(text => text is { Length: > 0 });
}

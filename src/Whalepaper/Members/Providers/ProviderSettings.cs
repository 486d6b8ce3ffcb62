namespace Whalepaper.Members.Providers;

/// <summary>The one provider of OpenID Connect by which members may sign in, as it is set up.</summary>
/// <param name="Name">What the buttons call it.</param>
/// <param name="Authority">The address below which its description lies: HTTPS, or this machine.</param>
/// <param name="ClientId">By what it knows this house.</param>
/// <param name="ClientSecret">By what this house proves to be it.</param>
internal sealed record ProviderSettings(string Name, Uri Authority, string ClientId, string ClientSecret)
{
    /// <summary>The variables that set it up begin so: <c>WHALEPAPER_PROVIDER__NAME</c>, <c>…__AUTHORITY</c>, <c>…__CLIENTID</c>, <c>…__CLIENTSECRET</c>.</summary>
    public const string Setting = "WHALEPAPER_PROVIDER";

    /// <summary>The section of <c>appsettings.json</c> that sets it up where no variable does.</summary>
    public const string Section = "Provider";

    /// <summary>The longest name, in UTF-16 units: it stands on a button of a phone.</summary>
    public const int NameMaximum = 40;

    private static readonly string[] parts = [nameof(Name), nameof(Authority), nameof(ClientId), nameof(ClientSecret)];

    /// <summary>Reads what is set; null if nothing is.</summary>
    /// <exception cref="InvalidOperationException">It is set up by half, or the authority is no address that may be trusted with the secret.</exception>
    public static ProviderSettings? Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = parts.ToDictionary(part => part, part => Given(settings, part), StringComparer.Ordinal);
        var missing = parts.Where(part => given[part] is null).ToList();
        if (missing.Count == parts.Length)
            return null;
        if (missing.Count > 0)
            throw new InvalidOperationException($"Sign-in by a provider is set up by half: {string.Join(" and ", missing.Select(Variable))} {(missing.Count == 1 ? "is" : "are")} missing. Set all four, or none.");
        return new ProviderSettings(Called(given[nameof(Name)]!), At(given[nameof(Authority)]!), given[nameof(ClientId)]!, given[nameof(ClientSecret)]!);
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    private static string? Given(IConfiguration settings, string part) =>
        new[] { settings[$"{Setting}:{part}"], settings[$"{Section}:{part}"] }.Select(text => text?.Trim()).FirstOrDefault(text => text is { Length: > 0 });

    private static string Called(string name) => name.Length <= NameMaximum && !name.Any(char.IsControl)
        ? name
        : throw new InvalidOperationException($"{Variable(nameof(Name))} is no name for a button: it has at most {NameMaximum} characters, on one line.");

    // The secret and the keys travel there: only by HTTPS, unless they do not leave the machine.
    private static Uri At(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address) && address is { Scheme: "https" } or { Scheme: "http", IsLoopback: true }
            && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address
            : throw new InvalidOperationException($"{Variable(nameof(Authority))} is '{authority}', which is no address of a provider. It takes such as https://login.example.org; http is for this machine alone.");

    private static string Variable(string part) => $"{Setting}__{part.ToUpperInvariant()}";
}

using System.Text.RegularExpressions;

namespace Whalepaper.Files;

/// <summary>A bucket of S3, or of what speaks its language, in which uploads are kept instead of the data folder.</summary>
/// <param name="Bucket">Its name.</param>
/// <param name="Endpoint">Where the server is; null for Amazon's own.</param>
/// <param name="Region">Where the bucket is, as the server calls it.</param>
/// <param name="AccessKey">By what the server knows this house.</param>
/// <param name="SecretKey">By what this house proves to be it.</param>
/// <param name="Prefix">What the names of this house's files begin with. No two houses share bucket and prefix: each would sweep the other's files away.</param>
internal sealed partial record BucketSettings(string Bucket, Uri? Endpoint, string Region, string AccessKey, string SecretKey, string Prefix)
{
    /// <summary>The variables that set it up begin so: <c>WHALEPAPER_STORAGE__BUCKET</c> and so on.</summary>
    public const string Setting = "WHALEPAPER_STORAGE";

    /// <summary>The section of <c>appsettings.json</c> that sets it up where no variable does.</summary>
    public const string Section = "Storage";

    private const string UsualPrefix = "whalepaper/";

    private static readonly string[] all = [nameof(Bucket), nameof(Endpoint), nameof(Region), nameof(AccessKey), nameof(SecretKey), nameof(Prefix)];
    private static readonly string[] needed = [nameof(Bucket), nameof(AccessKey), nameof(SecretKey)];

    /// <summary>Reads what is set; null if nothing is, and the data folder is meant.</summary>
    /// <exception cref="InvalidOperationException">It is set up by half, or with what cannot be.</exception>
    public static BucketSettings? Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = all.ToDictionary(part => part, part => Given(settings, part), StringComparer.Ordinal);
        if (given.Values.All(value => value is null))
            return null;
        var missing = needed.Where(part => given[part] is null).Select(Variable).ToList();
        if (given[nameof(Endpoint)] is null && given[nameof(Region)] is null)
            missing.Add($"{Variable(nameof(Endpoint))} or {Variable(nameof(Region))}");
        if (missing.Count > 0)
            throw new InvalidOperationException($"The storage of files is set up by half: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. Set them, or none of {Setting}__… to keep files in the data folder.");
        return new BucketSettings(
            Named(given[nameof(Bucket)]!), At(given[nameof(Endpoint)]), given[nameof(Region)] ?? "us-east-1", given[nameof(AccessKey)]!, given[nameof(SecretKey)]!, Begun(given[nameof(Prefix)] ?? UsualPrefix));
    }

    /// <inheritdoc />
    public override string ToString() => Endpoint is null ? $"{Bucket} ({Region})" : $"{Bucket} at {Endpoint.GetLeftPart(UriPartial.Authority)}";

    private static string? Given(IConfiguration settings, string part) =>
        new[] { settings[$"{Setting}:{part}"], settings[$"{Section}:{part}"] }.Select(text => text?.Trim()).FirstOrDefault(text => text is { Length: > 0 });

    private static string Named(string bucket) => BucketName().IsMatch(bucket)
        ? bucket
        : throw new InvalidOperationException($"{Variable(nameof(Bucket))} is '{bucket}', which is no name of a bucket: 3 to 63 small letters, digits, dots and dashes.");

    // Keys and files travel there: only by HTTPS, unless they do not leave the machine.
    private static Uri? At(string? endpoint)
    {
        if (endpoint is null)
            return null;
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address is { Scheme: "https" } or { Scheme: "http", IsLoopback: true }
            && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address
            : throw new InvalidOperationException($"{Variable(nameof(Endpoint))} is '{endpoint}', which is no address of a storage server. It takes such as https://s3.example.org; http is for this machine alone.");
    }

    private static string Begun(string prefix) => PrefixShape().IsMatch(prefix) && !prefix.Contains("..", StringComparison.Ordinal)
        ? prefix.EndsWith('/') ? prefix : prefix + "/"
        : throw new InvalidOperationException($"{Variable(nameof(Prefix))} is '{prefix}', which is no beginning of names: letters, digits, dots, dashes and slashes, at most 100.");

    private static string Variable(string part) => $"{Setting}__{part.ToUpperInvariant()}";

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BucketName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrefixShape();
}

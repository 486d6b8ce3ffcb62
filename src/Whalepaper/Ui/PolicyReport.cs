using System.Text.Json;
using System.Text.RegularExpressions;

namespace Whalepaper.Ui;

/// <summary>
/// What is kept of a browser's report of a broken policy. Addresses of pages hold keys that let somebody in, and so may what was blocked: of these only
/// the host and the first part of the path are kept, and of anything that does not look like them nothing. Whoever sends a report may write what they like.
/// </summary>
internal static partial class PolicyReport
{
    private const string Unknown = "?";

    /// <summary>Reads a report as <c>report-uri</c> sends it.</summary>
    /// <returns>The directive; the host, or the word, of what was blocked; the first part of the page's path. A question mark where there is no such thing.</returns>
    public static (string Directive, string Blocked, string Page) Read(ReadOnlyMemory<char> sent)
    {
        try
        {
            using var document = JsonDocument.Parse(sent);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("csp-report", out var report) && report.ValueKind is JsonValueKind.Object)
                return (Directive(Text(report, "effective-directive") ?? Text(report, "violated-directive")), Blocked(Text(report, "blocked-uri")), Page(Text(report, "document-uri")));
        }
        catch (JsonException)
        {
            // Cut off, or no report at all.
        }

        return (Unknown, Unknown, Unknown);
    }

    private static string? Text(JsonElement report, string name) => report.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string Directive(string? said) => Plain(said?.Split(' ')[0]);

    private static string Blocked(string? said)
    {
        if (!Uri.TryCreate(said, UriKind.Absolute, out var address))
            return Plain(said);
        return address.IdnHost is { Length: > 0 and <= 253 } host && Host().IsMatch(host) ? host : Plain(address.Scheme);
    }

    private static string Page(string? said)
    {
        if (!Uri.TryCreate(said, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return Unknown;
        var first = address.AbsolutePath.Split('/')[1];
        return first.Length == 0 ? "/" : Plain(first) is var plain and not Unknown ? $"/{plain}" : Unknown;
    }

    // Directives, words such as "inline" and the first parts of our paths are short and plain; keys are not.
    private static string Plain(string? said) => said is not null && Word().IsMatch(said) ? said : Unknown;

    [GeneratedRegex(@"^[a-z][a-z0-9.-]{0,29}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-zA-Z0-9.:\[\]_-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();
}

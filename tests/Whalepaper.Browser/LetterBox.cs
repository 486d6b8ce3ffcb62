using Microsoft.AspNetCore.Builder;
using MimeKit;

namespace Whalepaper.Browser;

/// <summary>The letters that a real mail server took for one domain; every journey has its own.</summary>
internal sealed class LetterBox
{
    private static readonly Uri server = new(Environment.GetEnvironmentVariable("WHALEPAPER_TEST_MAIL")
        ?? throw new InvalidOperationException("WHALEPAPER_TEST_MAIL names no server: run ./test, which starts one, or set it to smtp://host:port/folder of tests/servers/mail.js."));

    private readonly string _domain = $"d{Guid.NewGuid():N}.example";

    /// <summary>An address at which it takes letters.</summary>
    public string Address(string name) => $"{name}@{_domain}";

    /// <summary>Lets a house write by that server.</summary>
    public static void SetUp(WebApplicationBuilder builder)
    {
        foreach (var (part, value) in new[] { ("HOST", server.Host), ("PORT", $"{server.Port}"), ("SECURITY", "none"), ("FROM", "group@whale.example") })
            builder.Configuration[$"WHALEPAPER_MAIL:{part}"] = value;
    }

    /// <summary>What came so far.</summary>
    public IReadOnlyList<MimeMessage> Letters() =>
        Path.Combine(server.LocalPath, _domain) is var place && Directory.Exists(place) ? [.. Directory.EnumerateFiles(place, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))] : [];
}

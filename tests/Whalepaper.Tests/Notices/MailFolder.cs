using Microsoft.AspNetCore.Builder;

namespace Whalepaper.Tests.Notices;

/// <summary>What an independent reader found in a letter.</summary>
internal sealed record ReadLetter(
    string MessageId, string[][] From, string[][] To, string[] ReplyTo, string Subject, DateTimeOffset Date, string Auto, string Language, string Type, string[] Types, string[] Headers, string Text, string Html,
    string EnvelopeFrom, string EnvelopeTo, string Session, int Longest, bool Ascii, string[] Defects,
    string? Unsubscribe, string? UnsubscribePost, string? Calendar, string? CalendarMethod, string? CalendarCharset, string[][] Files);

/// <summary>The letters that a real mail server took for one domain; every test has its own.</summary>
internal sealed class MailFolder
{
    private static readonly Uri server = new(Environment.GetEnvironmentVariable("WHALEPAPER_TEST_MAIL")
        ?? throw new InvalidOperationException("WHALEPAPER_TEST_MAIL names no server: run ./test, which starts one, or set it to smtp://host:port/folder of tests/servers/mail.js."));

    /// <summary>The domain.</summary>
    public string Domain { get; } = $"d{Guid.NewGuid():N}.example";

    /// <summary>Where the server is.</summary>
    public static (string Host, int Port) Server => (server.Host, server.Port);

    private string Place => Path.Combine(server.LocalPath, Domain);

    /// <summary>An address at which it takes letters.</summary>
    public string Address(string name) => $"{name}@{Domain}";

    /// <summary>How many letters it took.</summary>
    public int Count => Directory.Exists(Place) ? Directory.EnumerateFiles(Place, "*.eml").Count() : 0;

    /// <summary>Lets a house write by that server.</summary>
    public static void SetUp(WebApplicationBuilder builder, params (string Part, string Value)[] also)
    {
        foreach (var (part, value) in (ReadOnlySpan<(string Part, string Value)>)[("HOST", Server.Host), ("PORT", $"{Server.Port}"), ("SECURITY", "none"), ("FROM", "group@whale.example"), .. also])
            builder.Configuration[$"WHALEPAPER_MAIL:{part}"] = value;
    }

    /// <summary>The letters, with Python's own parser, which shares nothing with the library that wrote them; in the order in which they came.</summary>
    public async Task<IReadOnlyList<ReadLetter>> ReadAsync() => await PythonReader.ReadAsync<List<ReadLetter>>("Notices/read_letters.py", default, Place);
}

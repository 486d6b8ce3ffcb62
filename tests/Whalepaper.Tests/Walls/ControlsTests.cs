using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Files;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What docs/security/controls.md tells is what the code does: its numbers, its kinds of files, its settings and its means of cryptography.</summary>
public sealed partial class ControlsTests
{
    private const string Crypto = "System.Security.Cryptography.";
    private const BindingFlags Statics = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    // Nothing of ours may know these: they can be made to run what they read, can be foreseen, or would decide about certificates in the place of the system.
    private static readonly string[] banned =
    [
        "System.Runtime.Serialization.Formatters.Binary.BinaryFormatter", "System.Runtime.Serialization.NetDataContractSerializer", "System.Xml.Serialization.XmlSerializer", "System.Xml.XmlDocument", "System.Xml.XPath.XPathNavigator",
        "System.Xml.Xsl.XslCompiledTransform", "System.DirectoryServices.DirectoryEntry", "System.Reflection.Emit.DynamicMethod", "System.Random", "System.Web.UI.ObjectStateFormatter", "System.Net.Security.RemoteCertificateValidationCallback", "System.Net.Security.SslPolicyErrors",
    ];

    private static readonly string text = File.ReadAllText(Path.Combine(Building.Root, "docs", "security", "controls.md"));

    [Fact]
    public void Numbers_are_those_of_the_code()
    {
        var rows = Rows(3).Select(row => (What: row[0], Said: row[1], Held: Name().Matches(row[2]).Select(name => name.Groups["name"].Value).ToList())).Where(row => row.Held.Count > 0 && row.Held.TrueForAll(name => name.Contains('.', StringComparison.Ordinal))).ToList();

        Assert.InRange(rows.Count, 25, 200);
        Assert.All(rows, row => Assert.All(row.Held, name => Assert.True(Spellings(ValueOf(name)).Any(one => Regex.IsMatch(row.Said, $@"(?<![\d,]){one}(?![\d,])", RegexOptions.None, TimeSpan.FromSeconds(1))), $"{row.What}: {name} is {ValueOf(name)}, and not {row.Said}")));
    }

    [Fact]
    public void Every_throttle_is_told()
    {
        var bounds = typeof(Site).Assembly.GetTypes().Where(type => type.Name.EndsWith("Throttle", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(Statics).Where(field => field.Name is not "Segments" && (field.FieldType == typeof(int) || field.FieldType == typeof(TimeSpan))).Select(field => $"{type.Name}.{field.Name}")).ToList();

        Assert.InRange(bounds.Count, 10, 100);
        Assert.All(bounds, bound => Assert.Contains($"`{bound}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_it_names_of_the_code_is_there() =>
        Assert.All(Name().Matches(text).Select(name => name.Groups["name"].Value).Where(name => Member().IsMatch(name) && !name.StartsWith("System.", StringComparison.Ordinal)), name => Assert.NotNull(ValueOf(name)));

    [Fact]
    public void Every_kind_of_file_is_told() => Assert.Equal(Enum.GetNames<FileSort>().Order(StringComparer.Ordinal), Section("Files").Select(row => row[0].Trim('`')).Skip(1).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_setting_is_one_that_operators_are_told()
    {
        var operating = File.ReadAllText(Path.Combine(Building.Root, "docs", "operating.md"));
        var names = Setting().Matches(text).Select(name => name.Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.InRange(names.Count, 5, 50);
        Assert.All(names, name => Assert.True(operating.Contains(name, StringComparison.Ordinal) || operating.Contains(name[name.IndexOf("__", StringComparison.Ordinal)..], StringComparison.Ordinal), name));
    }

    [Fact]
    public void The_means_of_cryptography_are_these_and_no_others()
    {
        var known = Building.Types.SelectMany(Building.Known).Where(name => name.StartsWith(Crypto, StringComparison.Ordinal)).Select(name => name[Crypto.Length..].Split('/', '+', '`')[0]).Distinct(StringComparer.Ordinal);

        Assert.Equal(Section("Cryptography").Skip(1).SelectMany(row => Name().Matches(row[0]).Select(name => name.Groups["name"].Value)).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_sealed_is_sealed_by_the_ciphers_that_are_told()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        // The proof in a form is sealed.
        Assert.True((await site.GetAsync("/sign-in")).IsSuccessStatusCode);
        var key = XElement.Parse((await site.WithAsync(db => db.DataProtectionKeys.SingleAsync())).Xml!);

        Assert.Equal(("AES_256_CBC", "HMACSHA256"), (Assert.Single(key.Descendants("encryption")).Attribute("algorithm")!.Value, Assert.Single(key.Descendants("validation")).Attribute("algorithm")!.Value));
        Assert.Equal(90, ((DateTimeOffset)key.Element("expirationDate")! - (DateTimeOffset)key.Element("activationDate")!).TotalDays);
        Assert.Contains("DataProtection (AES-256-CBC with HMAC-SHA-256;", text, StringComparison.Ordinal);
        Assert.Contains("made anew every 90 days", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_ours_knows_what_can_be_made_to_run_what_it_reads()
    {
        Assert.Empty(Building.Types.SelectMany(type => Building.Known(type).Where(banned.Contains).Select(known => $"{type.FullName} knows {known}")));
        // Programs are started in one place, and code that looks after its memory by itself is not compiled at all.
        Assert.Equal(["Whalepaper.Files.PdfProcess"], Building.Types.Where(type => Building.Known(type).Contains("System.Diagnostics.ProcessStartInfo", StringComparer.Ordinal)).Select(type => type.FullName.Split('/', '+')[0]).Distinct(StringComparer.Ordinal));
        Assert.All(Building.Files(".csproj", ".props", ".targets"), file => Assert.DoesNotContain("AllowUnsafeBlocks", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>No script makes code of words, keeps anything in the browser, talks to other windows, or writes into objects under names that came from outside.</summary>
    [Fact]
    public void Scripts_run_keep_and_tell_nothing()
    {
        var scripts = Directory.GetFiles(Path.Combine(Building.Root, "src", "Whalepaper", "wwwroot", "js"), "*.js");
        Assert.NotEmpty(scripts);
        Assert.All(scripts, file => Assert.DoesNotMatch(Forbidden(), File.ReadAllText(file)));
    }

    private static object? ValueOf(string name)
    {
        var parts = name.Split('.');
        var field = typeof(Site).Assembly.GetTypes().Where(type => type.Name == parts[0]).Select(type => type.GetField(parts[1], Statics)).FirstOrDefault(field => field is not null);
        return field?.GetValue(null);
    }

    private static IEnumerable<string> Spellings(object? value) => value switch
    {
        int number => [number.ToString("N0", CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture)],
        TimeSpan span => Spellings(span),
        Duration length => Spellings(length.ToTimeSpan()),
        _ => [],
    };

    private static IEnumerable<string> Spellings(TimeSpan span) =>
        new[] { (span.TotalSeconds, "second"), (span.TotalMinutes, "minute"), (span.TotalHours, "hour"), (span.TotalDays, "day") }.Where(one => one.Item1 >= 1 && one.Item1 % 1 is 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item1} {one.Item2}{(one.Item1 is 1 ? "" : "s")}"));

    // The rows of tables with so many columns.
    private static IEnumerable<string[]> Rows(int columns) => RowsOf(text).Where(row => row.Length == columns);

    private static List<string[]> Section(string title)
    {
        var begin = text.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, title);
        var end = text.IndexOf("\n## ", begin + 4, StringComparison.Ordinal);
        return [.. RowsOf(end < 0 ? text[begin..] : text[begin..end])];
    }

    internal static IEnumerable<string[]> RowsOf(string document) =>
        document.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).Select(line => line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Z][A-Za-z]+\\.[A-Z][A-Za-z]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();

    [GeneratedRegex("WHALEPAPER_[A-Z]+(?:__[A-Z]+)?|OTEL_[A-Z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    [GeneratedRegex("\\beval\\s*\\(|new Function\\b|\\bdocument\\.write|\\bpostMessage\\b|addEventListener\\(\\s*[\"']message[\"']|\\b(?:local|session)Storage\\b|\\bindexedDB\\b|\\b__proto__\\b|\\.prototype\\[|\\bsetTimeout\\(\\s*[\"'`]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forbidden();
}

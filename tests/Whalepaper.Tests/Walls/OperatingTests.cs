using System.Text.RegularExpressions;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What those are told who run the house is told in both languages: the same sections, the same commands, the same settings.</summary>
public sealed partial class OperatingTests
{
    private static readonly string english = Read("operating.md");
    private static readonly string chinese = Read("operating.zh-CN.md");

    [Fact]
    public void Both_languages_have_the_same_sections() => Assert.Equal(Heading().Matches(english).Select(heading => heading.Value), Heading().Matches(chinese).Select(heading => heading.Value));

    [Fact]
    public void Both_languages_name_the_same_settings_and_addresses()
    {
        Assert.NotEmpty(Names(english));
        Assert.Equal(Names(english), Names(chinese));
    }

    [Fact]
    public void Both_languages_give_the_same_commands()
    {
        Assert.NotEmpty(Commands(english));
        Assert.Equal(Commands(english), Commands(chinese));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Building.Root, "docs", name));

    private static List<string> Names(string text) => [.. Name().Matches(text).Select(name => name.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // What stands behind a # is said in each language.
    private static List<string> Commands(string text) =>
        [.. Block().Matches(text).SelectMany(block => block.Groups["code"].Value.Split('\n')).Select(line => line.Split('#')[0].TrimEnd()).Where(line => line.Length > 0 && !line.Contains("credentials", StringComparison.Ordinal))];

    [GeneratedRegex("^#{2,3}(?= )", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("(?:WHALEPAPER|OTEL)_[A-Z_]+|whalepaper_[a-z_]+|(?<=`)/(?:health|metrics|meetings|sign-in|ballots)[^`]*(?=`)|(?<=`)__?[A-Z]+(?=`)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("```\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}

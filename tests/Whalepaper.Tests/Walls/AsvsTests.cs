using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>docs/security/asvs.md names tests that are there, says of every line what becomes of it, and counts rightly. Whether a test shows enough, no test can say.</summary>
public sealed partial class AsvsTests
{
    /// <summary>How many lines of levels 1 and 2 each section of ASVS 5.0.0 has, and the number of the last of them: of level 3 none stands between.</summary>
    private static readonly (string Section, int Last)[] sections =
    [
        ("1.1", 2), ("1.2", 9), ("1.3", 11), ("1.4", 3), ("1.5", 2), ("2.1", 3), ("2.2", 3), ("2.3", 4), ("2.4", 1), ("3.2", 2), ("3.3", 4), ("3.4", 6), ("3.5", 5), ("3.7", 2), ("4.1", 3), ("4.2", 1), ("4.3", 2), ("4.4", 4),
        ("5.1", 1), ("5.2", 3), ("5.3", 2), ("5.4", 3), ("6.1", 3), ("6.2", 12), ("6.3", 4), ("6.4", 4), ("6.5", 5), ("6.6", 3), ("6.8", 4), ("7.1", 3), ("7.2", 4), ("7.3", 2), ("7.4", 5), ("7.5", 2), ("7.6", 2),
        ("8.1", 2), ("8.2", 3), ("8.3", 1), ("8.4", 1), ("9.1", 3), ("9.2", 4), ("10.1", 2), ("10.2", 2), ("10.3", 4), ("10.4", 11), ("10.5", 5), ("10.6", 2), ("10.7", 3), ("11.1", 2), ("11.2", 3), ("11.3", 3), ("11.4", 4), ("11.5", 1), ("11.6", 1),
        ("12.1", 3), ("12.2", 2), ("12.3", 4), ("13.1", 1), ("13.2", 5), ("13.3", 2), ("13.4", 5), ("14.1", 2), ("14.2", 4), ("14.3", 3), ("15.1", 3), ("15.2", 3), ("15.3", 7), ("16.1", 1), ("16.2", 5), ("16.3", 4), ("16.4", 3), ("16.5", 3),
        ("17.1", 1), ("17.2", 4), ("17.3", 2),
    ];

    private static readonly string[] states = ["met", "not applicable", "open"];

    private static readonly string text = File.ReadAllText(Path.Combine(Building.Root, "docs", "security", "asvs.md"));

    private static readonly List<Line> lines = [.. ControlsTests.RowsOf(text).Where(row => row.Length == 4 && Number().IsMatch(row[0])).Select(row => new Line(row[0], row[1], row[2], row[3]))];

    [Fact]
    public void Every_line_of_both_levels_is_there_once_and_in_order()
    {
        Assert.Equal(253, sections.Sum(section => section.Last));
        Assert.Equal(sections.SelectMany(section => Enumerable.Range(1, section.Last).Select(n => string.Create(CultureInfo.InvariantCulture, $"{section.Section}.{n}"))), lines.Select(line => line.Number));
        // Each stands in its own chapter.
        var chapter = "";
        foreach (var row in text.Split('\n'))
        {
            chapter = Heading().Match(row) is { Success: true } heading ? heading.Groups["number"].Value : chapter;
            if (Number().Match(row.Trim('|', ' ').Split(' ')[0]) is { Success: true } number)
                Assert.StartsWith($"{chapter}.", number.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_line_has_a_state_and_what_shows_it_or_why() => Assert.All(lines, line =>
    {
        Assert.Contains(line.State, states);
        Assert.InRange(line.Asked.Length, 3, 120);
        if (line.State is "met")
            Assert.NotEmpty(Test().Matches(line.By));
        else
            Assert.True(Test().Replace(line.By, "").Length >= 12, $"{line.Number} says not why: {line.By}");
    });

    [Fact]
    public void Every_test_that_is_named_is_one()
    {
        var ours = typeof(AsvsTests).Assembly.GetTypes().Where(type => type.IsClass && type.Name.EndsWith("Tests", StringComparison.Ordinal)).ToLookup(type => type.Name, StringComparer.Ordinal);
        var browser = Directory.GetFiles(Path.Combine(Building.Root, "tests", "Whalepaper.Browser"), "*Tests.cs").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        var named = Test().Matches(text).Select(test => (Class: test.Groups["class"].Value, Method: test.Groups["method"].Value)).Distinct().ToList();

        Assert.InRange(named.Count, 80, 1000);
        Assert.All(named, test => Assert.True(
            ours[test.Class].Any(type => type.GetMethod(test.Method, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)?.GetCustomAttributes().Any(mark => mark.GetType().Name is nameof(FactAttribute) or nameof(TheoryAttribute)) is true)
            || (browser.TryGetValue(test.Class, out var source) && Regex.IsMatch(source, $@"\[(?:Fact|Theory)[^\]]*\](?:\s*\[[^\]]+\])*\s*public (?:async )?(?:Task|void) {test.Method}\(", RegexOptions.None, TimeSpan.FromSeconds(1))),
            $"There is no test {test.Class}.{test.Method}."));
        // Whatever looks like a test is read as one.
        Assert.Equal(named.Count, Quoted().Matches(text).Select(quoted => quoted.Value.Trim('`')).Where(quoted => quoted.Contains("Tests.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_sums_are_right()
    {
        var sums = ControlsTests.RowsOf(text).Where(row => row.Length == 5 && row[4] is not "all").ToList();

        Assert.Equal(18, sums.Count);
        Assert.All(sums, row =>
        {
            var own = row[0] is "all" ? lines : lines.FindAll(line => $"V{line.Number.Split('.')[0]}" == row[0].Split(' ')[0]);
            Assert.Equal([.. states.Select(state => own.Count(line => line.State == state)), own.Count], row.Skip(1).Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)));
        });
    }

    [Fact]
    public void Documents_that_are_named_are_there() =>
        Assert.All(Link().Matches(text).Select(link => link.Groups["path"].Value), path => Assert.True(File.Exists(Path.Combine(Building.Root, "docs", "security", path)), path));

    [GeneratedRegex(@"^\d+\.\d+\.\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^## V(?<number>\d+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Test();

    [GeneratedRegex("`[^`]+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\((?<path>[^):#]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    /// <summary>A line of the document.</summary>
    private sealed record Line(string Number, string Asked, string State, string By);
}

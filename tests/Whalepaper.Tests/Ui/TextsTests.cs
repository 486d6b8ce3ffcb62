using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Xunit;

namespace Whalepaper.Tests.Ui;

/// <summary>The rooms' words, of whatever room: complete in both languages, and with the same places to fill in.</summary>
public sealed partial class TextsTests
{
    public static IEnumerable<TheoryDataRow<string>> Rooms =>
        typeof(Site).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith("Texts.resources", StringComparison.Ordinal))
            .Select(name => new TheoryDataRow<string>(name[..^".resources".Length]));

    [Theory, MemberData(nameof(Rooms))]
    public void Both_languages_are_complete(string room)
    {
        var english = Read(room, CultureInfo.InvariantCulture);
        var chinese = Read(room, CultureInfo.GetCultureInfo("zh-CN"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, text) in english)
            Assert.Equal(Places(text), Places(chinese[key]));
    }

    private static Dictionary<string, string> Read(string room, CultureInfo culture)
    {
        var set = new ResourceManager(room, typeof(Site).Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        Assert.NotNull(set);
        return set.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
    }

    private static List<string> Places(string text) =>
        [.. Place().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}

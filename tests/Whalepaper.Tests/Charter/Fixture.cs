using Whalepaper.Charter;

namespace Whalepaper.Tests.Charter;

/// <summary>Documents that we wrote in other people's habits, each beside a file of what it says.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Charter", "Fixtures");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static CharterText Read(string name) => CharterEncoding.Read(File.ReadAllBytes(Path.Combine(Folder, name + ".md")));

    public static string Text(string name) => Read(name).Text;

    public static string Facts(string name) => File.ReadAllText(Path.Combine(Folder, name + ".txt"));

    /// <summary>
    /// Those that name people often enough: how a document names people is learnt from its entries, and one that may lose its only example
    /// has no manner to keep.
    /// </summary>
    public static IEnumerable<string> Mannered => Names.Where(name =>
        CharterReader.Read(Text(name)).Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Count(e => e.Entry.Named is not null) > 6);
}

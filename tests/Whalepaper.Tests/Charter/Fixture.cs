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
}

using Whalepaper.Fuzz;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What broke a reader once (<c>fuzz/run</c> keeps it) breaks it never again; nor does that from which the search begins.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Every_target_has_something_to_begin_with()
    {
        Assert.All(Targets.All.Keys, target => Assert.NotEmpty(Inputs(target)));
        // A folder that is called like no target would be read by nobody.
        foreach (var folder in (string[])["seeds", "kept"])
            Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Building.Root, "fuzz", folder)).Select(Path.GetFileName).Except(Targets.All.Keys, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("charter")]
    [InlineData("bibtex")]
    [InlineData("csv")]
    [InlineData("arxiv")]
    public void Nothing_that_was_found_breaks_it_again(string target)
    {
        Assert.All(Inputs(target), file => Targets.All[target](File.ReadAllBytes(file)));
        // Halves begin and end in the middle of everything.
        Assert.All(Inputs(target).Select(File.ReadAllBytes), bytes =>
        {
            Targets.All[target](bytes[..(bytes.Length / 2)]);
            Targets.All[target](bytes[(bytes.Length / 2)..]);
        });
    }

    // The charter begins with the documents of the other tests.
    private static List<string> Inputs(string target) =>
    [
        .. FilesOf("fuzz", "seeds", target), .. FilesOf("fuzz", "kept", target),
        .. target is "charter" ? [.. FilesOf("tests", "Whalepaper.Tests", "Charter", "Fixtures"), .. FilesOf("samples")] : (string[])[],
    ];

    private static string[] FilesOf(params string[] folders)
    {
        var folder = Path.Combine([Building.Root, .. folders]);
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }
}

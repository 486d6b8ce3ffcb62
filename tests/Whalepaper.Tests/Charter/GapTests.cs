using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>Programs put many kinds of white space between the sign of a list and what stands there: none of it belongs to an entry's words.</summary>
public sealed class GapTests
{
    public static readonly TheoryData<string> Gaps = ["\t", "\u00A0", "\u3000", "\u2003", "\f", "\u00A0 \u00A0"];

    private static readonly string[] entries = ["Whales【Ira】", "[Whales](https://whales.example)【Ira】", "Whales§(https://whales.example)§【Ira】", "Whales§https://whales.example§【Ira】", "Whales§【杨夕、Ada§Brook】", "Whales§— presented by§Ada§Brook", "【Ira】§", "【Ira】§[code](https://whales.example)", ")§【Ira】"];

    [Theory, MemberData(nameof(Gaps))]
    public void Whatever_white_space_stands_around_an_entry_is_none_of_it(string gap)
    {
        foreach (var sign in (string[])["1. ", "- ", "- [x] "])
        {
            foreach (var entry in entries)
            {
                var (plain, _) = Read(sign + entry.Replace('§', ' '));
                var (spaced, written) = Read(sign + gap + entry.Replace("§", gap, StringComparison.Ordinal));

                Assert.Equal((entry, Told(plain)), (entry, Told(spaced)));
                Assert.Equal(sign + gap + entry.Replace("§", gap, StringComparison.Ordinal), written);
            }
        }
    }

    [Theory]
    [InlineData("Whales https://whales.example【Ira】")]
    [InlineData("Whales：https://whales.example【Ira】")]
    [InlineData("《Whales》https://whales.example【Ira】")]
    public void An_address_ends_where_the_presenters_begin(string entry)
    {
        var (read, written) = Read($"1. {entry}");

        Assert.Equal(("https://whales.example", "Ira"), (read?.Link, Assert.Single(read!.Presenters)));
        Assert.Contains("Whales", read.Title, StringComparison.Ordinal);
        Assert.Equal($"1. {entry}", written);
    }

    // What stands between words is one blank, whatever it is.
    private static string Told(EntryFact? entry) =>
        entry is null ? "nothing" : $"{string.Join(' ', entry.Title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} by {string.Join('|', entry.Presenters)} at {entry.Link}";

    private static (EntryFact? Entry, string Line) Read(string line)
    {
        const string before = "## Graph neural networks\n\n";
        var document = CharterReader.Read($"{before}{line}\n");
        return (document.Facts.Topics.Single().Lists.SingleOrDefault()?.Entries.SingleOrDefault(), CharterWriter.Write(document, document.Facts)[before.Length..^1]);
    }
}

using System.Text;
using Whalepaper.Charter;
using Whalepaper.Papers;

namespace Whalepaper.Fuzz;

/// <summary>What people paste to name papers: entries of BibTeX among lines; and what is written as BibTeX of whatever they called them.</summary>
internal static class BibTeXTarget
{
    private static readonly string[] fields = ["archiveprefix", "author", "booktitle", "doi", "eprint", "title", "url", "year"];

    public static void Run(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var at = 0;
        foreach (var entry in BibTeXReading.Entries(text))
        {
            Targets.Require(entry.Start >= at && entry.End > entry.Start && entry.End <= text.Length, "entries follow each other in the text");
            at = entry.End;
        }

        Named(PastedWorks.Read(text), text.ReplaceLineEndings("\n").Split('\n').Length);
        var paper = PastedPaper.Read(text);
        Targets.Require(paper.Authors.All(author => author.Length > 0), "whoever wrote something has a name");
        Written(text);
    }

    private static void Named(PastedWorks read, int lines)
    {
        Targets.Require(read.Faults.All(fault => fault.Line >= 1 && fault.Line <= lines), "a fault names a line that is there");
        Targets.Require(read.Works.All(work => work.Name.Length > 0), "a work has a name");
        Targets.Require(read.Works.All(work => work.Link is null || (SafeLink.IsWeb(work.Link) && SafeLink.IsSafe(work.Link))), "a link leads into the web");
    }

    // A title, a name or a link stays in its braces, whatever is in it.
    private static void Written(string text)
    {
        // Blanks alone are no title of a paper, and no name of anybody.
        var said = "x" + text;
        var written = BibTeX.Write([new CitedPaper(7, PaperKind.Paper, said, [said, "杨夕"], said, 2019, text, text, text)]);
        var entries = BibTeXReading.Entries(written).ToList();
        Targets.Require(entries is [{ IsWhole: true, Start: 0 }], "a paper is written as one entry");
        Targets.Require(entries[0].Fields!.Keys.Order(StringComparer.Ordinal).SequenceEqual(fields, StringComparer.Ordinal), "an entry has the fields that were written");
        Targets.Require(written.AsSpan(entries[0].End).IsWhiteSpace(), "nothing stands behind an entry");
    }
}

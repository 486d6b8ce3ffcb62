using System.Text;
using Whalepaper.Charter;
using Whalepaper.Papers;

namespace Whalepaper.Fuzz;

/// <summary>A title in the first line and an address, a number of arXiv or a DOI in the others: what a paper is known by.</summary>
internal static class IdentifierTarget
{
    public static void Run(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        var (title, link) = line < 0 ? (text, text) : (text[..line], text[(line + 1)..]);
        Known(PaperDetails.Read(title, link));
        if (PastedPaper.LinkOf(link.Trim()) is { } leads)
        {
            Targets.Require(leads.StartsWith("http", StringComparison.OrdinalIgnoreCase), "a link leads into the web");
            Known(PaperDetails.Read(title, leads));
        }

        _ = SafeLink.IsSafe(link);
        if (SafeLink.Resolve(link, "https://papers.example.org/") is { } resolved)
            Targets.Require(resolved.StartsWith("http", StringComparison.Ordinal) || resolved.StartsWith("mailto:", StringComparison.Ordinal), "an address leads into the web or to a mailbox");
    }

    private static void Known(PaperDetails details)
    {
        Targets.Require(details.Year is null or (>= 1900 and < 2100), "a year is one of our time");
        if (details.ArxivId is { } arxiv)
            Targets.Require(string.Equals(PaperDetails.Read("", $"https://arxiv.org/abs/{arxiv}").ArxivId, arxiv, StringComparison.Ordinal), "a number of arXiv leads to itself");
        if (details.Doi is { } doi)
            Targets.Require(string.Equals(PaperDetails.Read("", $"http://doi.org/{doi}").Doi, doi, StringComparison.Ordinal), "a DOI leads to itself");
        if (details.Repository is { } repository)
            Targets.Require(SafeLink.IsWeb(repository), "a repository is in the web");
    }
}

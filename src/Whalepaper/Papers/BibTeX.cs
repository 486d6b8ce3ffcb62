using System.Globalization;
using System.Text;

namespace Whalepaper.Papers;

/// <summary>
/// Writes papers as BibTeX. Text is UTF-8 with LaTeX's own signs escaped, and every value stands in braces that balance, since BibTeX counts
/// braces even behind a backslash. A key is made from the paper's number alone: a citation must hold when a title or a year is corrected.
/// </summary>
public static class BibTeX
{
    /// <summary>The media type.</summary>
    public const string Type = "application/x-bibtex";

    /// <summary>The key by which a paper is cited: unique in a group, and lasting.</summary>
    public static string KeyOf(int paperId) => string.Create(CultureInfo.InvariantCulture, $"whalepaper{paperId}");

    /// <summary>The papers, an entry each.</summary>
    public static string Write(IEnumerable<CitedPaper> papers)
    {
        ArgumentNullException.ThrowIfNull(papers);
        var text = new StringBuilder();
        foreach (var paper in papers)
            Write(text, paper);
        return text.ToString();
    }

    private static void Write(StringBuilder text, CitedPaper paper)
    {
        if (text.Length > 0)
            text.Append('\n');
        text.Append('@').Append(SortOf(paper)).Append('{').Append(KeyOf(paper.Id)).Append(",\n");
        // Doubled, so that a style does not put XLNet into small letters.
        Field(text, "title", $"{{{Escaped(TitleOf(paper))}}}");
        if (paper.Authors.Count > 0)
            Field(text, "author", string.Join(" and ", paper.Authors.Select(NameOf)));
        if (paper.Venue is { } venue)
            Field(text, "booktitle", $"{{{Escaped(venue)}}}");
        if (paper.Year is { } year)
            Field(text, "year", year.ToString(CultureInfo.InvariantCulture));
        if (paper.Doi is { } doi)
            Field(text, "doi", Verbatim(doi));
        if (paper.ArxivId is { } arxiv)
        {
            Field(text, "eprint", Verbatim(arxiv));
            Field(text, "archiveprefix", "arXiv");
        }

        if (paper.Link is { } link)
            Field(text, "url", Verbatim(link));
        text.Append("}\n");
    }

    private static string SortOf(CitedPaper paper) => paper is { Kind: PaperKind.Paper, Venue: not null } ? "inproceedings" : "misc";

    // "… [ACL2019]" says again what venue and year say.
    private static string TitleOf(CitedPaper paper)
    {
        var title = paper.Title.Trim();
        var mark = title.LastIndexOf('[');
        return mark > 0 && title[^1] == ']' && paper.Year is { } year && title.EndsWith(string.Create(CultureInfo.InvariantCulture, $"{year}]"), StringComparison.Ordinal)
            ? title[..mark].TrimEnd()
            : title;
    }

    // A comma or an "and" within a name would part it; what is in braces is one name as it stands.
    private static string NameOf(string name)
    {
        var plain = Escaped(name);
        var parts = plain.Contains(',', StringComparison.Ordinal) || plain.Equals("others", StringComparison.OrdinalIgnoreCase)
            || plain.Split(' ').Contains("and", StringComparer.OrdinalIgnoreCase);
        return parts ? $"{{{plain}}}" : plain;
    }

    private static void Field(StringBuilder text, string name, string value) => text.Append("  ").Append(name).Append(" = {").Append(value).Append("},\n");

    private static string Escaped(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var letter in string.Join(' ', value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).Where(letter => !char.IsControl(letter)))
        {
            _ = letter switch
            {
                '\\' => escaped.Append(@"{\textbackslash}"),
                '{' => escaped.Append(@"{\textbraceleft}"),
                '}' => escaped.Append(@"{\textbraceright}"),
                '~' => escaped.Append(@"{\textasciitilde}"),
                '^' => escaped.Append(@"{\textasciicircum}"),
                '&' or '%' or '$' or '#' or '_' => escaped.Append('\\').Append(letter),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    // Addresses and identifiers are read as they stand; only what would unbalance the braces is written as the octets of an address.
    private static string Verbatim(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            if (letter is '{' or '}' or '\\' || char.IsControl(letter) || char.IsWhiteSpace(letter))
                text.Append(Uri.HexEscape(letter < 256 ? letter : ' '));
            else
                text.Append(letter);
        }

        return text.ToString();
    }
}

/// <summary>What a citation says of a paper.</summary>
/// <param name="Id">The database's number.</param>
/// <param name="Kind">What sort of reading it is.</param>
/// <param name="Title">Its title, as the group writes it.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Venue">Where it appeared.</param>
/// <param name="Year">When it appeared.</param>
/// <param name="ArxivId">arXiv's identifier without its version.</param>
/// <param name="Doi">The DOI.</param>
/// <param name="Link">Where it is read: an absolute address, or null.</param>
public sealed record CitedPaper(
    int Id, PaperKind Kind, string Title, IReadOnlyList<string> Authors, string? Venue, int? Year, string? ArxivId, string? Doi, string? Link);

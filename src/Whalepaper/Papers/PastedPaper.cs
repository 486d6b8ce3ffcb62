using System.Globalization;
using System.Text.RegularExpressions;

namespace Whalepaper.Papers;

/// <summary>What a pasted text tells of a paper: an entry of BibTeX, a link, an arXiv number or a DOI.</summary>
/// <param name="Title">Its title; null if the text does not tell.</param>
/// <param name="Link">Where it is read.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Venue">Where it appeared.</param>
/// <param name="Year">When it appeared.</param>
public sealed partial record PastedPaper(string? Title, string? Link, IReadOnlyList<string> Authors, string? Venue, int? Year)
{
    private static readonly PastedPaper nothing = new(null, null, [], null, null);

    /// <summary>Reads a text; what it does not tell is null.</summary>
    public static PastedPaper Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return nothing;
        if (BibTeXReading.Read(text) is { } fields)
            return Of(fields);
        return nothing with { Link = LinkOf(text.Trim()) };
    }

    /// <summary>Where a web address, an arXiv number or a DOI leads; null if the text is none of them.</summary>
    internal static string? LinkOf(string text)
    {
        if (WebPattern().IsMatch(text))
            return text;
        if (ArxivNumber().Match(text) is { Success: true } arxiv)
            return $"https://arxiv.org/abs/{arxiv.Groups["id"].Value}";
        return DoiNumber().Match(text) is { Success: true } doi ? $"https://doi.org/{doi.Groups["doi"].Value}" : null;
    }

    /// <summary>What the fields of an entry of BibTeX tell.</summary>
    internal static PastedPaper Of(IReadOnlyDictionary<string, string> fields)
    {
        string? Field(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (fields.TryGetValue(name, out var value) && value.Length > 0)
                    return value;
            }

            return null;
        }

        var link = Field("url") ?? (Field("doi") is { } doi ? $"https://doi.org/{doi}" : Field("eprint") is { } eprint ? $"https://arxiv.org/abs/{eprint}" : null);
        return new(
            Field("title"), link, Field("author") is { } people ? BibTeXReading.People(people) : [], Field("booktitle", "journal", "venue"),
            int.TryParse(Field("year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1600 and < 2200 ? year : null);
    }

    [GeneratedRegex("""^https?://[^\s<>"]+$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WebPattern();

    [GeneratedRegex("""^(arxiv:)?\s*(?<id>([0-9]{4}\.[0-9]{4,5}|[a-z\-]{2,12}(\.[A-Z]{2})?/[0-9]{7})(v[0-9]{1,2})?)$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArxivNumber();

    [GeneratedRegex("""^(doi:)?\s*(?<doi>10\.[0-9]{4,9}/[^\s<>"]+)$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoiNumber();
}

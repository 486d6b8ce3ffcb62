using System.Globalization;
using System.Text.RegularExpressions;

namespace Whalepaper.Papers;

/// <summary>What a title and a link tell of a paper: its sort, its venue and year, and the identifiers by which the world knows it.</summary>
internal sealed partial record PaperDetails(PaperKind Kind, string? Venue, int? Year, string? ArxivId, int? ArxivVersion, string? Doi, string? Repository)
{
    public static PaperDetails Read(string title, string? link)
    {
        var mark = MarkPattern().Match(title);
        int? year = mark.Groups["year"].Success ? int.Parse(mark.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) : null;
        var venue = mark.Success && mark.Groups["venue"].Length > 0 ? mark.Groups["venue"].Value.Trim() : null;
        var arxiv = link is null ? Match.Empty : ArxivPattern().Match(link);
        var doi = link is null ? Match.Empty : DoiPattern().Match(link);
        var repository = link is not null && RepositoryPattern().IsMatch(link) ? link : null;
        var kind = repository is not null || title.Contains("开源", StringComparison.Ordinal) ? PaperKind.OpenSource
            : SurveyPattern().IsMatch(title) ? PaperKind.Survey : PaperKind.Paper;
        return new(
            kind, venue, year,
            arxiv.Success ? arxiv.Groups["id"].Value : null,
            arxiv.Groups["version"].Success ? int.Parse(arxiv.Groups["version"].ValueSpan, CultureInfo.InvariantCulture) : null,
            doi.Success && doi.Length < 200 ? doi.Groups["doi"].Value : null,
            repository);
    }

    /// <summary>Tells the paper what was found; what people added by hand stays.</summary>
    public void Tell(Paper paper)
    {
        paper.Classify(Kind, Repository);
        paper.Publish(paper.Authors, Venue ?? paper.Venue, Year ?? paper.Year);
        if (ArxivId is not null || Doi is not null)
            paper.Identify(ArxivId, ArxivVersion, Doi);
    }

    [GeneratedRegex("""\[(?<venue>[A-Za-z][A-Za-z&\- ]{1,20}?)[\s'-]*(?<year>(19|20)[0-9]{2})\]\s*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MarkPattern();

    [GeneratedRegex("""^https?://(www\.|export\.)?arxiv\.org/(abs|pdf|html)/(?<id>[0-9]{4}\.[0-9]{4,5}|[a-z\-]{2,12}(\.[A-Z]{2})?/[0-9]{7})(v(?<version>[0-9]{1,2}))?(\.pdf)?([?#/]|$)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArxivPattern();

    [GeneratedRegex("""^https?://(dx\.)?doi\.org/(?<doi>10\.[0-9]{4,9}/[^\s?#]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DoiPattern();

    [GeneratedRegex("""^https?://(www\.)?(github|gitlab|gitee)\.com/[^/\s?#]+/[^/\s?#]+/?$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex("""串讲|总结$|合集|盘点""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SurveyPattern();
}

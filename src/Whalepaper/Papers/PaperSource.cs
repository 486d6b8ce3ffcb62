using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>Says where a paper comes from, in one line.</summary>
public static class PaperSource
{
    // A line names so many; the paper's own page names all.
    private const int MostAuthors = 3;

    /// <summary>"Ashish Vaswani, Noam Shazeer, Niki Parmar et al. · NeurIPS 2017"; empty if nothing is known.</summary>
    /// <param name="authors">Who wrote it.</param>
    /// <param name="venue">Where it appeared.</param>
    /// <param name="year">When it appeared.</param>
    /// <param name="language">The viewer's.</param>
    public static string Line(IReadOnlyList<string> authors, string? venue, int? year, Language language)
    {
        ArgumentNullException.ThrowIfNull(authors);
        var (and, others) = language == Language.Chinese ? ("、", " 等") : (", ", " et al.");
        var people = string.Join(and, authors.Take(MostAuthors)) + (authors.Count > MostAuthors ? others : "");
        return string.Join(" · ", new[] { people, $"{venue} {year}".Trim() }.Where(part => part.Length > 0));
    }
}

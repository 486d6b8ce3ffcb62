using Whalepaper.Charter;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

/// <summary>What somebody typed or pasted of a paper, put together: what stands in a field of its own counts before what was pasted.</summary>
/// <param name="Title">Its title; empty if nobody said.</param>
/// <param name="Link">Where it is read; null if nobody said.</param>
/// <param name="Kind">What sort of reading it is.</param>
/// <param name="Repository">The repository of an open-source solution.</param>
/// <param name="Pasted">What was pasted; nothing if those are the works of a survey.</param>
/// <param name="Works">The works that were typed.</param>
/// <param name="Several">What was pasted, if that is several works; else null.</param>
public sealed record ProposedPaper(string Title, string? Link, PaperKind Kind, string? Repository, PastedPaper Pasted, PastedWorks Works, PastedWorks? Several)
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 300;

    /// <summary>The longest list of works, in UTF-16 units: thirty entries of BibTeX.</summary>
    public const int WorksMaximum = 20_000;

    /// <summary>The works of a survey: those that were typed, then those that were pasted; none for anything else.</summary>
    public IReadOnlyList<SurveyedWork> GoesThrough { get; } = Kind is PaperKind.Survey ? Works.With(Several) : [];

    /// <summary>Puts it together.</summary>
    public static ProposedPaper Of(ProposalForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var kind = Enum.TryParse<PaperKind>(form.Kind?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : PaperKind.Paper;
        var listed = PastedWorks.Read(form.Pasted);
        // A link beside an entry of BibTeX is that entry's, unless somebody says that they mean a survey.
        var several = kind is PaperKind.Survey || listed.Entries == 0 ? listed.References > 1 : listed.Entries > 1;
        var pasted = PastedPaper.Read(several && kind is PaperKind.Survey ? null : form.Pasted);
        return new(
            OneLine.Of(form.Title is { Length: > 0 } title ? title : pasted.Title ?? "").Trim(),
            form.Link is { Length: > 0 } link ? link.Trim() : pasted.Link,
            kind,
            string.IsNullOrWhiteSpace(form.Repository) ? null : form.Repository.Trim(),
            pasted,
            PastedWorks.Read(form.Works),
            several ? listed : null);
    }

    /// <summary>The paper, with what its title and link tell.</summary>
    public Paper Make(NodaTime.Instant at)
    {
        var paper = new Paper(Title, Link, Kind, at);
        var details = PaperDetails.Read(Title, Link);
        paper.Publish(Pasted.Authors, Pasted.Venue ?? details.Venue, Pasted.Year ?? details.Year);
        paper.Identify(details.ArxivId, details.ArxivVersion, details.Doi);
        paper.Classify(Kind, Repository ?? details.Repository);
        if (GoesThrough.Count > 0)
            paper.GoThrough(GoesThrough);
        return paper;
    }
}

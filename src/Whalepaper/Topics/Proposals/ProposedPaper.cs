using Whalepaper.Charter;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

/// <summary>What somebody typed or pasted of a paper, put together: what stands in a field of its own counts before what was pasted.</summary>
/// <param name="Title">Its title; empty if nobody said.</param>
/// <param name="Link">Where it is read; null if nobody said.</param>
/// <param name="Kind">What sort of reading it is.</param>
/// <param name="Repository">The repository of an open-source solution.</param>
/// <param name="Pasted">What was pasted.</param>
public sealed record ProposedPaper(string Title, string? Link, PaperKind Kind, string? Repository, PastedPaper Pasted)
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 300;

    /// <summary>Puts it together.</summary>
    public static ProposedPaper Of(ProposalForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var pasted = PastedPaper.Read(form.Pasted);
        var kind = Enum.TryParse<PaperKind>(form.Kind?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : PaperKind.Paper;
        return new(
            OneLine.Of(form.Title is { Length: > 0 } title ? title : pasted.Title ?? "").Trim(),
            form.Link is { Length: > 0 } link ? link.Trim() : pasted.Link,
            kind,
            string.IsNullOrWhiteSpace(form.Repository) ? null : form.Repository.Trim(),
            pasted);
    }

    /// <summary>The paper, with what its title and link tell.</summary>
    public Paper Make(NodaTime.Instant at)
    {
        var paper = new Paper(Title, Link, Kind, at);
        var details = PaperDetails.Read(Title, Link);
        paper.Publish(Pasted.Authors, Pasted.Venue ?? details.Venue, Pasted.Year ?? details.Year);
        paper.Identify(details.ArxivId, details.ArxivVersion, details.Doi);
        paper.Classify(Kind, Repository ?? details.Repository);
        return paper;
    }
}

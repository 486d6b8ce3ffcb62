using Whalepaper.Members;

namespace Whalepaper.Papers;

/// <summary>One of the works that a survey goes through. It need not be a paper of the group: what is known of it stands here.</summary>
public sealed class SurveyedWork
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 300;

    /// <summary>The longest link, in UTF-16 units.</summary>
    public const int LinkMaximum = 2000;

    private SurveyedWork()
    {
    }

    /// <summary>Names a work, by its title, by where it is read, or by both.</summary>
    /// <param name="title">Its title; null while nobody said.</param>
    /// <param name="link">Where it is read, as written: an http or https address; null if nobody said.</param>
    /// <param name="arxivId">arXiv's identifier without its version.</param>
    /// <param name="doi">The DOI, without a resolver's address.</param>
    /// <exception cref="ArgumentException">There is neither title nor link, or one of them is too long.</exception>
    public SurveyedWork(string? title, string? link, string? arxivId, string? doi)
    {
        if (string.IsNullOrWhiteSpace(title) && string.IsNullOrWhiteSpace(link))
            throw new ArgumentException("A work has a title or a link.", nameof(title));
        if (title?.Length > TitleMaximum || link?.Length > LinkMaximum)
            throw new ArgumentException("A title or a link is too long.", nameof(title));
        Title = title;
        NormalizedTitle = title is not null && NormalName.Of(title) is { Length: > 0 } normal ? normal : null;
        Link = link;
        ArxivId = arxivId;
        Doi = doi?.ToLowerInvariant();
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The survey's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>Its place in the survey, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Its title; null while nobody said.</summary>
    public string? Title { get; private set; }

    /// <summary>The title by which it is recognised; see <see cref="NormalName.Of"/>. Null without a title.</summary>
    public string? NormalizedTitle { get; private set; }

    /// <summary>Where it is read, as written; null if nobody said.</summary>
    public string? Link { get; private set; }

    /// <summary>arXiv's identifier without its version.</summary>
    public string? ArxivId { get; private set; }

    /// <summary>The DOI in lower case, without a resolver's address.</summary>
    public string? Doi { get; private set; }

    /// <summary>What it is called where it is shown: by its title, else by the shortest that is known of it.</summary>
    public string Name => Title ?? (ArxivId is not null ? $"arXiv:{ArxivId}" : Doi is not null ? $"doi:{Doi}" : Link!);

    /// <summary>Gives it its place in the survey.</summary>
    /// <param name="position">From 0.</param>
    internal void StandAt(int position) => Position = position;
}

using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Papers;

/// <summary>What sort of reading it is.</summary>
public enum PaperKind
{
    /// <summary>One paper.</summary>
    Paper,

    /// <summary>Several papers told together (串讲).</summary>
    Survey,

    /// <summary>An open-source solution (开源方案) with its repository.</summary>
    OpenSource,
}

/// <summary>What is read: a paper, a survey of several, or an open-source solution.</summary>
public sealed class Paper
{
    /// <summary>The most works that a survey names.</summary>
    public const int MostWorks = 30;

    private readonly List<SurveyedWork> _works = [];

    private Paper()
    {
    }

    /// <summary>Makes a paper known.</summary>
    /// <param name="title">Its title, as the group writes it.</param>
    /// <param name="link">Where it is read: an http or https address or a path relative to the charter; null if nowhere.</param>
    /// <param name="kind">What sort of reading it is.</param>
    /// <param name="addedAt">When the group came to know it.</param>
    public Paper(string title, string? link, PaperKind kind, Instant addedAt)
    {
        Entitle(title);
        Link = link;
        Kind = kind;
        AddedAt = addedAt;
    }

    /// <summary>The database's number, in the paper's address.</summary>
    public int Id { get; private set; }

    /// <summary>Its title, as the group writes it; venue marks such as <c>[ACL2019]</c> included.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The title by which duplicates are found; see <see cref="NormalName.Of"/>.</summary>
    public string NormalizedTitle { get; private set; } = "";

    /// <summary>Where it is read, as written: an address, or a path relative to the charter.</summary>
    public string? Link { get; private set; }

    /// <summary>What sort of reading it is.</summary>
    public PaperKind Kind { get; private set; }

    /// <summary>Its authors in order; empty while unknown.</summary>
    public List<string> Authors { get; private set; } = [];

    /// <summary>Where it appeared: <c>ACL</c>.</summary>
    public string? Venue { get; private set; }

    /// <summary>The year it appeared.</summary>
    public int? Year { get; private set; }

    /// <summary>arXiv's identifier without its version: <c>2401.01234</c>, <c>hep-th/9901001</c>.</summary>
    public string? ArxivId { get; private set; }

    /// <summary>The version of the preprint that the link names.</summary>
    public int? ArxivVersion { get; private set; }

    /// <summary>The DOI in lower case, without a resolver's address.</summary>
    public string? Doi { get; private set; }

    /// <summary>The abstract, as plain text.</summary>
    public string? Abstract { get; private set; }

    /// <summary>The repository of an open-source solution.</summary>
    public string? Repository { get; private set; }

    /// <summary>What a survey goes through, in its order; empty where it was not loaded, and for everything else than a survey.</summary>
    public IReadOnlyList<SurveyedWork> Works => _works;

    /// <summary>When the group came to know it.</summary>
    public Instant AddedAt { get; private set; }

    /// <summary>When it first stood on a reading list; null while it is only proposed, and known to members alone.</summary>
    public Instant? ListedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Gives it another title.</summary>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public void Entitle(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
        NormalizedTitle = NormalName.Of(title);
    }

    /// <summary>Puts it on the shelf, for everybody to see.</summary>
    public void Shelve(Instant at) => ListedAt ??= at;

    /// <summary>Says where it is read.</summary>
    public void LinkTo(string? link) => Link = link;

    /// <summary>Says what sort of reading it is, with a repository for an open-source solution. A survey that names its works stays one.</summary>
    public void Classify(PaperKind kind, string? repository = null)
    {
        Kind = _works.Count > 0 ? PaperKind.Survey : kind;
        Repository = repository ?? Repository;
    }

    /// <summary>Says who wrote it, and where and when it appeared.</summary>
    public void Publish(IEnumerable<string> authors, string? venue, int? year)
    {
        Authors = [.. authors];
        Venue = venue;
        Year = year;
    }

    /// <summary>Says by which identifiers the world knows it.</summary>
    public void Identify(string? arxivId, int? arxivVersion, string? doi)
    {
        ArxivId = arxivId;
        ArxivVersion = arxivVersion;
        Doi = doi?.ToLowerInvariant();
    }

    /// <summary>Says which works a survey goes through, in place of those that were named before.</summary>
    /// <param name="works">At most <see cref="MostWorks"/>, in their order.</param>
    /// <exception cref="InvalidOperationException">It is no survey.</exception>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public void GoThrough(IEnumerable<SurveyedWork> works)
    {
        List<SurveyedWork> named = [.. works];
        if (Kind is not PaperKind.Survey)
            throw new InvalidOperationException("Only a survey goes through several works.");
        if (named.Count > MostWorks)
            throw new ArgumentException($"A survey names at most {MostWorks} works.", nameof(works));
        for (var position = 0; position < named.Count; position++)
            named[position].StandAt(position);
        _works.Clear();
        _works.AddRange(named);
    }

    /// <summary>Sets the abstract.</summary>
    public void Summarize(string? text) => Abstract = text;
}

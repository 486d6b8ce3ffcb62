using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

/// <summary>A paper that is, or may be, the one that somebody is about to propose.</summary>
/// <param name="Id">The paper's number.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsListed">Whether it has a page of its own.</param>
/// <param name="Places">Where it stands, newest topic first.</param>
public sealed record Likeness(int Id, string Title, bool IsListed, IReadOnlyList<LikePlace> Places);

/// <summary>Where such a paper stands.</summary>
/// <param name="PaperId">The paper's number.</param>
/// <param name="Topic">What the group counts the topic as.</param>
/// <param name="Track">The track's code.</param>
/// <param name="IsProposed">Whether it waits there for the committee; else it is on the list.</param>
/// <param name="IsGiven">Whether it was shared.</param>
/// <param name="Presenters">Who shares or shared it.</param>
public sealed record LikePlace(int PaperId, int Topic, string Track, bool IsProposed, bool IsGiven, IReadOnlyList<string> Presenters);

/// <summary>A survey that goes through something else that is proposed.</summary>
/// <param name="Id">The survey's number.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsListed">Whether it has a page of its own.</param>
public sealed record NamingSurvey(int Id, string Title, bool IsListed);

/// <summary>What the group knows already of what somebody is about to propose.</summary>
/// <param name="Papers">Papers that are, or may be, the same.</param>
/// <param name="Works">Papers that are works of the survey that is proposed.</param>
/// <param name="Surveys">Surveys that go through it, proposed or on a list.</param>
public sealed record KnownAlready(IReadOnlyList<Likeness> Papers, IReadOnlyList<Likeness> Works, IReadOnlyList<Likeness> Surveys)
{
    /// <summary>Nothing is known.</summary>
    public static KnownAlready Nothing { get; } = new([], [], []);
}

/// <summary>By what things are recognised: titles as they are compared, arXiv's numbers without their versions, DOIs.</summary>
internal sealed record LikenessKeys(string[] Titles, string[] ArxivIds, string[] Dois)
{
    public bool IsEmpty => Titles.Length + ArxivIds.Length + Dois.Length == 0;

    public static LikenessKeys Of(string title, string? link)
    {
        var details = PaperDetails.Read(title, link);
        return Of([(NormalName.Of(title), details.ArxivId, details.Doi?.ToLowerInvariant())]);
    }

    public static LikenessKeys Of(IEnumerable<(string? Title, string? ArxivId, string? Doi)> things)
    {
        var all = things.ToList();
        return new([.. Said(all.Select(t => t.Title))], [.. Said(all.Select(t => t.ArxivId))], [.. Said(all.Select(t => t.Doi))]);
    }

    private static IEnumerable<string> Said(IEnumerable<string?> words) => words.OfType<string>().Where(word => word.Length > 0).Distinct(StringComparer.Ordinal);
}

/// <summary>A work of a survey that stands or waits somewhere, with what it is recognised by.</summary>
internal sealed record NamedWork(string? Title, string? ArxivId, string? Doi, NamingSurvey Survey)
{
    /// <summary>Whether it is what goes by one of these.</summary>
    public bool Is(string title, string? arxivId, string? doi) =>
        (Title is not null && string.Equals(Title, title, StringComparison.Ordinal)) || (ArxivId is not null && string.Equals(ArxivId, arxivId, StringComparison.Ordinal)) || (Doi is not null && string.Equals(Doi, doi, StringComparison.Ordinal));
}

/// <summary>Finds papers that the group knows already: by arXiv's number without its version, by DOI, by the title as it is compared.</summary>
public static class LikenessQueries
{
    private const int Most = 5;

    private const int MostNamed = 500;

    /// <summary>What is known of what somebody proposes; at most five questions, each by an index.</summary>
    /// <param name="db">The database.</param>
    /// <param name="proposed">What is proposed.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<KnownAlready> KnownAsync(this WhalepaperDb db, ProposedPaper proposed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(proposed);
        var keys = LikenessKeys.Of(proposed.Title, proposed.Link);
        var papers = await AlikeAsync(db, keys, Most, cancellation);
        var works = await AlikeAsync(db, LikenessKeys.Of(proposed.GoesThrough.Select(w => (w.NormalizedTitle, w.ArxivId, w.Doi))), Paper.MostWorks, cancellation);
        var surveys = (await db.NamedAsync(keys, cancellation)).Select(named => named.Survey).Distinct().Take(Most).Select(survey => new Likeness(survey.Id, survey.Title, survey.IsListed, [])).ToList();
        int[] ids = [.. papers.Concat(works).Concat(surveys).Select(like => like.Id).Distinct()];
        if (ids.Length == 0)
            return KnownAlready.Nothing;
        var places = await PlacesAsync(db, ids, cancellation);
        IReadOnlyList<Likeness> Placed(List<Likeness> found) => found.ConvertAll(like => like with { Places = [.. places[like.Id]] });
        return new(Placed(papers), Placed(works), Placed(surveys));
    }

    /// <summary>The works of surveys on a list, or waiting for one, that are among these; asks nothing where there is none to look for.</summary>
    internal static async Task<List<NamedWork>> NamedAsync(this WhalepaperDb db, LikenessKeys keys, CancellationToken cancellation) => keys.IsEmpty ? [] : await (
        from work in db.SurveyedWorks
        join survey in db.Papers on work.PaperId equals survey.Id
        where ((work.NormalizedTitle != null && keys.Titles.Contains(work.NormalizedTitle)) || (work.ArxivId != null && keys.ArxivIds.Contains(work.ArxivId)) || (work.Doi != null && keys.Dois.Contains(work.Doi)))
            && (survey.ListedAt != null || db.Proposals.Any(p => p.PaperId == survey.Id && p.End == null))
        orderby survey.Id descending, work.Position
        select new NamedWork(work.NormalizedTitle, work.ArxivId, work.Doi, new NamingSurvey(survey.Id, survey.Title, survey.ListedAt != null))).Take(MostNamed).ToListAsync(cancellation);

    private static async Task<List<Likeness>> AlikeAsync(WhalepaperDb db, LikenessKeys keys, int most, CancellationToken cancellation) => keys.IsEmpty ? [] : await db.Papers.AsNoTracking()
        .Where(p => keys.Titles.Contains(p.NormalizedTitle) || (p.ArxivId != null && keys.ArxivIds.Contains(p.ArxivId)) || (p.Doi != null && keys.Dois.Contains(p.Doi)))
        .OrderBy(p => p.Id).Take(most).Select(p => new Likeness(p.Id, p.Title, p.ListedAt != null, new List<LikePlace>())).ToListAsync(cancellation);

    private static async Task<ILookup<int, LikePlace>> PlacesAsync(WhalepaperDb db, int[] ids, CancellationToken cancellation)
    {
        var listed = await (
            from entry in db.Entries
            where ids.Contains(entry.PaperId)
            orderby entry.List.Topic.Number descending, entry.Id
            select new
            {
                entry.PaperId,
                entry.List.Topic.Number,
                entry.List.Track.Code,
                Given = db.TalkPapers.Any(p => p.EntryId == entry.Id && p.ReleasedAt == null && db.Talks.Any(t => t.Id == p.TalkId && t.Giving != null)),
                Presenters = (from place in db.TalkPapers
                              join presenter in db.TalkPresenters on place.TalkId equals presenter.TalkId
                              where place.EntryId == entry.Id && place.ReleasedAt == null
                              orderby presenter.Position
                              select presenter.Member.Name).ToList(),
            }).AsSplitQuery().ToListAsync(cancellation);
        var proposed = await db.Proposals.Where(p => ids.Contains(p.PaperId) && p.End == null).OrderByDescending(p => p.List.Topic.Number)
            .Select(p => new LikePlace(p.PaperId, p.List.Topic.Number, p.List.Track.Code, true, false, new List<string>())).ToListAsync(cancellation);
        return listed.Select(p => new LikePlace(p.PaperId, p.Number, p.Code, false, p.Given, p.Presenters)).Concat(proposed).ToLookup(p => p.PaperId);
    }
}

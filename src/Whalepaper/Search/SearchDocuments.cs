using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Search;

/// <summary>Reads what can be found out of the data: some things by their numbers, or all of a kind, part by part.</summary>
internal sealed class SearchDocuments(WhalepaperDb db, CharterSections charter)
{
    /// <summary>How many things are read at once.</summary>
    public const int AtOnce = 500;

    // A paper with its appendix has as many.
    private const int DocumentWords = 40_000;

    /// <summary>The documents of these numbers; a number that is nobody's gives none.</summary>
    public Task<IReadOnlyList<SearchDocument>> OfAsync(SearchKind kind, IReadOnlyCollection<int> numbers, CancellationToken cancellation)
    {
        var wanted = numbers.ToArray();
        return kind switch
        {
            SearchKind.Paper => PapersAsync(p => EF.Parameter(wanted).Contains(p.Id), cancellation),
            SearchKind.Member => MembersAsync(m => EF.Parameter(wanted).Contains(m.Id), cancellation),
            SearchKind.Talk => TalksAsync(t => EF.Parameter(wanted).Contains(t.Id), cancellation),
            SearchKind.Topic => TopicsAsync(t => EF.Parameter(wanted).Contains(t.Id), cancellation),
            SearchKind.Material => MaterialsAsync(m => EF.Parameter(wanted).Contains(m.Id), cancellation),
            _ => CharterAsync(section => wanted.Contains(section.Number), cancellation),
        };
    }

    /// <summary>The documents whose numbers lie in a range, both ends included.</summary>
    public Task<IReadOnlyList<SearchDocument>> BetweenAsync(SearchKind kind, int from, int to, CancellationToken cancellation) => kind switch
    {
        SearchKind.Paper => PapersAsync(p => p.Id >= from && p.Id <= to, cancellation),
        SearchKind.Member => MembersAsync(m => m.Id >= from && m.Id <= to, cancellation),
        SearchKind.Talk => TalksAsync(t => t.Id >= from && t.Id <= to, cancellation),
        SearchKind.Topic => TopicsAsync(t => t.Id >= from && t.Id <= to, cancellation),
        SearchKind.Material => MaterialsAsync(m => m.Id >= from && m.Id <= to, cancellation),
        _ => CharterAsync(section => section.Number >= from && section.Number <= to, cancellation),
    };

    /// <summary>The highest number of a kind; 0 if there is none.</summary>
    public async Task<int> HighestAsync(SearchKind kind, CancellationToken cancellation) => kind switch
    {
        SearchKind.Paper => await db.Papers.MaxAsync(p => (int?)p.Id, cancellation),
        SearchKind.Member => await db.Members.MaxAsync(m => (int?)m.Id, cancellation),
        SearchKind.Talk => await db.Talks.MaxAsync(t => (int?)t.Id, cancellation),
        SearchKind.Topic => await db.Topics.MaxAsync(t => (int?)t.Id, cancellation),
        SearchKind.Material => await db.Materials.MaxAsync(m => (int?)m.Id, cancellation),
        _ => (await charter.ReadAsync(db, cancellation)).Select(section => (int?)section.Number).LastOrDefault(),
    } ?? 0;

    private async Task<IReadOnlyList<SearchDocument>> PapersAsync(Expression<Func<Paper, bool>> which, CancellationToken cancellation)
    {
        var papers = await db.Shelf.AsNoTracking().Where(which)
            .Select(p => new { p.Id, p.Kind, p.Title, p.Authors, p.Venue, p.Year, p.ArxivId, p.Doi, p.Repository, p.Abstract }).ToListAsync(cancellation);
        // In the body: whoever looks for a paper by its title means the paper itself before a survey that goes through it.
        var works = await db.WorksOfAsync(papers.Where(p => p.Kind is PaperKind.Survey).Select(p => p.Id), cancellation);
        return papers.ConvertAll(p => new SearchDocument(SearchKind.Paper, p.Id, p.Title)
        {
            People = p.Authors,
            Identifiers = [.. new[] { p.ArxivId, p.Doi }.OfType<string>()],
            Body = Lines([p.Abstract, p.Venue, p.Year?.ToString(CultureInfo.InvariantCulture), Path(p.Repository), .. works[p.Id].SelectMany(work => new[] { work.Title, work.ArxivId, work.Doi })]),
        });
    }

    private async Task<IReadOnlyList<SearchDocument>> MembersAsync(Expression<Func<Member, bool>> which, CancellationToken cancellation)
    {
        var members = await db.Members.AsNoTracking().Where(which).Where(m => m.MergedIntoId == null && m.LeftAt == null).Select(m => new { m.Id, m.Name, m.Handle, m.Bio, m.Interests }).ToListAsync(cancellation);
        return members.ConvertAll(m => new SearchDocument(SearchKind.Member, m.Id, m.Name)
        {
            Names = string.Equals(m.Name, m.Handle, StringComparison.Ordinal) ? [] : [m.Handle],
            Body = Lines(m.Interests, m.Bio is null ? null : PlainText.Of(m.Bio)),
        });
    }

    private async Task<IReadOnlyList<SearchDocument>> TopicsAsync(Expression<Func<Topic, bool>> which, CancellationToken cancellation)
    {
        var topics = await db.Topics.AsNoTracking().Where(which).Include(t => t.Tracks.OrderBy(track => track.Position)).ThenInclude(t => t.Track).ToListAsync(cancellation);
        return topics.ConvertAll(t => new SearchDocument(SearchKind.Topic, t.Id, t.Title is null ? TopicNames.Of(t.Number) : $"{TopicNames.Of(t.Number)} {t.Title}")
        {
            Names = t.Title is null ? TopicNames.All(t.Number) : [.. TopicNames.All(t.Number), t.Title],
            Body = Lines([.. t.Tracks.Select(track => Lines(track.Theme, WordsOf(track.Track)))]),
        });
    }

    private async Task<IReadOnlyList<SearchDocument>> TalksAsync(Expression<Func<Talk, bool>> which, CancellationToken cancellation)
    {
        var chosen = db.Talks.AsNoTracking().Where(which);
        var talks = await (
            from talk in chosen
            join topic in db.Topics on talk.TopicId equals topic.Id
            select new { talk.Id, talk.TrackId, topic.Number }).ToListAsync(cancellation);
        if (talks.Count == 0)
            return [];
        var tracks = await db.Tracks.AsNoTracking().ToDictionaryAsync(t => t.Id, WordsOf, cancellation);
        var papers = (await (
            from paper in db.TalkPapers
            join talk in chosen on paper.TalkId equals talk.Id
            where paper.ReleasedAt == null
            select new { paper.TalkId, paper.Position, paper.Id, paper.PaperId, paper.Paper.Title }).ToListAsync(cancellation))
            .OrderBy(p => p.Position).ThenBy(p => p.Id).ToLookup(p => p.TalkId);
        var people = (await (
            from presenter in db.TalkPresenters
            join talk in chosen on presenter.TalkId equals talk.Id
            select new { presenter.TalkId, presenter.Position, presenter.MemberId, presenter.Member.Name }).ToListAsync(cancellation))
            .OrderBy(p => p.Position).ThenBy(p => p.MemberId).ToLookup(p => p.TalkId, p => p.Name);
        var materials = (await (
            from material in db.Materials
            join talk in chosen on material.TalkId equals talk.Id
            // A talk is found by everybody: what is for members alone is a document of its own.
            where material.IsPublic
            select new { material.TalkId, material.Id, material.Title }).ToListAsync(cancellation))
            .OrderBy(m => m.Id).ToLookup(m => m.TalkId, m => m.Title);
        // A talk that let go of everything is no longer one.
        return talks.FindAll(t => papers[t.Id].Any()).ConvertAll(t => new SearchDocument(SearchKind.Talk, t.Id, string.Join(" · ", papers[t.Id].Select(p => p.Title)))
        {
            People = [.. people[t.Id]],
            Body = Lines([TopicNames.Of(t.Number), .. TopicNames.All(t.Number), tracks[t.TrackId], .. materials[t.Id]]),
            Under = papers[t.Id].FirstOrDefault() is { } first ? SearchTable.IdOf((int)SearchKind.Paper, first.PaperId) : null,
        });
    }

    private async Task<IReadOnlyList<SearchDocument>> MaterialsAsync(Expression<Func<Material, bool>> which, CancellationToken cancellation)
    {
        var materials = await db.Materials.AsNoTracking().Where(which).Select(m => new { m.Id, m.TalkId, m.Title, File = m.File == null ? null : m.File.Name, Text = m.File == null || m.File.Text == null ? null : m.File.Text.Text }).ToListAsync(cancellation);
        return materials.ConvertAll(m => new SearchDocument(SearchKind.Material, m.Id, m.Title)
        {
            Body = Lines(m.File, m.Text),
            BodyWords = DocumentWords,
            Under = SearchTable.IdOf((int)SearchKind.Talk, m.TalkId),
        });
    }

    private async Task<IReadOnlyList<SearchDocument>> CharterAsync(Func<CharterSection, bool> which, CancellationToken cancellation) =>
        [.. (await charter.ReadAsync(db, cancellation)).Where(which).Select(section => new SearchDocument(SearchKind.Charter, section.Number, section.Title) { Body = section.Text })];

    private static string WordsOf(Track track) => Lines([track.Mark, track.Name, track.EnglishName, .. track.Labels]);

    private static string Path(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "";

    private static string Lines(params IReadOnlyList<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)));
}

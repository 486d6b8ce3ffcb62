using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Search;

/// <summary>A hit as the page shows it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called, in pieces.</param>
/// <param name="Href">Its page.</param>
public sealed record SearchResult(SearchKind Kind, IReadOnlyList<SearchPassage> Title, string Href)
{
    /// <summary>The title in one piece.</summary>
    public string Name => string.Concat(Title.Select(passage => passage.Text));

    /// <summary>A piece of what else is said in it; empty if nothing there was looked for.</summary>
    public IReadOnlyList<SearchPassage> Snippet { get; init; } = [];

    /// <summary>Who wrote it and where it appeared, in pieces.</summary>
    public IReadOnlyList<SearchPassage> Source { get; init; } = [];

    /// <summary>Talks: of a paper those that share it, of a talk itself.</summary>
    public IReadOnlyList<SearchTalk> Talks { get; init; } = [];

    /// <summary>How many talks a member gave.</summary>
    public int Given { get; init; }

    /// <summary>What each track reads about in a topic, in pieces.</summary>
    public IReadOnlyList<(TrackSign Track, IReadOnlyList<SearchPassage> Theme)> Themes { get; init; } = [];
}

/// <summary>A talk in a few words.</summary>
public sealed record SearchTalk(int Id, Track Track, int Topic, TalkState State, Instant? At, IReadOnlyList<PersonSign> Presenters);

/// <summary>Reads what the page shows of hits: a few questions a page, whatever was found.</summary>
/// <param name="db">The database.</param>
/// <param name="charter">The sections of the charter.</param>
/// <param name="query">What was asked for; it is marked in what is shown.</param>
/// <param name="viewer">For whom it is shown.</param>
/// <param name="topicName">What the viewer's language calls a topic of this number.</param>
internal sealed class SearchResults(WhalepaperDb db, CharterSections charter, SearchQuery query, Viewer viewer, Func<int, string> topicName)
{
    private readonly Dictionary<long, SearchResult> _results = [];

    /// <summary>The results for these hits, in their order. What has gone meanwhile is left out.</summary>
    public async Task<IReadOnlyList<SearchResult>> ShowAsync(IReadOnlyList<SearchHit> hits, CancellationToken cancellation)
    {
        foreach (var kind in hits.GroupBy(hit => hit.Kind))
        {
            var rows = kind.ToDictionary(hit => SearchTable.Parts(hit.Row.Id).Number, hit => hit.Row);
            await (kind.Key switch
            {
                SearchKind.Paper => PapersAsync(rows, cancellation),
                SearchKind.Talk => TalksAsync(rows, cancellation),
                SearchKind.Member => MembersAsync(rows, cancellation),
                SearchKind.Topic => TopicsAsync(rows, cancellation),
                SearchKind.Material => MaterialsAsync(rows, cancellation),
                _ => CharterAsync(rows, cancellation),
            });
        }

        return [.. hits.Select(hit => _results.GetValueOrDefault(hit.Row.Id)).OfType<SearchResult>()];
    }

    private async Task PapersAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Keys.ToArray();
        var papers = await db.Papers.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id))
            .Select(p => new { p.Id, p.Title, p.Authors, p.Venue, p.Year, p.Abstract }).ToListAsync(cancellation);
        var places = (await db.TalkPapers.Where(p => p.ReleasedAt == null && EF.Parameter(ids).Contains(p.PaperId))
            .Select(p => new { p.PaperId, p.TalkId }).ToListAsync(cancellation)).ToLookup(p => p.PaperId, p => p.TalkId);
        var talks = await TalksOfAsync([.. places.SelectMany(place => place).Distinct()], cancellation);
        foreach (var p in papers)
        {
            var source = string.Join(" · ", new[] { string.Join(", ", p.Authors.Take(6)), $"{p.Venue} {p.Year}".Trim() }.Where(part => part.Length > 0));
            Keep(rows[p.Id], new(SearchKind.Paper, Marked(p.Title), $"/papers/{p.Id}")
            {
                Source = Marked(source),
                Snippet = Marked(p.Abstract is null ? null : SearchMarks.Snippet(query, p.Abstract)),
                Talks = [.. places[p.Id].Select(talk => talks.GetValueOrDefault(talk)).OfType<SearchTalk>().OrderByDescending(talk => talk.Id)],
            });
        }
    }

    private async Task TalksAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        foreach (var (id, talk) in await TalksOfAsync([.. rows.Keys], cancellation))
            Keep(rows[id], new(SearchKind.Talk, Marked(rows[id].Title), $"/talks/{id}") { Talks = [talk] });
    }

    private async Task MembersAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Keys.ToArray();
        var members = await db.Members.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id))
            .Select(m => new { m.Id, m.Name, m.Handle, m.Bio, Given = db.TalkPresenters.Count(p => p.MemberId == m.Id && db.Talks.Any(t => t.Id == p.TalkId && t.Giving != null)) })
            .ToListAsync(cancellation);
        foreach (var m in members)
        {
            Keep(rows[m.Id], new(SearchKind.Member, Marked(m.Name), MemberSigns.Sign(m.Name, m.Handle).Href!)
            {
                Given = m.Given,
                Snippet = Marked(m.Bio is null ? null : SearchMarks.Snippet(query, PlainText.Of(m.Bio), orBeginning: true)),
            });
        }
    }

    private async Task TopicsAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Keys.ToArray();
        var topics = await db.Topics.AsNoTracking().Where(t => EF.Parameter(ids).Contains(t.Id))
            .Include(t => t.Tracks.OrderBy(track => track.Position)).ThenInclude(t => t.Track).ToListAsync(cancellation);
        foreach (var t in topics)
        {
            var title = t.Title is null ? topicName(t.Number) : $"{topicName(t.Number)} · {t.Title}";
            var themes = t.Tracks.Select(track => (Sign: track.Track.Sign(viewer.Language), track.Theme));
            Keep(rows[t.Id], new(SearchKind.Topic, Marked(title), $"/topics/{t.Number}")
            {
                Themes = [.. themes.Select(theme => (theme.Sign with { Href = $"/topics/{t.Number}/{theme.Sign.Code.ToLowerInvariant()}" }, Marked(theme.Theme ?? theme.Sign.Name)))],
            });
        }
    }

    private async Task MaterialsAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Keys.ToArray();
        var materials = await db.Materials.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id))
            .Select(m => new { m.Id, m.TalkId, m.Title, Text = m.File == null || m.File.Text == null ? null : m.File.Text.Text }).ToListAsync(cancellation);
        var talks = await TalksOfAsync([.. materials.Select(m => m.TalkId).Distinct()], cancellation);
        foreach (var m in materials)
        {
            Keep(rows[m.Id], new(SearchKind.Material, Marked(m.Title), $"/talks/{m.TalkId}")
            {
                Snippet = Marked(m.Text is null ? null : SearchMarks.Snippet(query, m.Text)),
                Talks = talks.TryGetValue(m.TalkId, out var talk) ? [talk] : [],
            });
        }
    }

    private async Task CharterAsync(Dictionary<int, SearchRow> rows, CancellationToken cancellation)
    {
        foreach (var section in (await charter.ReadAsync(db, cancellation)).Where(section => rows.ContainsKey(section.Number)))
        {
            Keep(rows[section.Number], new(SearchKind.Charter, Marked(section.Title), $"/charter#{section.Anchor}")
            {
                Snippet = Marked(SearchMarks.Snippet(query, section.Text, orBeginning: true)),
            });
        }
    }

    private async Task<Dictionary<int, SearchTalk>> TalksOfAsync(int[] ids, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return [];
        var tracks = await db.Tracks.AsNoTracking().ToDictionaryAsync(t => t.Id, cancellation);
        var people = (await db.TalkPresenters.Where(p => EF.Parameter(ids).Contains(p.TalkId)).OrderBy(p => p.Position)
            .Select(p => new { p.TalkId, p.Member.Name, p.Member.Handle }).ToListAsync(cancellation)).ToLookup(p => p.TalkId, p => MemberSigns.Sign(p.Name, p.Handle));
        var talks = await (
            from talk in db.Talks.Where(t => EF.Parameter(ids).Contains(t.Id))
            join topic in db.Topics on talk.TopicId equals topic.Id
            select new { talk.Id, talk.TrackId, topic.Number, talk.State, At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt })
            .AsNoTracking().ToListAsync(cancellation);
        return talks.ToDictionary(t => t.Id, t => new SearchTalk(
            t.Id, tracks[t.TrackId], t.Number, t.State, t.At, [.. people[t.Id]]));
    }

    private void Keep(SearchRow row, SearchResult result) => _results[row.Id] = result;

    private IReadOnlyList<SearchPassage> Marked(string? text) => text is null ? [] : SearchMarks.Of(query, text);
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Topics.Board;

/// <summary>The published plans of a topic.</summary>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="Releases">Newest first.</param>
public sealed record ReleasesView(int TopicId, IReadOnlyList<ReleaseLine> Releases);

/// <summary>A published plan.</summary>
public sealed record ReleaseLine(int Number, MemberMention By, Instant At, string? Word, IReadOnlyList<ChangeLine> Changes);

/// <summary>What it did to a talk.</summary>
public sealed record ChangeLine(ReleaseChangeKind Kind, int TalkId, int PaperId, string Title, Instant? FromAt, Instant? ToAt, IReadOnlyList<MemberMention> Presenters);

/// <summary>What the page of the releases asks: always the same questions.</summary>
public static class ReleaseQueries
{
    private const int Most = 100;

    /// <summary>Reads them; null if there is no such topic.</summary>
    public static async Task<ReleasesView?> ReleasesAsync(this WhalepaperDb db, int number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.Topics.Where(t => t.Number == number).Select(t => (int?)t.Id).SingleOrDefaultAsync(cancellation) is not { } topic)
            return null;
        return new ReleasesView(topic, await db.ReleaseLinesAsync(db.PlanReleases.Where(r => r.TopicId == topic).OrderByDescending(r => r.Number).Take(Most), cancellation));
    }

    /// <summary>Reads some releases with what they changed, in their order.</summary>
    /// <param name="db">The database.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<ReleaseLine>> ReleaseLinesAsync(this WhalepaperDb db, IQueryable<PlanRelease> page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var releases = await page.AsNoTracking().Select(r => new { r.Id, r.Number, By = new MemberMention(r.By.Handle, r.By.Name), r.At, r.Word }).ToListAsync(cancellation);
        var ids = releases.ConvertAll(r => r.Id);
        var changes = await (
            from change in db.Set<ReleaseChange>()
            where ids.Contains(change.ReleaseId)
            join paper in db.Papers on change.PaperId equals paper.Id
            orderby change.Id
            select new { change.ReleaseId, change.Kind, change.TalkId, change.PaperId, paper.Title, change.FromAt, change.ToAt, change.Presenters }).AsNoTracking().ToListAsync(cancellation);
        var members = changes.SelectMany(c => c.Presenters).Distinct().ToList();
        var names = await db.Members.AsNoTracking().Where(m => members.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => new MemberMention(m.Handle, m.Name), cancellation);
        var lines = changes.ToLookup(c => c.ReleaseId, c => new ChangeLine(c.Kind, c.TalkId, c.PaperId, c.Title, c.FromAt, c.ToAt, [.. c.Presenters.Where(names.ContainsKey).Select(id => names[id])]));
        return releases.ConvertAll(r => new ReleaseLine(r.Number, r.By, r.At, r.Word, [.. lines[r.Id]]));
    }

    /// <summary>How many plans of a topic were published.</summary>
    public static Task<int> CountReleasesAsync(this WhalepaperDb db, int topicId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.PlanReleases.CountAsync(r => r.TopicId == topicId, cancellation);
    }
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Board;

/// <summary>The published plans of a topic.</summary>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="Releases">Newest first.</param>
public sealed record ReleasesView(int TopicId, IReadOnlyList<ReleaseLine> Releases);

/// <summary>A published plan.</summary>
public sealed record ReleaseLine(int Number, PersonSign By, Instant At, string? Word, IReadOnlyList<ChangeLine> Changes);

/// <summary>What it did to a talk.</summary>
public sealed record ChangeLine(ReleaseChangeKind Kind, int TalkId, string Title, Instant? FromAt, Instant? ToAt, IReadOnlyList<PersonSign> Presenters);

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
        var releases = await db.PlanReleases.AsNoTracking().Where(r => r.TopicId == topic).OrderByDescending(r => r.Number).Take(Most)
            .Select(r => new { r.Id, r.Number, r.By.Name, r.By.Handle, r.At, r.Word }).ToListAsync(cancellation);
        var ids = releases.ConvertAll(r => r.Id);
        var changes = await (
            from change in db.Set<ReleaseChange>()
            where ids.Contains(change.ReleaseId)
            join paper in db.Papers on change.PaperId equals paper.Id
            orderby change.Id
            select new { change.ReleaseId, change.Kind, change.TalkId, paper.Title, change.FromAt, change.ToAt, change.Presenters }).AsNoTracking().ToListAsync(cancellation);
        var members = changes.SelectMany(c => c.Presenters).Distinct().ToList();
        var names = await db.Members.AsNoTracking().Where(m => members.Contains(m.Id)).Select(m => new { m.Id, m.Name, m.Handle }).ToDictionaryAsync(m => m.Id, m => MemberSigns.Sign(m.Name, m.Handle), cancellation);
        var lines = changes.ToLookup(c => c.ReleaseId, c => new ChangeLine(c.Kind, c.TalkId, c.Title, c.FromAt, c.ToAt, [.. c.Presenters.Where(names.ContainsKey).Select(id => names[id])]));
        return new ReleasesView(topic, releases.ConvertAll(r => new ReleaseLine(r.Number, MemberSigns.Sign(r.Name, r.Handle), r.At, r.Word, [.. lines[r.Id]])));
    }

    /// <summary>How many plans of a topic were published.</summary>
    public static Task<int> CountReleasesAsync(this WhalepaperDb db, int topicId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.PlanReleases.CountAsync(r => r.TopicId == topicId, cancellation);
    }
}

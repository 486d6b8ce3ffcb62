using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Charter;

/// <summary>Writes the group's document as it is true now.</summary>
public sealed class CharterExport(WhalepaperDb db)
{
    /// <summary>The document's text; null while there is no group.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellation = default) => (await ReadAsync(cancellation))?.Source;

    /// <summary>The document, taken apart; null while there is no group.</summary>
    public async Task<CharterDocument?> ReadAsync(CancellationToken cancellation = default)
    {
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == Group.TheOne, cancellation);
        if (group is null)
            return null;
        var source = await db.CharterRevisions.OrderByDescending(r => r.Id).Select(r => r.Source).FirstOrDefaultAsync(cancellation);
        var naming = new TrackNaming(await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation));
        var document = CharterReader.Read(source ?? $"# {group.Name}\n", naming);
        var text = CharterWriter.Write(document, await FactsAsync(group, cancellation));
        return string.Equals(text, document.Source, StringComparison.Ordinal) ? document : CharterReader.Read(text, naming);
    }

    /// <summary>What is true now, from the database: a fixed number of questions however long the lists are.</summary>
    public async Task<CharterFacts> FactsAsync(Group group, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        var tracks = await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation);
        var outline = await db.OutlineParts.AsNoTracking().OrderBy(p => p.Position)
            .Select(p => new PartFact(p.Title.Trim(), p.MinimumMinutes, p.MaximumMinutes)).ToListAsync(cancellation);
        var topics = await db.Topics.AsNoTracking().OrderByDescending(t => t.Number)
            .Select(t => new { t.Id, t.Number, t.Title, t.Starts, t.Ends }).ToListAsync(cancellation);
        var lists = (await db.TopicTracks.AsNoTracking().OrderBy(t => t.Position)
            .Select(t => new { t.TopicId, t.TrackId, t.Theme }).ToListAsync(cancellation)).ToLookup(t => t.TopicId);
        var entries = await EntriesAsync(cancellation);
        var codes = tracks.ToDictionary(t => t.Id, t => t.Code);
        return new(
            group.Name,
            [.. tracks.Select(t => new TrackFact(t.Code, t.Name, t.Labels, t.Slot is { } slot ? new SlotFact(slot.Weekday, slot.Time, slot.Minutes) : null))],
            outline,
            [.. topics.Select(t => new TopicFact(t.Number, t.Title, t.Starts, t.Ends,
                [.. lists[t.Id].Select(l => new ListFact(codes[l.TrackId], l.Theme, [.. entries[(l.TopicId, l.TrackId)]]))]))]);
    }

    private async Task<ILookup<(int Topic, int Track), EntryFact>> EntriesAsync(CancellationToken cancellation)
    {
        var presenters = (await (
                from paper in db.TalkPapers.Where(p => p.ReleasedAt == null)
                join presenter in db.TalkPresenters on paper.TalkId equals presenter.TalkId
                orderby paper.EntryId, presenter.Position
                select new { paper.EntryId, presenter.Member.Name }).AsNoTracking().ToListAsync(cancellation))
            .ToLookup(p => p.EntryId, p => p.Name);
        var entries = await db.Entries.AsNoTracking().OrderBy(e => e.Position)
            .Select(e => new { e.Id, e.TopicId, e.TrackId, e.CharterKey, e.Paper.Title, e.Paper.Link }).ToListAsync(cancellation);
        return entries.ToLookup(
            e => (e.TopicId, e.TrackId),
            e => new EntryFact(e.CharterKey ?? $"entry {e.Id}", e.Title, e.Link, [.. presenters[e.Id]]));
    }
}

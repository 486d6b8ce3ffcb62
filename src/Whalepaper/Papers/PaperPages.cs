using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>The pages of papers for search engines.</summary>
internal sealed class PaperPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/papers"];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.Shelf.OrderBy(paper => paper.Id)
        .Select(paper => new { paper.Id, paper.AddedAt, TakenAt = db.TalkPapers.Where(part => part.PaperId == paper.Id).Join(db.Talks, part => part.TalkId, talk => talk.Id, (_, talk) => (Instant?)talk.ClaimedAt).Max() })
        .Select(paper => new PageOnMap($"/papers/{paper.Id}", PageOnMap.Later(paper.AddedAt, paper.TakenAt)));
}

using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>The pages of talks for search engines.</summary>
internal sealed class TalkPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = [];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.Talks.Living().OrderBy(talk => talk.Id)
        .Select(talk => new { talk.Id, talk.ClaimedAt, GivenAt = talk.Giving == null ? null : (Instant?)talk.Giving.RecordedAt })
        .Select(talk => new PageOnMap($"/talks/{talk.Id}", PageOnMap.Later(talk.ClaimedAt, talk.GivenAt)));
}

using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>The pages of topics for search engines.</summary>
internal sealed class TopicPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/topics"];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.Topics.OrderBy(topic => topic.Number)
        .Select(topic => new { topic.Number, ListedAt = db.Entries.Where(entry => entry.TopicId == topic.Id).Max(entry => (Instant?)entry.AddedAt), TakenAt = db.Talks.Where(talk => talk.TopicId == topic.Id).Max(talk => (Instant?)talk.ClaimedAt) })
        .Select(topic => new PageOnMap($"/topics/{topic.Number}", PageOnMap.Later(topic.ListedAt, topic.TakenAt)));
}

using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Closing;

/// <summary>The archives of topics that are closed for good, for search engines.</summary>
internal sealed class ArchivePages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = [];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.TopicClosings.Where(closing => closing.State == ClosingState.Published)
        .Join(db.Topics, closing => closing.TopicId, topic => topic.Id, (closing, topic) => new { topic.Number, closing.PublishedAt }).OrderBy(one => one.Number)
        .Select(one => new PageOnMap($"/topics/{one.Number}/archive", one.PublishedAt));
}

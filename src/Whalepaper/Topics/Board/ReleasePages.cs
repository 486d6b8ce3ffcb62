using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Board;

/// <summary>The published plans on the map for search engines: a page for each topic that has some.</summary>
internal sealed class ReleasePages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = [];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.Topics.Where(topic => db.PlanReleases.Any(release => release.TopicId == topic.Id)).OrderBy(topic => topic.Number)
        .Select(topic => new PageOnMap($"/topics/{topic.Number}/releases", db.PlanReleases.Where(release => release.TopicId == topic.Id).Max(release => (Instant?)release.At)));
}

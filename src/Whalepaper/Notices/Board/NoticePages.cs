using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Board;

/// <summary>The public notices on the map for search engines.</summary>
internal sealed class NoticePages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/notices"];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.NoticesOpenTo(Actor.Visitor).OrderBy(n => n.Id).Select(n => new PageOnMap($"/notices/{n.Id}", n.ChangedAt));
}

using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>The front page, the schedule and the pages of meetings for search engines.</summary>
internal sealed class MeetingPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/", "/schedule"];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) =>
        db.Meetings.OrderBy(meeting => meeting.Id).Select(meeting => new PageOnMap($"/meetings/{meeting.Id}", meeting.ChangedAt));
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Notices.Board;

namespace Whalepaper.Meetings;

/// <summary>What is new in the group.</summary>
/// <param name="FoundedAt">When the group began here; null while there is none.</param>
/// <param name="Given">What was shared lately, newest first.</param>
/// <param name="Listed">The papers that came onto reading lists last, newest first.</param>
/// <param name="Upcoming">The meetings of the next days that take place, in order of time.</param>
/// <param name="Notices">What the committee told everybody lately, newest first.</param>
public sealed record NewsView(
    Instant? FoundedAt, IReadOnlyList<GivenTalk> Given, IReadOnlyList<ListedPaper> Listed, CalendarView Upcoming, IReadOnlyList<NoticeOfFeed> Notices);

/// <summary>A talk that was given.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="RecordedAt">When it was recorded as given.</param>
/// <param name="HeldAt">When the meeting was; null for what the archive gives no date.</param>
/// <param name="Titles">The papers it covered.</param>
/// <param name="Presenters">Who shared it.</param>
public sealed record GivenTalk(
    int Id, int TrackId, Instant RecordedAt, Instant? HeldAt, IReadOnlyList<string> Titles, IReadOnlyList<string> Presenters);

/// <summary>A paper that came onto a reading list.</summary>
/// <param name="EntryId">The number of its place on the list.</param>
/// <param name="PaperId">The number in the paper's address.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="AddedAt">When.</param>
/// <param name="Title">Its title.</param>
public sealed record ListedPaper(int EntryId, int PaperId, int TrackId, Instant AddedAt, string Title);

/// <summary>What the news feed asks: a fixed number of questions and of answers.</summary>
public static class NewsQueries
{
    /// <summary>How many talks, and how many papers, the news holds.</summary>
    public const int OfEach = 20;

    /// <summary>How far ahead meetings are news.</summary>
    public static readonly Duration Ahead = Duration.FromDays(14);

    /// <summary>Reads the news.</summary>
    public static async Task<NewsView> NewsAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var founded = await db.Groups.Where(group => group.Id == Group.TheOne).Select(group => (Instant?)group.FoundedAt).SingleOrDefaultAsync(cancellation);
        var given = await db.Talks.AsNoTracking().AsSplitQuery()
            .Where(talk => talk.Giving != null)
            .OrderByDescending(talk => talk.Giving!.RecordedAt).ThenByDescending(talk => talk.Id)
            .Take(OfEach)
            .Select(talk => new GivenTalk(
                talk.Id, talk.TrackId, talk.Giving!.RecordedAt, talk.Meeting == null ? null : talk.Meeting.StartsAt,
                talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList(),
                talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => presenter.Member.Name).ToList()))
            .ToListAsync(cancellation);
        // Numbers rise with time, and unlike the time they are indexed.
        var listed = await db.Entries.AsNoTracking()
            .OrderByDescending(entry => entry.Id)
            .Take(OfEach)
            .Select(entry => new ListedPaper(entry.Id, entry.PaperId, entry.TrackId, entry.AddedAt, entry.Paper.Title))
            .ToListAsync(cancellation);
        return new NewsView(founded, given, listed, await db.UpcomingAsync(now, now + Ahead, cancellation), await db.NewsOfNoticesAsync(OfEach, cancellation));
    }
}

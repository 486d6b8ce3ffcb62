using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Topics.Board;
using Whalepaper.Topics.Proposals;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>What the tests of the board set out in a house, and how they sit at it.</summary>
internal static class Table
{
    public const string Board = "/topics/5/board";

    public const string Releases = "/topics/5/releases";

    /// <summary>Papers of a list, by their entries.</summary>
    public static async Task<int[]> EntriesAsync(this Household house, int count)
    {
        var papers = await house.PapersAsync(count);
        return await house.Site.WithAsync(db => db.Entries.Where(e => papers.Contains(e.PaperId)).OrderBy(e => e.Id).Select(e => e.Id).ToArrayAsync());
    }

    /// <summary>The entry of a talk.</summary>
    public static Task<int> EntryOfAsync(this Household house, int talk) => house.Site.WithAsync(db => db.TalkPapers.Where(p => p.TalkId == talk).Select(p => p.EntryId).SingleAsync());

    /// <summary>The number of the paper on an entry.</summary>
    public static Task<int> PaperOfAsync(this Household house, int entry) => house.Site.WithAsync(db => db.Entries.Where(e => e.Id == entry).Select(e => e.PaperId).SingleAsync());

    /// <summary>Places a paper on the board.</summary>
    public static Task<Answer> PlaceAsync(this Session session, int entry, int meeting, string presenter = "", params (string Name, string Value)[] more) =>
        session.SendAsync("POST", $"{Board}/placements", [("entry", $"{entry}"), ("meeting", $"{meeting}"), ("presenters", presenter), .. more]);

    /// <summary>The plan as the board reads it.</summary>
    public static Task<BoardPlan> PlanAsync(this Household house) =>
        house.Site.WithAsync(async db => (await db.BoardAsync(5, BoardPeople.Everybody, house.Site.Clock.GetCurrentInstant(), CancellationToken.None))!.Value.Plan);

    /// <summary>Lets somebody say that they would present the paper of an entry.</summary>
    public static Task WishAsync(this Household house, string place, int entry) => house.Site.WithAsync(async db =>
    {
        var listed = await db.Entries.SingleAsync(e => e.Id == entry);
        db.Add(new Wish(listed.TopicId, listed.TrackId, listed.PaperId, house[place], true, house.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });

    /// <summary>Lets somebody be away on the day of a meeting.</summary>
    public static Task AwayAsync(this Household house, string place, int meeting) => house.Site.WithAsync(async db =>
    {
        var day = (await db.Meetings.SingleAsync(m => m.Id == meeting)).StartsAt.InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date;
        db.Add(new AwayDays(house[place], day, day));
        await db.SaveChangesAsync();
    });

    /// <summary>Gives somebody another name.</summary>
    public static Task SetNameAsync(this Household house, string place, string name) => house.Site.WithAsync(async db =>
    {
        (await db.Members.SingleAsync(m => m.Id == house[place])).Rename(name);
        await db.SaveChangesAsync();
    });

    /// <summary>How often a meeting changed, for calendars.</summary>
    public static Task<int> SequenceAsync(this Household house, int meeting) => house.Site.WithAsync(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.Sequence).SingleAsync());
}

using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Notices.Inbox;
using Whalepaper.Papers;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Topics;

namespace Whalepaper.Tests.Participation;

/// <summary>A house two thirds into its topic 6: eight weekly meetings of one track are over, four are to come; everybody joined long ago, and those of the household were at each.</summary>
internal sealed class TermHouse : IAsyncDisposable
{
    public const int Over = 8;
    public const int Left = 4;
    public const int Topic = 6;

    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    private TermHouse(Household house) => House = house;

    public Household House { get; }

    public TestSite Site => House.Site;

    public Instant Now => Site.Clock.GetCurrentInstant();

    /// <summary>The meetings, the oldest first: the last that is over was four days ago, the next is in three.</summary>
    public IReadOnlyList<int> Meetings { get; private set; } = [];

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    public int this[string name] => _members[name];

    public static async Task<TermHouse> BeginAsync(Engine engine, Action<WebApplicationBuilder>? alter = null)
    {
        var term = new TermHouse(await ReminderTests.HouseAsync(engine, alter));
        await term.Site.WithAsync(term.SetOutAsync);
        foreach (var place in (string[])["inner", "committee", "organizer"])
        {
            term._members[place] = term.House[place];
            await term.AttendAsync(place, [.. Enumerable.Range(0, Over)]);
        }

        return term;
    }

    /// <summary>Takes in somebody of the inner group who was at some of the meetings.</summary>
    public async Task AddAsync(string name, string language, string? zone, params int[] attended)
    {
        var id = _members[name] = await House.AddAsync(name, Standing.Inner);
        await Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == id)).LiveIn(language, zone);
            await db.SaveChangesAsync();
            await JoinLongAgoAsync(db);
        });
        await AttendAsync(name, attended);
    }

    /// <summary>Somebody was at these meetings, by their place.</summary>
    public Task AttendAsync(string name, params int[] meetings) => Site.WithAsync(async db =>
    {
        int[] ids = [.. meetings.Select(n => Meetings[n])];
        foreach (var meeting in await db.Meetings.Where(m => ids.Contains(m.Id)).ToListAsync())
            db.Add(Attendance.OnList(meeting, this[name], House["organizer"], meeting.StartsAt));
        await db.SaveChangesAsync();
    });

    /// <summary>It turned out that somebody was not there.</summary>
    public Task MissAsync(string name, params int[] meetings) => Site.WithAsync(async db =>
    {
        var (who, ids) = (this[name], meetings.Select(n => Meetings[n]).ToArray());
        db.RemoveRange(await db.Attendances.Where(a => a.MemberId == who && ids.Contains(a.MeetingId)).ToListAsync());
        await db.SaveChangesAsync();
    });

    /// <summary>Somebody gave a talk at the first meeting.</summary>
    public Task GiveAsync(string name) => Site.WithAsync(async db =>
    {
        var (who, first, topic) = (this[name], Meetings[0], TopicId);
        var (member, meeting) = (await db.Members.SingleAsync(m => m.Id == who), await db.Meetings.SingleAsync(m => m.Id == first));
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.TopicId == topic);
        var talk = new Talk(new ReadingListEntry(list, new Paper($"Paper of {name}", null, PaperKind.Paper, Now), 7, Now), [member], Now, member);
        db.Add(talk);
        await db.SaveChangesAsync();
        talk.ScheduleAt(meeting, 0, meeting.StartsAt - Duration.FromDays(1));
        talk.Give(GivingSource.Meeting, meeting.StartsAt, member);
        await db.SaveChangesAsync();
    });

    /// <summary>Time passes until so many meetings more are over; the committee was at each.</summary>
    public async Task PassAsync(int meetings)
    {
        var ids = Meetings;
        var held = await Site.WithAsync(db => db.Meetings.CountAsync(m => ids.Contains(m.Id) && m.StartsAt < Now));
        Site.Clock.Advance(Duration.FromDays(7 * meetings));
        await AttendAsync("committee", [.. Enumerable.Range(held, meetings)]);
    }

    /// <summary>Looks who is to be warned, as the house does by the clock.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> WarnAsync()
    {
        await using var scope = Site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WarningWork>().RunAsync(CancellationToken.None);
    }

    /// <summary>The warnings in somebody's inbox, the oldest first.</summary>
    public Task<List<InboxItem>> WarningsAsync(string name) => Site.WithAsync(db =>
        db.InboxItems.AsNoTracking().Where(i => i.MemberId == this[name] && i.Kind == ParticipationMessages.Warning).OrderBy(i => i.Id).ToListAsync());

    /// <summary>Who counts as warned, by name.</summary>
    public async Task<List<string>> WarnedAsync()
    {
        var warned = await Site.WithAsync(db => db.MeterWarnings.Select(w => w.MemberId).ToListAsync());
        return [.. _members.Where(one => warned.Contains(one.Value)).Select(one => one.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>How somebody stands.</summary>
    public Task<RollLine> MeterAsync(string name) => Site.WithAsync(async db => (await db.OwnMeterAsync(this[name], Now, CancellationToken.None))!.Value.Line);

    /// <summary>Somebody as a program, which may do all that they may.</summary>
    public async Task<Func<string, string, string, Task<Answer>>> ProgramAsync(string name)
    {
        var id = this[name];
        var key = await Site.WithAsync(db => Members.Me.KeysEndpoints.MakeAsync(db, Site.Clock, id, id, "program", Members.Accounts.TokenScope.Manage, 0, CancellationToken.None));
        return (method, path, json) => House.Visitor().BearAsync(key, method, $"/api/v1/{path}", json);
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();

    private static Task<int> JoinLongAgoAsync(WhalepaperDb db)
    {
        var longAgo = Instant.FromUtc(2026, 1, 1, 0, 0);
        return db.Members.Where(m => m.StandingSince != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.StandingSince, longAgo));
    }

    private async Task SetOutAsync(WhalepaperDb db)
    {
        await JoinLongAgoAsync(db);
        var today = Now.InUtc().Date;
        var topic = new Topic(Topic);
        topic.Include(await db.Tracks.SingleAsync(t => t.Code == "nlp"));
        topic.Open(Now - Duration.FromDays(70));
        topic.Run(today.PlusDays(-70), today.PlusDays(40));
        db.Add(topic);
        await db.SaveChangesAsync();
        var meetings = Enumerable.Range(0, Over + Left).Select(n => MeetingAt(topic.Id, Now + Duration.FromDays((7 * (n - Over)) + 3))).ToList();
        db.AddRange(meetings);
        await db.SaveChangesAsync();
        (TopicId, Meetings) = (topic.Id, [.. meetings.Select(meeting => meeting.Id)]);
    }

    private Meeting MeetingAt(int topic, Instant at) => new(topic, House.Season.Nlp.Id, at.InUtc().Date, at, 90, Now - Duration.FromDays(80));
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Participation;

/// <summary>A topic in its midst: eight weekly meetings of one track are over, four are to come, and everybody joined long ago.</summary>
internal sealed class Term : IAsyncDisposable
{
    public const int Over = 8;
    public const int Left = 4;

    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    private Term(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>The meetings, the oldest first.</summary>
    public IReadOnlyList<int> Meetings { get; private set; } = [];

    public int Topic { get; private set; }

    public int Track { get; private set; }

    public Instant Now => Database.Clock.GetCurrentInstant();

    public int this[string name] => _members[name];

    public static async Task<Term> BeginAsync(Engine engine)
    {
        var term = new Term(await TestDatabase.CreateAsync(engine, services => services.AddRooms()));
        await term.WithAsync(term.SetOutAsync);
        return term;
    }

    public Task<T> WithAsync<T>(Func<WhalepaperDb, Task<T>> work) => Database.WithAsync(work);

    public Task WithAsync(Func<WhalepaperDb, Task> work) => Database.WithAsync(work);

    public Instant At(int meeting) => Now + Duration.FromDays((7 * (meeting - Over)) + 3);

    /// <summary>Somebody was at these meetings, by their place.</summary>
    public Task AttendAsync(string name, params int[] meetings) => WithAsync(async db =>
    {
        int[] ids = [.. meetings.Select(n => Meetings[n])];
        foreach (var meeting in await db.Meetings.Where(m => ids.Contains(m.Id)).ToListAsync())
            db.Add(Attendance.OnList(meeting, this[name], this["host"], meeting.StartsAt));
        await db.SaveChangesAsync();
    });

    /// <summary>Somebody gave a talk at a meeting.</summary>
    public Task GiveAsync(string name, int meeting) => WithAsync(async db =>
    {
        var talk = await AddTalkAsync(db, name, meeting);
        talk.Give(GivingSource.Meeting, talk.Meeting!.StartsAt, await db.Members.SingleAsync(m => m.Id == this["host"]));
        await db.SaveChangesAsync();
    });

    /// <summary>Somebody will give a talk at a meeting.</summary>
    public Task PlanAsync(string name, int meeting) => WithAsync(db => AddTalkAsync(db, name, meeting));

    /// <summary>How everybody stands, by name.</summary>
    public Task<Dictionary<string, RollLine>> RollAsync(int? only = null) => WithAsync(async db =>
    {
        var frames = await TopicFrames.ReadAsync(db, null, 1, Now, CancellationToken.None);
        var lines = only is { } one ? await db.RollOfAsync(frames, [one], CancellationToken.None) : await db.RollSpanAsync(frames, 0, TopicRoll.Stretch, CancellationToken.None);
        return lines.ToDictionary(line => line.Name, StringComparer.Ordinal);
    });

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<Talk> AddTalkAsync(WhalepaperDb db, string name, int meeting)
    {
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.TopicId == Topic);
        var (who, at) = (await db.Members.SingleAsync(m => m.Id == this[name]), await db.Meetings.SingleAsync(m => m.Id == Meetings[meeting]));
        var talk = new Talk(new ReadingListEntry(list, new Paper($"Paper {meeting} of {name}", null, PaperKind.Paper, at.StartsAt), meeting, at.StartsAt), [who], at.StartsAt - Duration.FromDays(7), who);
        talk.ScheduleAt(at, 0, at.StartsAt - Duration.FromDays(7));
        db.Add(talk);
        await db.SaveChangesAsync();
        return talk;
    }

    private async Task SetOutAsync(WhalepaperDb db)
    {
        var topic = new Topic(1);
        var list = topic.Include(new Track("nlp", "自然语言处理", 0));
        topic.Open(Now - Duration.FromDays(70));
        var today = Now.InUtc().Date;
        topic.Run(today.PlusDays(-70), today.PlusDays(40));
        db.Add(topic);
        foreach (var name in (string[])["host", "busy", "half", "idle", "excused"])
            db.Add(Known(name));
        await db.SaveChangesAsync();
        foreach (var member in await db.Members.ToListAsync())
            _members.Add(member.Name, member.Id);
        var meetings = Enumerable.Range(0, Over + Left).Select(n => new Meeting(topic.Id, list.Track.Id, At(n).InUtc().Date, At(n), 90, Now - Duration.FromDays(80))).ToList();
        db.AddRange(meetings);
        await db.SaveChangesAsync();
        (Topic, Track, Meetings) = (topic.Id, list.Track.Id, [.. meetings.Select(meeting => meeting.Id)]);
    }

    private Member Known(string name)
    {
        var (member, longAgo) = (new Member(name, name, Now), Now - Duration.FromDays(200));
        member.Join(longAgo);
        member.MoveTo(Standing.Inner, longAgo);
        member.Appoint(name is "host" ? Role.Committee : Role.None);
        return member;
    }
}

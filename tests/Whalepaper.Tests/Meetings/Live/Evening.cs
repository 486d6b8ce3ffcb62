using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>A meeting whose hour has just come, with two talks, somebody who stands by, and people who listen.</summary>
internal sealed class Evening : IAsyncDisposable
{
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);
    private readonly Ear _ear;

    private Evening(TestDatabase database, Ear ear) => (Database, _ear) = (database, ear);

    public TestDatabase Database { get; }

    /// <summary>What was told of changes.</summary>
    public HashSet<string> Told => _ear.Told;

    public int Meeting { get; private set; }

    /// <summary>Shared by "presenter".</summary>
    public int Talk { get; private set; }

    /// <summary>Shared by "other".</summary>
    public int Second { get; private set; }

    public Instant Now => Database.Clock.GetCurrentInstant();

    public int this[string name] => _members[name];

    public static async Task<Evening> ComeAsync(Engine engine)
    {
        var ear = new Ear();
        var evening = new Evening(await TestDatabase.CreateAsync(engine, services => services.AddRooms().AddSingleton<IChangeListener>(ear)), ear);
        await evening.WithAsync(evening.SetOutAsync);
        return evening;
    }

    public Task<T> WithAsync<T>(Func<WhalepaperDb, Task<T>> work) => Database.WithAsync(work);

    public Task WithAsync(Func<WhalepaperDb, Task> work) => Database.WithAsync(work);

    public Task<bool> OpenAsync() => WithAsync(async db => await db.OpenAsync(await db.Meetings.SingleAsync(m => m.Id == Meeting), this["host"], Now, CancellationToken.None));

    /// <summary>Has the host note that these are there.</summary>
    public async Task AttendAsync(params string[] names)
    {
        foreach (var name in names)
            await WithAsync(async db => await db.TickOffAsync((await db.RoomForChangeAsync(Meeting, CancellationToken.None))!, this[name], this["host"], Now, CancellationToken.None));
    }

    /// <summary>Does something to a talk, with all that its hour looks at, and saves it.</summary>
    public Task OnTalkAsync(int id, Func<WhalepaperDb, Talk, Task> act) => WithAsync(async db =>
    {
        await act(db, (await db.TalkForHourAsync(id, CancellationToken.None))!);
        await db.SaveChangesAsync();
    });

    public Task GiveAsync(int id) => OnTalkAsync(id, async (db, talk) => talk.Give(GivingSource.Meeting, Now, await db.Members.SingleAsync(m => m.Id == this["host"])));

    /// <summary>The ledger, as words: what, and who.</summary>
    public Task<List<string>> LedgerAsync() => WithAsync(async db =>
        (await (from entry in db.Ledger join member in db.Members on entry.MemberId equals member.Id select new { entry.Kind, member.Name }).ToListAsync())
            .ConvertAll(entry => $"{entry.Kind} {entry.Name}").Order(StringComparer.Ordinal).ToList());

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task SetOutAsync(WhalepaperDb db)
    {
        var (topic, now) = (new Topic(1), Now);
        var list = topic.Include(new Track("nlp", "自然语言处理", 0));
        db.Add(topic);
        db.AddRange(Enumerable.Range(0, 5).Select(n => new OutlinePart(n, $"Part {n}")));
        foreach (var name in (string[])["host", "presenter", "other", "standby", "listener", "archive"])
            db.Add(Known(name, now));
        await db.SaveChangesAsync();
        var people = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal);
        foreach (var (name, member) in people)
            _members.Add(name, member.Id);
        var meeting = new Meeting(topic.Id, list.Track.Id, new LocalDate(2026, 11, 28), now, 90, now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        var talks = new[] { "presenter", "other" }.Select((name, n) =>
        {
            var talk = new Talk(new ReadingListEntry(list, new Paper($"Paper {n}", null, PaperKind.Paper, now), n, now), [people[name]], now, people[name]);
            talk.ScheduleAt(meeting, n, now);
            return talk;
        }).ToList();
        db.AddRange(talks);
        db.Add(new Standby(meeting.Id, people["standby"], now));
        await db.SaveChangesAsync();
        (Meeting, Talk, Second) = (meeting.Id, talks[0].Id, talks[1].Id);
    }

    private static Member Known(string name, Instant now)
    {
        var member = new Member(name, name, now);
        if (name is "archive")
            return member;
        member.Join(now);
        member.MoveTo(Standing.Inner, now);
        member.Appoint(name is "host" ? Role.Committee : Role.None);
        return member;
    }

    private sealed class Ear : IChangeListener
    {
        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

        public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
        {
            // Those who do something at once tell at once.
            lock (Told)
                Told.UnionWith(tags);
            return ValueTask.CompletedTask;
        }
    }
}

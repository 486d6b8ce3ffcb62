using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A group in which everybody does something at once: papers and dates to claim, meetings that are on, a ballot that is open, talks to lay files beside.</summary>
internal sealed class Bustle
{
    private const int Claimers = 26;
    private const int Voters = 22;
    private const int Uploaders = 9;
    private const int Rooms = 4;
    private const int Dates = 90;
    private const int PaperCount = 560;

    private readonly List<Person> _people = [];

    private Bustle(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>Holds the meetings, and shares nothing.</summary>
    public Person Host => _people[0];

    /// <summary>Everybody but the host.</summary>
    public IReadOnlyList<Person> People => _people[1..];

    /// <summary>Those who claim; two after each other want the same paper.</summary>
    public IReadOnlyList<Person> Claiming => _people[1..(1 + Claimers)];

    /// <summary>Those who vote and change their votes; others of the list never do, so that the ballot stays open.</summary>
    public IReadOnlyList<Person> Voting => _people[(1 + Claimers)..(1 + Claimers + Voters)];

    /// <summary>Those who lay files beside their talks.</summary>
    public IReadOnlyList<Person> Uploading => _people[^Uploaders..];

    /// <summary>The papers that can be claimed.</summary>
    public IReadOnlyList<int> Papers { get; private set; } = [];

    /// <summary>The meetings at which something can be claimed.</summary>
    public IReadOnlyList<int> Ahead { get; private set; } = [];

    /// <summary>The meetings that are on.</summary>
    public IReadOnlyList<int> On { get; private set; } = [];

    /// <summary>The codes of those, once they are open.</summary>
    public IReadOnlyDictionary<int, string> Codes { get; private set; } = new Dictionary<int, string>();

    /// <summary>The talk of each uploader.</summary>
    public IReadOnlyDictionary<int, int> Talks { get; private set; } = new Dictionary<int, int>();

    /// <summary>The ballot.</summary>
    public int Ballot { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Founds the group in an empty database, whose clock is that of the machine from now on.</summary>
    public static async Task<Bustle> FoundAsync(TestDatabase database)
    {
        database.Clock.Reset(new Clock(TimeProvider.System).GetCurrentInstant());
        var bustle = new Bustle(database);
        var now = database.Clock.GetCurrentInstant();
        await database.WithAsync(db => bustle.GatherAsync(db, now));
        await database.WithAsync(db => bustle.PlanAsync(db, now));
        await bustle.CallAsync(now);
        return bustle;
    }

    /// <summary>Signs everybody in, and opens the meetings. Sixty can sign in from one network within ten minutes: these are fewer.</summary>
    public async Task BeginAsync(HttpClient door)
    {
        foreach (var person in _people)
            await person.SignInAsync(Database, door);
        foreach (var meeting in On)
            Assert.Equal(HttpStatusCode.SeeOther, (await Host.SendAsync(door, "POST", $"/meetings/{meeting}/session")).Status);
        Codes = await Database.WithAsync(db => db.Sessions.ToDictionaryAsync(session => session.MeetingId, session => session.Code, Stop));
    }

    private async Task GatherAsync(WhalepaperDb db, Instant now)
    {
        db.Add(new Group("鲸读会", "Asia/Shanghai", "zh-CN", now));
        db.AddRange(new Setting(SettingsCatalogue.TalksAtMeeting.Key, "6", now), new Setting(SettingsCatalogue.MostTalks.Key, "20", now));
        var joined = Enumerable.Range(0, 1 + Claimers + Voters + Uploaders).Select(n => Person.Join(string.Create(CultureInfo.InvariantCulture, $"whale{n}"), n == 0 ? Role.Organizer : Role.None, now)).ToList();
        db.AddRange(joined.Select(one => one.Account));
        await db.SaveChangesAsync(Stop);
        _people.AddRange(joined.Select(one => new Person(one.Member.Id, one.Member.Handle)));
    }

    private async Task PlanAsync(WhalepaperDb db, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var topic = new Topic(1);
        topic.Open(now);
        var lists = Enumerable.Range(0, Rooms).Select(n => topic.Include(new Track(string.Create(CultureInfo.InvariantCulture, $"t{n}"), $"Track {n}", n))).ToList();
        db.Add(topic);
        await db.SaveChangesAsync(Stop);
        var today = now.InZone(zone).Date;
        var ahead = Enumerable.Range(1, Dates).Select(day => today.PlusDays(day)).Select(day => new Meeting(topic.Id, lists[0].TrackId, day, day.At(new LocalTime(21, 30)).InZoneStrictly(zone).ToInstant(), 90, now)).ToList();
        // No track has a weekly hour: whoever plans, as the program does once it runs for a while, would take away what nobody decided about.
        foreach (var meeting in ahead)
            meeting.MoveTo(meeting.StartsAt + Duration.FromMinutes(15), 90, now);
        var on = lists.ConvertAll(list => new Meeting(topic.Id, list.TrackId, today, now, 90, now));
        var entries = Enumerable.Range(0, PaperCount).Select(n => new ReadingListEntry(lists[0], new Paper($"Paper number {n}", null, PaperKind.Paper, now), n, now)).ToList();
        db.AddRange(ahead);
        db.AddRange(on);
        db.AddRange(entries);
        await db.SaveChangesAsync(Stop);
        var members = await db.Members.ToDictionaryAsync(member => member.Id, Stop);
        var talks = Uploading.Select((person, n) => new Talk(new ReadingListEntry(lists[1], new Paper($"Whales sing, part {n}", null, PaperKind.Paper, now), n, now), [members[person.Id]], now, members[person.Id])).ToList();
        db.AddRange(talks);
        await db.SaveChangesAsync(Stop);
        (Papers, Ahead, On) = ([.. entries.Select(entry => entry.PaperId)], [.. ahead.Select(meeting => meeting.Id)], [.. on.Select(meeting => meeting.Id)]);
        Talks = Uploading.Zip(talks).ToDictionary(one => one.First.Id, one => one.Second.Id);
    }

    // An election of somebody who is not among those who vote.
    private async Task CallAsync(Instant now)
    {
        await using var scope = Database.Scope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var (stands, before) = (Uploading[0].Id, now - Duration.FromHours(1));
        var election = new Election(1, 6, now - Duration.FromMinutes(1), Host.Id, before);
        election.Stand(stands, null, before);
        var ballot = new Ballot(BallotKind.Election, new BallotTerms(72, 3, _people.Count, 50, 1), [stands], _people.Select(person => person.Id), now);
        scope.ServiceProvider.GetRequiredService<BallotChanges>().Open(ballot);
        election.Ask(ballot, now);
        db.Add(election);
        await db.SaveChangesAsync(Stop);
        Ballot = ballot.Id;
    }
}

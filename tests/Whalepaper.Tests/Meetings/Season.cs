using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Meetings;

/// <summary>
/// A small group in the middle of its topic 5. It is Saturday 2026-11-28, 20:00 in Shanghai: the NLP talk comes at 21:30, tomorrow's CV
/// meeting is cancelled, next Saturday's NLP meeting is open, and one paper waits for somebody.
/// </summary>
internal sealed class Season
{
    public const string Hostile = "Attention </script><script>alert(1)</script> <img src=x onerror=alert(1)>\"&' 注意力";

    private readonly WhalepaperDb _db;
    private readonly Instant _now;
    private Topic _topic = null!;

    private Season(WhalepaperDb db, Instant now) => (_db, _now) = (db, now);

    public Track Nlp { get; } = new("nlp", "自然语言处理", 0);

    public Track Cv { get; } = new("cv", "图像处理", 1);

    public Meeting Tonight { get; private set; } = null!;

    public Meeting Cancelled { get; private set; } = null!;

    public Meeting Open { get; private set; } = null!;

    public static Task<Season> PlantAsync(TestSite site) => site.WithAsync(async db =>
    {
        var season = new Season(db, site.Clock.GetCurrentInstant());
        await season.FoundAsync();
        await season.PlanAsync();
        return season;
    });

    /// <summary>More of everything: papers nobody took, and talks at meetings to come.</summary>
    public static Task GrowAsync(TestSite site, Season season, int times) => site.WithAsync(async db =>
    {
        var topic = await db.Topics.Include(topic => topic.Tracks).ThenInclude(list => list.Track).SingleAsync(topic => topic.Id == season._topic.Id);
        var more = new Season(db, season._now) { _topic = topic };
        var list = topic.Tracks.Single(list => list.TrackId == season.Nlp.Id);
        var track = list.Track;
        for (var n = 0; n < times; n++)
        {
            await more.ListAsync(list, $"Waiting {n}", 100 + n);
            var meeting = await more.MeetAsync(track, new LocalDate(2026, 12, 7).PlusDays(n), new LocalTime(19, 0));
            await more.ShareAsync(await more.ListAsync(list, $"Taken {n}", 200 + n), meeting, $"Person {n}", "Second");
        }
    });

    private async Task FoundAsync()
    {
        Nlp.Rename("自然语言处理", "Language");
        Nlp.MeetWeekly(new Slot(IsoDayOfWeek.Saturday, new LocalTime(21, 30)));
        Cv.MeetWeekly(new Slot(IsoDayOfWeek.Sunday, new LocalTime(20, 30)));
        _db.Add(new Group("鲸读会", "Asia/Shanghai", "zh-CN", _now));
        _db.Add(new OutlinePart(0, "领域知识介绍", 10, 20));
        _topic = new Topic(5);
        _topic.Open(_now);
        _topic.Include(Nlp, "注意力机制");
        _topic.Include(Cv);
        _db.Add(_topic);
        await _db.SaveChangesAsync();
    }

    private async Task PlanAsync()
    {
        Tonight = await MeetAsync(Nlp, new LocalDate(2026, 11, 28), new LocalTime(21, 30));
        Open = await MeetAsync(Nlp, new LocalDate(2026, 12, 5), new LocalTime(21, 30));
        Cancelled = await MeetAsync(Cv, new LocalDate(2026, 11, 29), new LocalTime(20, 30));
        Cancelled.Cancel("场地停电 <img src=x>", _now);
        var list = _topic.Tracks[0];
        await ShareAsync(await ListAsync(list, Hostile, 0), Tonight, "杨夕 <img>", "Sm1les");
        await ListAsync(list, "Still waiting", 1);
    }

    private async Task<Meeting> MeetAsync(Track track, LocalDate date, LocalTime time)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var meeting = new Meeting(_topic.Id, track.Id, date, date.At(time).InZoneStrictly(zone).ToInstant(), 90, _now);
        _db.Add(meeting);
        await _db.SaveChangesAsync();
        return meeting;
    }

    private async Task<ReadingListEntry> ListAsync(TopicTrack list, string title, int position)
    {
        var entry = new ReadingListEntry(list, new Paper(title, null, PaperKind.Paper, _now), position, _now);
        _db.Add(entry);
        await _db.SaveChangesAsync();
        return entry;
    }

    private async Task ShareAsync(ReadingListEntry entry, Meeting meeting, params string[] names)
    {
        var members = new List<Member>();
        foreach (var name in names)
        {
            var known = _db.Members.Local.FirstOrDefault(member => string.Equals(member.Name, name, StringComparison.Ordinal));
            members.Add(known ?? new Member(name, Member.HandleFor(name, handle => _db.Members.Any(member => member.Handle == handle)), _now));
        }

        var talk = new Talk(entry, members, _now);
        _db.Add(talk);
        await _db.SaveChangesAsync();
        talk.ScheduleAt(meeting, await _db.Talks.CountAsync(other => other.MeetingId == meeting.Id), _now);
        talk.Attach(MaterialKind.Slides, "Slides", "https://example.org/slides", _now);
        talk.Attach(MaterialKind.Other, "Trap", "javascript:alert(1)", _now);
        await _db.SaveChangesAsync();
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Papers;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Tests.People;
using Whalepaper.Topics;

namespace Whalepaper.Tests.Talks;

/// <summary>What the tests of claims set out in a house: papers, dates, settings.</summary>
internal static class Stall
{
    /// <summary>Adds papers to the list of a track, and gives their numbers.</summary>
    public static Task<int[]> PapersAsync(this Household house, int count, string code = "nlp") => house.Site.WithAsync(async db =>
    {
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == code);
        var now = house.Site.Clock.GetCurrentInstant();
        var next = await db.Entries.CountAsync(e => e.TrackId == list.TrackId);
        var entries = Enumerable.Range(next, count).Select(n => new ReadingListEntry(list, new Paper($"Paper number {n} of {code}", null, PaperKind.Paper, now), n, now)).ToList();
        db.AddRange(entries);
        await db.SaveChangesAsync();
        return entries.Select(e => e.PaperId).ToArray();
    });

    /// <summary>Plans meetings of a track in the weeks from 12 December on, and gives their numbers.</summary>
    public static Task<int[]> DatesAsync(this Household house, int count, string code = "nlp", int hour = 21, int minute = 30, int day = 12) => house.Site.WithAsync(async db =>
    {
        var (topic, track) = (await db.Topics.SingleAsync(t => t.Number == 5), await db.Tracks.SingleAsync(t => t.Code == code));
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var meetings = Enumerable.Range(0, count).Select(n => new LocalDate(2026, 12, day).PlusWeeks(n))
            .Select(day => new Meeting(topic.Id, track.Id, day, day.At(new LocalTime(hour, minute)).InZoneStrictly(zone).ToInstant(), 90, house.Site.Clock.GetCurrentInstant())).ToList();
        db.AddRange(meetings);
        await db.SaveChangesAsync();
        return meetings.Select(m => m.Id).ToArray();
    });

    /// <summary>Sets a value of the settings.</summary>
    public static Task SetAsync(this Household house, SettingDefinition setting, string value) => house.Site.WithAsync(async db =>
    {
        db.Add(new Setting(setting.Key, value, house.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });

    /// <summary>Claims a paper of NLP.</summary>
    public static Task<Answer> ClaimAsync(this Session session, int paper, int meeting, params (string Name, string Value)[] more) =>
        session.SendAsync("POST", "/topics/5/nlp/talks", [("paper", $"{paper}"), ("meeting", $"{meeting}"), .. more]);

    /// <summary>A talk with all that is asked of it here.</summary>
    public static Task<Talk> TalkAsync(this Household house, int id) => house.Site.WithAsync(db => db.Talks.AsNoTracking()
        .Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Papers).ThenInclude(p => p.Paper).Include(t => t.Meeting).Include(t => t.Confirmation).Include(t => t.Ending).Include(t => t.Giving).Include(t => t.Course)
        .AsSplitQuery().SingleAsync(t => t.Id == id));

    /// <summary>The number of the talk to whose page an answer leads.</summary>
    public static int TalkNumber(this Answer answer) =>
        answer.Location is { } location && location.StartsWith("/talks/", StringComparison.Ordinal) && int.TryParse(location["/talks/".Length..].Split('?')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"No talk: {answer}");
}

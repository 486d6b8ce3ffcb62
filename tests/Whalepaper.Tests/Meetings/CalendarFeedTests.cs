using System.Text;
using CsCheck;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.TimeZones;
using Whalepaper.Meetings;
using Whalepaper.Tracks;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>Calendars as written, read back by an independent reader.</summary>
public sealed class CalendarFeedTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 28, 12, 0);

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Shanghai")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    [InlineData("UTC")]
    public async Task Every_hour_of_the_week_is_read_as_it_was_meant(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var starts = Enumerable.Range(0, 70).Select(n => new LocalDate(2025, 11, 30).PlusDays(6 * n)).SelectMany(
            date => new[] { 90, 135, 1290 }.Select(minute => new Slot(date.DayOfWeek, new LocalTime(minute / 60, minute % 60), 100).On(date, zone)));
        var meetings = starts.Select((slot, n) => Meeting(n + 1, slot.StartsAt, slot.Minutes)).ToList();

        var read = await CalendarReader.ReadOneAsync(Write(zone, meetings));

        AssertTimes(meetings, read);
        Assert.Equal(id is "UTC" ? [] : [id], read.Zones);
        // Python's own tables know less of Morocco's years to come than we do.
        if (id is not "Africa/Casablanca")
            Assert.All(read.Events, e => Assert.Equal((e.Start, e.End), (e.StartThere, e.EndThere)));
    }

    [Fact]
    public async Task The_rules_beside_the_times_are_right_in_every_zone()
    {
        var range = new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 6, 1, 0, 0));
        var all = new MemoryStream();
        var written = new List<List<CalendarMeeting>>();
        foreach (var id in TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var moments = new List<Instant> { range.Start, range.End };
            foreach (var change in zone.GetZoneIntervals(range).Where(interval => interval.HasStart && interval.Start > range.Start))
                moments.AddRange(new[] { -1440, -60, -15, 0, 15, 45, 1440 }.Select(minutes => change.Start + Duration.FromMinutes(minutes)));
            var meetings = moments.Order().Select((start, n) => Meeting(n + 1, start, 30)).ToList();
            written.Add(meetings);
            all.Write(Write(zone, meetings));
        }

        var read = await CalendarReader.ReadAsync(all.ToArray());

        Assert.True(written.Count > 300);
        Assert.Equal(written.Count, read.Calendars.Count);
        foreach (var (meetings, calendar) in written.Zip(read.Calendars))
            AssertTimes(meetings, calendar);
    }

    [Fact]
    public async Task Titles_arrive_whatever_is_in_them()
    {
        string[] titles =
        [
            "a, b; c: d \\ e \\n f \"g\" 'h'",
            "first\r\nsecond\nthird\rfourth\u2028fifth\u2029sixth\u0085seventh\u000beighth",
            "END:VEVENT\r\nEND:VCALENDAR\r\nX-EVIL:1",
            string.Concat(Enumerable.Repeat("人脸识别损失函数，", 60)),
            string.Concat(Enumerable.Repeat("🐋👩‍👩‍👧", 60)),
            "bell\u0007 null\u0000 lone \ud83d surrogate, not a character \uffff, bom \ufeff",
            "مرحبا \u202eevil",
            new string('x', 75) + "é",
        ];
        var meetings = titles.Select((title, n) => Meeting(n + 1, Now + Duration.FromDays(n), 90, title)).ToList();

        var read = await CalendarReader.ReadAsync(Write(DateTimeZoneProviders.Tzdb["Asia/Shanghai"], meetings));

        Assert.True(read.Longest <= CalendarText.LongestLine, $"A line has {read.Longest} octets.");
        var calendar = Assert.Single(read.Calendars);
        Assert.DoesNotContain("X-EVIL", calendar.Properties, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(titles.Length, calendar.Events.Count);
        Assert.All(titles.Zip(calendar.Events), pair => Assert.Equal($"NLP · {PlainLine.Of(pair.First)}（杨夕）", pair.Second.Summary));
        Assert.Equal("first second third fourth fifth sixth seventh eighth", PlainLine.Of(titles[1]));
        Assert.Equal("bell null lone surrogate, not a character , bom \ufeff", PlainLine.Of(titles[5]));
    }

    [Fact]
    public async Task Any_text_at_all_arrives()
    {
        var samples = new List<string>();
        var character = Gen.OneOf(Gen.Char, Gen.Char["\r\n\t ,;:\\\"^="], Gen.Char['一', '龥'], Gen.Char['\ud83c', '\udfff']);
        Gen.Select(character.Array[0, 120], chars => new string(chars)).Sample(samples.Add, iter: 400, threads: 1);
        var meetings = samples.Select((title, n) => Meeting(n + 1, Now + Duration.FromHours(n), 60, "|" + title + "|")).ToList();

        var read = await CalendarReader.ReadAsync(Write(DateTimeZone.Utc, meetings));

        Assert.True(read.Longest <= CalendarText.LongestLine);
        Assert.All(
            samples.Zip(read.Calendars.Single().Events),
            pair => Assert.Equal($"NLP · {PlainLine.Of("|" + pair.First + "|")}（杨夕）", pair.Second.Summary));
    }

    [Fact]
    public void Folds_never_cut_a_character()
    {
        Gen.Char["aé人\u0001"].Array[60, 90].Sample(chars =>
        {
            var bytes = Write(DateTimeZone.Utc, [Meeting(1, Now, 60, new string(chars) + string.Concat(Enumerable.Repeat("🐋", 40)))]);
            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            foreach (var line in Lines(bytes))
            {
                Assert.True(line.Length <= CalendarText.LongestLine);
                strict.GetString(line);
            }
        });
    }

    [Fact]
    public void The_same_calendar_is_the_same_bytes()
    {
        var meetings = new[] { Meeting(1, Now, 90, "XLNet") };
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        Assert.Equal(Write(zone, meetings), Write(zone, meetings));
    }

    internal static byte[] Write(DateTimeZone zone, IReadOnlyList<CalendarMeeting> meetings)
    {
        var view = new CalendarView(
            new Dictionary<int, Track> { [1] = new("nlp", "自然语言处理", 0) }, new Dictionary<int, int> { [1] = 5 }, meetings);
        return new CalendarFeed(Texts, new Masthead("鲸鱼, 论文; 群", Language.Chinese, zone), new Uri("https://example.org"), Now).Subscription("鲸鱼", view);
    }

    /// <summary>The real words, in Chinese whatever the machine speaks.</summary>
    private static IStringLocalizer<CalendarTexts> Texts
    {
        get
        {
            System.Globalization.CultureInfo.CurrentUICulture = Language.Chinese.Culture;
            return new StringLocalizer<CalendarTexts>(
                new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));
        }
    }

    private static CalendarMeeting Meeting(int id, Instant startsAt, int minutes, string? title = null) => new(
        id, 1, 1, $"uid{id}", 0, startsAt, minutes, Now, null, null, title is null ? [] : [new CalendarTalk(1, [title], ["杨夕"])]);

    private static void AssertTimes(List<CalendarMeeting> meetings, ReadCalendar read)
    {
        Assert.Equal(meetings.Count, read.Events.Count);
        foreach (var (meeting, got) in meetings.Zip(read.Events))
        {
            Assert.Equal($"{meeting.Uid}@whalepaper", got.Uid);
            Assert.Equal((meeting.StartsAt.ToDateTimeOffset(), meeting.EndsAt.ToDateTimeOffset()), (got.Start, got.End));
        }
    }

    private static IEnumerable<byte[]> Lines(byte[] bytes)
    {
        var from = 0;
        while (from < bytes.Length)
        {
            var to = from + bytes.AsSpan(from).IndexOf("\r\n"u8);
            yield return bytes[from..to];
            from = to + 2;
        }
    }
}

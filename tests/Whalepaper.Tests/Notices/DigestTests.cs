using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Preferences;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Digests come at eight in the morning of who reads them, once, and only with something to read. The clock begins on a Saturday, 20:00 in Shanghai.</summary>
public sealed class DigestTests
{
    [Theory, BothEngines]
    public async Task A_digest_tells_once_of_what_lies_unread(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder => MailFolder.SetUp(builder));
        var site = house.Site;
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await PreferenceTests.ChooseAsync(site, house["inner"], ["notice"], [], DigestRhythm.Daily, []);
        await LayAsync(house, "inner", "First", "One line\n\nAnother\nA third", "/schedule");
        await LayAsync(house, "inner", "Second\r\nBcc: x", "Text", "");
        await LayAsync(house, "inner", "Read", "Text", "", read: true);
        await LayAsync(house, "open", "Somebody else's", "Text", "");

        // 20:00 in Shanghai, and 07:59 the next day.
        Assert.Equal(0, await PlanAsync(site));
        To(site, 2026, 11, 29, 7, 59, "Asia/Shanghai");
        Assert.Equal(0, await PlanAsync(site));
        To(site, 2026, 11, 29, 8, 0, "Asia/Shanghai");
        Assert.Equal(1, await PlanAsync(site));
        Assert.Equal(0, await PlanAsync(site));
        await site.DrainAsync();

        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Equal("您有 2 条未读消息", letter.Subject);
        Assert.Contains("· First\nOne line\nAnother\nhttp", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("A third", letter.Text, StringComparison.Ordinal);
        Assert.Contains("· Second  Bcc: x", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody else", letter.Text, StringComparison.Ordinal);
        Assert.Contains("/unsubscribe/", letter.Text, StringComparison.Ordinal);
        // The same is not told of twice; what comes since is.
        To(site, 2026, 11, 30, 8, 3, "Asia/Shanghai");
        await LayAsync(house, "inner", "Third", "Text", "");
        Assert.Equal(0, await PlanAsync(site));
        To(site, 2026, 12, 1, 8, 3, "Asia/Shanghai");
        Assert.Equal(1, await PlanAsync(site));
        await site.DrainAsync();
        Assert.Equal("您有 1 条未读消息", (await folder.ReadAsync())[^1].Subject);
    }

    [Theory, BothEngines]
    public async Task Several_copies_at_once_write_one(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        foreach (var place in (string[])["inner", "open", "committee", "candidate"])
        {
            await PreferenceTests.ChooseAsync(house.Site, house[place], [], [], DigestRhythm.Daily, []);
            await LayAsync(house, place, "News", "Text", "");
        }

        To(house.Site, 2026, 11, 29, 8, 0, "Asia/Shanghai");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PlanAsync(house.Site))));
        await PlanAsync(house.Site);

        var written = await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().ToListAsync());
        Assert.Equal(4, written.Count);
        Assert.All(written, one => Assert.Equal(("digest:2026-11-29", ChannelNames.Mail, house.Site.Clock.GetCurrentInstant() + Duration.FromHours(20)), (one.Occasion, one.Channel, one.Until)));
    }

    [Theory, BothEngines]
    public async Task It_is_morning_where_the_reader_lives_and_weekly_means_monday(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await MoveAsync(house, "inner", "America/New_York", DigestRhythm.Daily);
        await MoveAsync(house, "open", "Asia/Kathmandu", DigestRhythm.Daily);
        await MoveAsync(house, "committee", null, DigestRhythm.Weekly);
        await MoveAsync(house, "candidate", null, DigestRhythm.Daily);
        var due = new List<(string Place, string Occasion)>();
        var end = Instant.FromUtc(2026, 12, 1, 12, 0);
        var known = new HashSet<int>();
        while (house.Site.Clock.GetCurrentInstant() < end)
        {
            house.Site.Clock.Advance(Duration.FromMinutes(15));
            foreach (var place in (string[])["inner", "open", "committee", "candidate"])
            {
                if (house.Site.Clock.GetCurrentInstant().InUtc().Minute == 0)
                    await LayAsync(house, place, "News", "Text", "");
            }

            await PlanAsync(house.Site);
            foreach (var one in (await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().OrderBy(d => d.MemberId).ToListAsync())).Where(one => known.Add(one.Id)))
                due.Add(($"{house.Site.Clock.GetCurrentInstant().ToString("ddd HH:mm", CultureInfo.InvariantCulture)} {Household.Places.Single(p => house[p.Place] == one.MemberId).Place}", one.Occasion));
        }

        Assert.Equal(
            [
                ("Sat 13:00 inner", "digest:2026-11-28"), ("Sun 00:00 candidate", "digest:2026-11-29"), ("Sun 02:15 open", "digest:2026-11-29"), ("Sun 13:00 inner", "digest:2026-11-29"),
                ("Mon 00:00 candidate", "digest:2026-11-30"), ("Mon 00:00 committee", "digest:2026-11-30"), ("Mon 02:15 open", "digest:2026-11-30"), ("Mon 13:00 inner", "digest:2026-11-30"),
                ("Tue 00:00 candidate", "digest:2026-12-01"), ("Tue 02:15 open", "digest:2026-12-01"),
            ],
            due);
    }

    [Theory, BothEngines]
    public async Task A_week_leaves_no_hole_where_one_looks_a_few_minutes_later_than_the_week_before(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await PreferenceTests.ChooseAsync(house.Site, house["inner"], [], [], DigestRhythm.Weekly, []);
        await LayAsync(house, "inner", "First", "Text", "");
        To(house.Site, 2026, 11, 30, 8, 0, "Asia/Shanghai");
        Assert.Equal(1, await PlanAsync(house.Site));
        await house.Site.DrainAsync();
        To(house.Site, 2026, 11, 30, 8, 2, "Asia/Shanghai");
        await LayAsync(house, "inner", "Second", "Text", "");
        // Nobody ran at the next Monday's eight o'clock, and not on the Monday after that.
        To(house.Site, 2026, 12, 14, 8, 4, "Asia/Shanghai");
        Assert.Equal(1, await PlanAsync(house.Site));
        await house.Site.DrainAsync();
        Assert.Contains("· Second", (await folder.ReadAsync())[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("· First", (await folder.ReadAsync())[^1].Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_was_read_meanwhile_or_is_not_wanted_any_more_is_not_sent(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder => MailFolder.SetUp(builder));
        foreach (var place in (string[])["inner", "open"])
        {
            await MailTests.ReachAsync(house, place, folder.Address(place));
            await PreferenceTests.ChooseAsync(house.Site, house[place], [], [], DigestRhythm.Daily, []);
            await LayAsync(house, place, "News", "Text", "");
        }

        To(house.Site, 2026, 11, 29, 8, 0, "Asia/Shanghai");
        Assert.Equal(2, await PlanAsync(house.Site));
        await (await house.SignInAsync("inner")).SendAsync("POST", "/me/inbox/reading");
        await PreferenceTests.ChooseAsync(house.Site, house["open"], [], [], null, []);
        await house.Site.DrainAsync();

        Assert.Equal(0, folder.Count);
        Assert.All(await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().ToListAsync()), one => Assert.Equal(DeliveryState.Dropped, one.State));
    }

    [Fact]
    public async Task Of_many_it_tells_thirty_and_counts_the_others()
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await PreferenceTests.ChooseAsync(house.Site, house["inner"], [], [], DigestRhythm.Weekly, []);
        for (var n = 0; n < 33; n++)
            await LayAsync(house, "inner", $"Number {n:00}", "Text", "");
        To(house.Site, 2026, 11, 30, 8, 0, "Asia/Shanghai");
        Assert.Equal(1, await PlanAsync(house.Site));
        await house.Site.DrainAsync();

        var text = Assert.Single(await folder.ReadAsync()).Text;
        Assert.Contains("Number 32", text, StringComparison.Ordinal);
        Assert.Contains("Number 03", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 02", text, StringComparison.Ordinal);
        Assert.Contains("还有 3 条。", text, StringComparison.Ordinal);
    }

    private static async Task<int> PlanAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Whalepaper.Data.WhalepaperDb>().PlanDigestsAsync(DateTimeZoneProviders.Tzdb["Asia/Shanghai"], site.Clock.GetCurrentInstant(), CancellationToken.None);
    }

    private static void To(TestSite site, int year, int month, int day, int hour, int minute, string zone) =>
        site.Clock.Reset(new LocalDateTime(year, month, day, hour, minute).InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToInstant());

    private static async Task MoveAsync(Household house, string place, string? zone, DigestRhythm rhythm)
    {
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house[place])).LiveIn(null, zone);
            await db.SaveChangesAsync();
        });
        await PreferenceTests.ChooseAsync(house.Site, house[place], [], [], rhythm, []);
    }

    private static Task LayAsync(Household house, string place, string subject, string text, string link, bool read = false) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        var item = new InboxItem(house[place], Guid.NewGuid().ToString("N"), "notice", new Message(subject, text, link), now);
        if (read)
            item.Read(now);
        db.Add(item);
        await db.SaveChangesAsync();
    });
}

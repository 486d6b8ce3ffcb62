using System.Globalization;
using System.Net;
using System.Resources;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Settings;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>The organizer's values and hands.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Every_setting_says_what_it_is_and_its_default_is_one_that_it_takes()
    {
        var texts = new ResourceManager(typeof(SettingTexts));
        Assert.Equal(SettingsCatalogue.All.Count, SettingsCatalogue.All.Select(setting => setting.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(SettingsCatalogue.All, setting =>
        {
            Assert.Equal(setting.Default, setting.Read(setting.Default));
            Assert.All((string[])["en", "zh-CN"], language => Assert.All((string[])[setting.Key, $"{setting.Key}.Says", $"Area.{setting.Area}"], key => Assert.NotNull(texts.GetString(key, CultureInfo.GetCultureInfo(language)))));
        });
    }

    [Theory]
    [InlineData("policy.grace", "14", "14")]
    [InlineData("policy.grace", " １４ ", "14")]
    [InlineData("policy.grace", "121", null)]
    [InlineData("policy.grace", "-1", null)]
    [InlineData("policy.grace", "1.5", null)]
    [InlineData("policy.grace", "1e1", null)]
    [InlineData("policy.grace", "1\ufffe", null)]
    [InlineData("policy.grace", "1\ud800", null)]
    [InlineData("policy.grace", "", null)]
    [InlineData("ledger.feedback", "0.5", "0.5")]
    [InlineData("ledger.feedback", "0.3", null)]
    [InlineData("admission.threshold", "66.66", "66.66")]
    [InlineData("meetings.candidates-observe", "yes", "yes")]
    [InlineData("meetings.candidates-observe", "maybe", null)]
    public void A_value_is_within_its_bounds(string key, string typed, string? kept) =>
        Assert.Equal(kept, SettingsCatalogue.All.Single(setting => setting.Key == key).Read(typed));

    [Fact]
    public async Task Who_names_no_part_of_the_outline_keeps_all_of_them()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = await house.SignInAsync("organizer");
        var key = await house.TokenAsync("organizer", TokenScope.Manage);
        await session.BearAsync(key, "PUT", "/api/v1/outline", "{\"titles\":[\"Background\"]}");

        var refused = await session.BearAsync(key, "PUT", "/api/v1/outline", "{}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("titles", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, await house.Site.WithAsync(db => db.OutlineParts.CountAsync()));
        await session.BearAsync(key, "PUT", "/api/v1/outline", "{\"titles\":[\"\"]}");
        Assert.Equal(0, await house.Site.WithAsync(db => db.OutlineParts.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task What_is_changed_is_written_down_with_what_it_was(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal("/settings/values?done=saved", (await organizer.SendAsync("PUT", "/settings/values", ("keys", "policy.grace"), ("values", "7"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/settings/values", ("keys", "policy.grace"), ("values", "700"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/settings/values", ("keys", "no.such"), ("values", "7"))).Status);

        var entry = await house.Site.WithAsync(db => db.AuditEntries.SingleAsync(e => e.Act == AuditActs.Setting));
        Assert.Equal(("policy.grace", "14", "7", (int?)house["organizer"]), (entry.Subject, entry.Before, entry.After, entry.ById));
        Assert.Equal(7, SettingsCatalogue.GraceDays.Of(await house.Site.WithAsync(db => db.SettingsAsync(CancellationToken.None))));
        Assert.Contains("policy.grace", (await organizer.GetAsync("/audit")).Text, StringComparison.Ordinal);
        Assert.Contains("setting.change", (await organizer.GetAsync("/audit.csv")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_moved_hour_moves_the_meetings_to_come(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var track = await house.Site.WithAsync(db => db.Tracks.AsNoTracking().SingleAsync(t => t.Code == "nlp"));
        Assert.Equal("/settings/tracks?done=saved", (await organizer.SendAsync("PUT", "/tracks/nlp", ("trackName", track.Name), ("weekday", "sunday"), ("time", "19:15"), ("minutes", "60"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/tracks/nlp", ("trackName", ""), ("weekday", "someday"), ("time", "25:00"), ("minutes", "5"))).Status);

        var slot = await house.Site.WithAsync(db => db.Tracks.Where(t => t.Code == "nlp").Select(t => t.Slot).SingleAsync());
        Assert.Equal((NodaTime.IsoDayOfWeek.Sunday, new NodaTime.LocalTime(19, 15), 60), (slot!.Weekday, slot.Time, slot.Minutes));
        var now = house.Site.Clock.GetCurrentInstant();
        var coming = await house.Site.WithAsync(db => db.Meetings.Where(m => m.TrackId == track.Id && m.StartsAt > now && m.CancelledAt == null && !m.IsMoved).Select(m => m.PlannedOn).ToListAsync());
        Assert.All(coming, day => Assert.Equal(NodaTime.IsoDayOfWeek.Sunday, day.DayOfWeek));
    }

    [Theory, BothEngines]
    public async Task What_is_blank_or_has_blanks_around_it_breaks_no_page(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", "/tracks/nlp", ("trackName", " 自然语言处理 "), ("englishName", "  "), ("weekday", "saturday"), ("time", "21:30"), ("minutes", "90"));
        Assert.Equal("/settings?done=saved", (await organizer.SendAsync("PUT", "/settings/group", ("name", " 鲸读会 "), ("zone", "Asia/Shanghai"), ("language", "zh-CN"), ("linkBase", " https://example.org/papers "))).Location);

        var (group, track) = await house.Site.WithAsync(async db => (await db.Groups.AsNoTracking().SingleAsync(), await db.Tracks.AsNoTracking().SingleAsync(t => t.Code == "nlp")));
        Assert.Equal(("鲸读会", "https://example.org/papers/", "自然语言处理", "Language"), (group.Name, group.LinkBase, track.Name, track.EnglishName));
        foreach (var path in (string[])["/", "/charter", "/topics/5/nlp", "/tracks/nlp/calendar.ics", "/feed.atom"])
            Assert.Equal(HttpStatusCode.OK, (await house.Visitor().GetAsync(path)).Status);
    }

    [Theory, BothEngines]
    public async Task There_is_always_an_organizer_and_only_inner_members_have_roles(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/members/organizer/role", ("role", "none"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/members/organizer/standing", ("standing", "former"), ("reason", "gone"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", "/members/open/role", ("role", "committee"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await organizer.SendAsync("PUT", "/members/inner/role", ("role", "organizer"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await organizer.SendAsync("PUT", "/members/organizer/role", ("role", "none"))).Status);
        // It is noticed at once.
        Assert.Equal(HttpStatusCode.Forbidden, (await organizer.GetAsync("/settings")).Status);
        Assert.Equal(Role.Organizer, (await house.MemberAsync("inner")).Role);
    }
}

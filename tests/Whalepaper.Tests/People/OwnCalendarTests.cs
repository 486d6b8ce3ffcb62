using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>A member's own calendar: open to whoever holds its address, and to nobody else.</summary>
public sealed class OwnCalendarTests
{
    [Theory, BothEngines]
    public async Task Its_address_is_all_that_is_needed_and_it_shows_what_concerns_its_owner(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var owner = await ShareAsync(house, "open");
        var path = await AddressAsync(owner);
        using var answer = await house.Site.GetAsync(path, "en");
        var calendar = Unfolded(await answer.Content.ReadAsStringAsync());

        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var (tonight, open, cancelled) = await house.Site.WithAsync(async db => (
            await db.Meetings.Where(m => m.Talks.Any()).Select(m => m.Uid).SingleAsync(),
            await db.Meetings.Where(m => !m.Talks.Any() && m.CancelledAt == null).Select(m => m.Uid).SingleAsync(),
            await db.Meetings.Where(m => m.CancelledAt != null).Select(m => m.Uid).SingleAsync()));
        Assert.Contains($"UID:{tonight}@whalepaper", calendar, StringComparison.Ordinal);
        Assert.Contains("Attention", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain(open, calendar, StringComparison.Ordinal);
        Assert.DoesNotContain(cancelled, calendar, StringComparison.Ordinal);

        // What they follow from now on is in it at once: nobody keeps it for them.
        await owner.SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("readers", "members"), ("tracks", "cv"));
        var later = Unfolded((await house.Visitor().GetAsync(path)).Text);
        Assert.Contains(tonight, later, StringComparison.Ordinal);
        Assert.Contains(cancelled, later, StringComparison.Ordinal);
        Assert.DoesNotContain(open, later, StringComparison.Ordinal);
        Assert.DoesNotContain(tonight, (await house.Visitor().GetAsync(await AddressAsync(await house.SignInAsync("candidate")))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_on_the_way_keeps_it_and_no_search_engine_shows_it()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var path = await AddressAsync(await ShareAsync(house, "open"));
        using var answer = await house.Site.GetAsync(path);

        Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true, Public: false, MaxAge: null, SharedMaxAge: null }, $"{answer.Headers.CacheControl}");
        Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.DoesNotContain("calendars", (await house.Visitor().GetAsync("/sitemap.xml")).Text + (await house.Visitor().GetAsync("/robots.txt")).Text, StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await house.Site.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory, BothEngines]
    public async Task A_new_address_ends_the_old_one_and_leaving_ends_both(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var owner = await house.SignInAsync("inner");
        var first = await AddressAsync(owner);
        var second = await AddressAsync(owner);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await StatusAsync(house, first), await StatusAsync(house, second)));

        await owner.SendAsync("DELETE", "/me/calendar-key");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(house, second));
        var third = await AddressAsync(owner);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(house, third));
        Assert.Equal("/sign-in?done=left", (await owner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(house, third));
        Assert.Equal(0, await house.Site.WithAsync(db => db.CalendarKeys.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Its_key_is_kept_as_a_hash_and_written_into_no_log(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var house = await Household.MoveInAsync(engine, builder => builder.Logging.AddProvider(log));
        var owner = await house.SignInAsync("inner");
        var path = await AddressAsync(owner);
        var key = path["/calendars/".Length..^".ics".Length];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(house, path));

        Assert.All(await Inventory.TakeAsync(house.Site), row => Assert.DoesNotContain(key, row, StringComparison.Ordinal));
        Assert.Contains(await Inventory.TakeAsync(house.Site), row => row.Contains(SecretKey.Hash(key), StringComparison.Ordinal));
        Assert.DoesNotContain(key, log.Text, StringComparison.Ordinal);
        foreach (var shown in (string[])["/me/keys", "/me", "/audit", "/members/inner"])
            Assert.DoesNotContain(key, (await owner.GetAsync(shown)).Text, StringComparison.Ordinal);
        foreach (var guess in (string[])[SecretKey.Hash(key), key[..^1], key + "a", key.ToLowerInvariant(), "nothing", "..", "%00", "%", new string('a', 4000), "' OR 1=1 --"])
            Assert.True(await StatusAsync(house, $"/calendars/{guess}.ics") is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, guess);
    }

    /// <summary>Lets a member have what an archive profile shared.</summary>
    private static async Task<Session> ShareAsync(Household house, string place)
    {
        var owner = await house.SignInAsync(place);
        await owner.SendAsync("POST", "/members/sm1les/claims");
        await (await house.SignInAsync("committee")).SendAsync("POST", $"/claims/{await house.Site.WithAsync(db => db.ProfileClaims.Select(claim => claim.Id).SingleAsync())}/grant");
        return owner;
    }

    private static async Task<string> AddressAsync(Session owner)
    {
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await owner.SendAsync("POST", "/me/calendar-key")).Text);
        return new Uri(page.QuerySelector("code.shown-link")!.TextContent).AbsolutePath;
    }

    private static async Task<HttpStatusCode> StatusAsync(Household house, string path)
    {
        using var answer = await house.Site.GetAsync(path);
        return answer.StatusCode;
    }

    // A calendar's lines are folded at 75 octets (RFC 5545, 3.1).
    private static string Unfolded(string calendar) => calendar.Replace("\r\n ", "", StringComparison.Ordinal);
}

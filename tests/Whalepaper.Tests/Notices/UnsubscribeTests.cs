using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Mail is stopped by its own link, as RFC 8058 says: by a provider's server or by a button, never by looking, and by nobody who made the link up.</summary>
public sealed class UnsubscribeTests
{
    private const string Known = "https://whale.example";

    [Theory, BothEngines]
    public async Task A_provider_stops_a_kind_of_mail_with_one_click(Engine engine)
    {
        var folder = new MailFolder();
        using var log = new EverythingLogged();
        await using var house = await WriteAsync(engine, folder, Known, log);
        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Equal("List-Unsubscribe=One-Click", letter.UnsubscribePost);
        Assert.Matches("^<https://whale\\.example/unsubscribe/[A-Za-z0-9_-]+>$", letter.Unsubscribe);
        Assert.Empty(letter.Defects);
        Assert.InRange(letter.Longest, 1, 998);
        var link = letter.Unsubscribe![1..^1];
        // The foot leads to the same place, in both forms.
        Assert.Contains($": {link}\n", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"{Known}/me/notifications", letter.Text, StringComparison.Ordinal);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(letter.Html);
        Assert.Equal([Known, link, $"{Known}/me/notifications"], page.QuerySelectorAll(".foot a").Select(a => a.GetAttribute("href")));

        var path = new Uri(link).AbsolutePath;
        using var answer = await OneClickAsync(house.Site, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertHidden(answer);
        Assert.False(await WantsMailAsync(house, "notice"));
        Assert.True(await WantsMailAsync(house, "talk"));
        // Twice is once.
        using var again = await OneClickAsync(house.Site, path);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(1, await house.Site.WithAsync(db => db.MessageChoices.CountAsync()));
        var dropped = await Told.PostAsync(house.Site, house["inner"], "notice");
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Dropped, (await PostOffice.FindAsync(house.Site, dropped)).State);
        Assert.DoesNotContain(path["/unsubscribe/".Length..], log.Text, StringComparison.Ordinal);
        Assert.All(await Inventory.TakeAsync(house.Site), row => Assert.DoesNotContain(path["/unsubscribe/".Length..], row, StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task Looking_stops_nothing_and_a_button_does_and_undoes(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var path = PathOf(house, new Subscription(house["inner"], "plan", null));
        var before = await Inventory.TakeAsync(house.Site);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Options])
        {
            using var asked = new HttpRequestMessage(method, path);
            asked.Headers.Add("Sec-Purpose", "prefetch");
            using var answer = await house.Site.Client.SendAsync(asked);
            if (method != HttpMethod.Options)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                AssertHidden(answer);
            }
        }

        Assert.Equal(before, await Inventory.TakeAsync(house.Site));
        var reader = house.Visitor();
        var page = (await reader.GetAsync(path)).Text;
        Assert.Contains("You get mail of this kind: Plans and topics.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("inner@people", page, StringComparison.Ordinal);
        Assert.Contains("You get no more mail", (await reader.SendBareAsync("POST", path)).Text, StringComparison.Ordinal);
        Assert.False(await WantsMailAsync(house, "plan"));
        Assert.Contains("You get mail of this kind", (await reader.SendBareAsync("DELETE", path)).Text, StringComparison.Ordinal);
        Assert.True(await WantsMailAsync(house, "plan"));
        Assert.Equal(before, await Inventory.TakeAsync(house.Site));
    }

    [Theory, BothEngines]
    public async Task A_digest_is_stopped_and_comes_back_in_its_rhythm(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var me = house["inner"];
        await PreferenceTests.ChooseAsync(house.Site, me, [], [], DigestRhythm.Weekly, []);
        var path = PathOf(house, new Subscription(me, null, DigestRhythm.Weekly));
        (await OneClickAsync(house.Site, path)).Dispose();
        Assert.False(await house.Site.WithAsync(db => db.DigestChoices.AnyAsync()));
        await house.Visitor().SendBareAsync("DELETE", path);
        Assert.Equal(DigestRhythm.Weekly, await house.Site.WithAsync(db => db.DigestChoices.Select(d => d.Rhythm).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_stops_a_digest_gets_no_single_mail_instead_and_the_page_brings_back_what_there_was(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var me = house["inner"];
        string[] everywhere = ["meeting", "plan", "notice"];
        await PreferenceTests.ChooseAsync(house.Site, me, everywhere, ["talk", "offer", "meeting", "notice"], DigestRhythm.Daily, []);
        var before = await Inventory.TakeAsync(house.Site);
        var path = PathOf(house, new Subscription(me, null, DigestRhythm.Daily));
        var reader = house.Visitor();
        Assert.Contains("also stops mail about meetings", (await reader.GetAsync(path)).Text, StringComparison.Ordinal);
        var stopped = await reader.SendBareAsync("POST", path);
        foreach (var kind in everywhere)
            Assert.False(await WantsMailAsync(house, kind), kind);
        Assert.True(await WantsMailAsync(house, "talk"));

        // The form of the page, as a browser sends it.
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(stopped.Text);
        var fields = page.QuerySelectorAll("form[action^='/unsubscribe/'] input[type=hidden]").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)).Where(field => field.Item1 is "remembered" or "mail").ToArray();
        Assert.Equal([("remembered", "yes"), ("mail", "meeting"), ("mail", "notice")], fields);
        await reader.SendBareAsync("DELETE", path, fields);
        Assert.Equal(before, await Inventory.TakeAsync(house.Site));
        // Where nobody remembers, what is usual comes back; and who has no digest any more, but single mail, keeps that when an old link is called.
        (await OneClickAsync(house.Site, path)).Dispose();
        await house.Visitor().SendBareAsync("DELETE", path);
        await PreferenceTests.ChooseAsync(house.Site, me, everywhere, ["talk", "offer", "plan", "notice"], null, []);
        (await OneClickAsync(house.Site, path)).Dispose();
        Assert.True(await WantsMailAsync(house, "notice"));
    }

    [Theory, BothEngines]
    public async Task What_is_no_key_of_ours_stops_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine, builder => Stage.Trust(builder));
        var good = PathOf(house, new Subscription(house["inner"], "plan", null))["/unsubscribe/".Length..];
        var protection = house.Site.Services.GetRequiredService<IDataProtectionProvider>();
        string Sealed(string text) => protection.CreateProtector("Whalepaper.Notices.Unsubscribe.1").Protect(text);
        string[] wrong =
        [
            good[..^1], good + "A", good.ToUpperInvariant(), "nothing", "%00", "..%2f..", new string('a', 3000), "1:plan", "' OR 1=1 --", "%0d%0aX-Evil:%201",
            protection.CreateProtector("Whalepaper.Notices.Letter.1").Protect($"{house["inner"]}:plan"),
            Sealed($"{house["inner"]}:letter"), Sealed($"{house["inner"]}:digest-hourly"), Sealed("plan"), Sealed("-1:plan"), Sealed("999999:plan"),
        ];
        var before = await Inventory.TakeAsync(house.Site);
        foreach (var token in wrong)
        {
            var answer = await house.Visitor().GetAsync($"/unsubscribe/{token}");
            Assert.True(answer.Number is 404 or 400, $"{token}: {answer.Number}");
            using var posted = await OneClickAsync(house.Site, $"/unsubscribe/{token}");
            Assert.True(posted.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{token}: {posted.StatusCode}");
            Assert.False(posted.Headers.Contains("X-Evil"));
        }

        Assert.Contains("This link leads nowhere", (await house.Visitor().GetAsync("/unsubscribe/nothing")).Text, StringComparison.Ordinal);
        Assert.Equal(before, await Inventory.TakeAsync(house.Site));
        // Whoever tries many is sent away; a good link works from there all the same.
        var numbers = new List<HttpStatusCode>();
        for (var n = 0; n < 61; n++)
        {
            using var posted = await OneClickAsync(house.Site, "/unsubscribe/nothing");
            numbers.Add(posted.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, numbers);
        using var fine = await OneClickAsync(house.Site, $"/unsubscribe/{good}");
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task Whoever_left_has_nothing_to_stop()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var path = PathOf(house, new Subscription(house["inner"], "plan", null));
        await (await house.SignInAsync("inner")).SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"));

        Assert.Equal(404, (await house.Visitor().GetAsync(path)).Number);
        using var posted = await OneClickAsync(house.Site, path);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.False(await house.Site.WithAsync(db => db.MessageChoices.AnyAsync()));
    }

    [Fact]
    public async Task Over_http_only_the_foot_says_it()
    {
        var folder = new MailFolder();
        await using var house = await WriteAsync(Engine.Sqlite, folder, "http://whale.example", null);
        var letter = Assert.Single(await folder.ReadAsync());

        Assert.Equal((null, null), (letter.Unsubscribe, letter.UnsubscribePost));
        Assert.Contains("http://whale.example/unsubscribe/", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_somebody_asked_for_carry_no_such_link()
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            MailFolder.SetUp(builder);
            builder.Configuration["WHALEPAPER_ADDRESS"] = Known;
        });
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("inner")));
        await house.Visitor().SendAsync("POST", "/join", ("name", "New"), ("email", folder.Address("new")), ("password", Household.Password), ("promise", "yes"));
        await house.Site.DrainAsync();

        var letters = await folder.ReadAsync();
        Assert.Equal(2, letters.Count);
        Assert.All(letters, letter =>
        {
            Assert.Null(letter.Unsubscribe);
            Assert.DoesNotContain("unsubscribe", letter.Text + letter.Html, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static async Task<Household> WriteAsync(Engine engine, MailFolder folder, string address, EverythingLogged? log)
    {
        var house = await Household.MoveInAsync(engine, builder =>
        {
            Told.SetUp(builder, "notice");
            MailFolder.SetUp(builder);
            builder.Configuration["WHALEPAPER_ADDRESS"] = address;
            if (log is not null)
                builder.Logging.AddProvider(log);
        });
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await Told.PostAsync(house.Site, house["inner"], "notice");
        await house.Site.DrainAsync();
        return house;
    }

    // As the server of a provider does it: no cookies, no origin, a form of one field.
    private static Task<HttpResponseMessage> OneClickAsync(TestSite site, string path) =>
        site.Client.PostAsync(path, new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded"));

    private static string PathOf(Household house, Subscription subscription) => Subscriptions.Path + house.Site.Services.GetRequiredService<Subscriptions>().Close(subscription);

    private static Task<bool> WantsMailAsync(Household house, string kind) => house.Site.WithAsync(db => db.WantingMail(kind, null).AnyAsync(m => m.Id == house["inner"]));

    private static void AssertHidden(HttpResponseMessage answer)
    {
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }
}

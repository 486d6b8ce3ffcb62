using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Whatever name somebody calls the house by, it does not pass that name on as its own.</summary>
public sealed partial class ForgedHostTests
{
    private const string Known = "https://papers.example.org";

    private static readonly (string Header, string Value)[] forged =
    [
        ("Host", "evil.example"), ("Host", "evil.example:8443"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Server", "evil.example"), ("X-Original-Host", "evil.example"), ("X-Host", "evil.example"), ("X-HTTP-Host-Override", "evil.example"),
        ("Forwarded", "for=203.0.113.9;host=evil.example;proto=https"), ("X-Forwarded-Prefix", "//evil.example"), ("X-Original-URL", "//evil.example/"), ("X-Rewrite-URL", "//evil.example/"), ("X-Forwarded-Proto", "evil.example"),
    ];

    // What names the house's own address to readers elsewhere.
    private static readonly string[] pages =
    [
        "/", "/schedule", "/topics", "/topics/5", "/topics/5/nlp", "/papers", "/papers/1", "/talks/1", "/meetings/1", "/members", "/members/sm1les", "/charter", "/search?q=x", "/join", "/sign-in", "/nothing", "/topics/5.md", "/charter.md", "/papers/1.bib",
        "/sitemap.xml", "/robots.txt", "/feed.atom", "/calendar.ics", "/tracks/nlp/calendar.ics", "/meetings/1.ics", "/opensearch.xml", "/api/v1/papers", "/api/v1/meetings", "/openapi/v1.json",
    ];

    [Fact]
    public async Task Pages_and_feeds_call_the_house_by_the_name_that_is_set_whatever_they_are_asked_by()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["WHALEPAPER_ADDRESS"] = Known + "/");
        await Meetings.Season.PlantAsync(site);
        foreach (var page in pages)
        {
            var plain = await new Session(site).GetAsync(page);
            Assert.DoesNotContain(site.Address.Authority, plain.Text, StringComparison.Ordinal);
            foreach (var (header, value) in forged)
            {
                var answer = await new Session(site).Saying(header, value).GetAsync(page);
                Assert.DoesNotContain("evil.example", answer.Text + answer.Location, StringComparison.Ordinal);
                Assert.Equal((plain.Status, Plain(plain.Text)), (answer.Status, Plain(answer.Text)));
            }
        }

        Assert.Contains($"<link rel=\"canonical\" href=\"{Known}/papers/1\"", (await new Session(site).GetAsync("/papers/1")).Text, StringComparison.Ordinal);
        Assert.Contains($"Sitemap: {Known}/sitemap.xml", (await new Session(site).GetAsync("/robots.txt")).Text, StringComparison.Ordinal);
        Assert.Contains($"{Known}/meetings/1", (await new Session(site).GetAsync("/calendar.ics")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Letters_and_links_never_lead_to_a_forged_house(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine, builder => builder.Configuration["WHALEPAPER_ADDRESS"] = Known);
        await AssertLinksAsync(house, Known);
        Assert.Equal($"{Known}/set-up/key", house.Site.Services.GetRequiredService<PublicAddress>().Of("/set-up/key"));
    }

    [Theory, BothEngines]
    public async Task Without_a_name_they_lead_to_where_the_house_listens(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await AssertLinksAsync(house, house.Site.Address.GetLeftPart(UriPartial.Authority));
    }

    [Theory]
    [InlineData("Host", "papers.example.net", "http://papers.example.net/papers/1")]
    [InlineData("X-Forwarded-Host", "evil.example", null)]
    [InlineData("X-Forwarded-Proto", "https", null)]
    [InlineData("Forwarded", "host=evil.example;proto=https", null)]
    public async Task Without_a_name_a_page_calls_itself_as_it_is_called_and_believes_nobody_else(string header, string value, string? canonical)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Meetings.Season.PlantAsync(site);

        Assert.Contains($"<link rel=\"canonical\" href=\"{canonical ?? $"{site.Address}papers/1"}\"", (await new Session(site).Saying(header, value).GetAsync("/papers/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_trusted_is_believed_about_the_scheme_and_not_about_the_name()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, Stage.Trust);
        await Meetings.Season.PlantAsync(site);
        var page = (await new Session(site).Saying("X-Forwarded-For", "203.0.113.9").Saying("X-Forwarded-Proto", "https").Saying("X-Forwarded-Host", "evil.example").GetAsync("/papers/1")).Text;

        Assert.Contains($"<link rel=\"canonical\" href=\"https://{site.Address.Authority}/papers/1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9", false, "127.0.0.1")]
    [InlineData("X-Forwarded-For", "203.0.113.9", true, "203.0.113.9")]
    [InlineData("X-Forwarded-For", "198.51.100.7, 203.0.113.9", true, "203.0.113.9")]
    [InlineData("X-Forwarded-For", "2001:db8:1:2:3:4:5:6", true, "2001:db8:1:2::/64")]
    [InlineData("X-Forwarded-For", "the moon", true, "127.0.0.1")]
    [InlineData("X-Forwarded-For", "<script>", true, "127.0.0.1")]
    [InlineData("X-Real-IP", "203.0.113.9", true, "127.0.0.1")]
    [InlineData("Forwarded", "for=203.0.113.9", true, "127.0.0.1")]
    [InlineData("X-Client-IP", "203.0.113.9", true, "127.0.0.1")]
    public async Task A_sign_in_says_from_where_it_came_as_far_as_that_can_be_believed(string header, string value, bool trusted, string network)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            if (trusted)
                Stage.Trust(builder);
        });
        await house.Visitor().Saying(header, value).SignInAsync(house["inner"]);

        Assert.Equal(network, await house.Site.WithAsync(db => db.SignIns.Select(signIn => signIn.Network).SingleAsync()));
    }

    [Theory]
    [InlineData("papers.example.org")]
    [InlineData("the house")]
    [InlineData("ftp://papers.example.org")]
    [InlineData("javascript:alert(1)")]
    public async Task A_name_that_is_no_address_is_said_at_the_start(string address)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["WHALEPAPER_ADDRESS"] = address));
        Assert.Contains(address, failure.Message, StringComparison.Ordinal);
    }

    private static async Task AssertLinksAsync(Household house, string root)
    {
        var (organizer, inner) = (await house.SignInAsync("organizer"), await house.SignInAsync("inner"));
        var number = 0;
        foreach (var (header, value) in forged)
        {
            await house.Visitor().Saying(header, value).SendAsync("POST", "/join", ("name", "Anna"), ("email", $"anna{number++}@people.example"), ("password", Household.Password), ("promise", "yes"));
            await house.Visitor().Saying(header, value).SendAsync("POST", "/password-reset", ("email", $"anna{number++}@people.example"));
            await house.Visitor().Saying(header, value).SendAsync("POST", "/password-reset", ("email", Household.Email(Household.Places[number % 6].Place)));
            foreach (var shown in (Answer[])[
                await organizer.At(house.Site).Saying(header, value).SendAsync("POST", "/invitations", ("place", "open")),
                await organizer.At(house.Site).Saying(header, value).JsonAsync("POST", "/api/v1/invitations", "{\"place\":\"open\"}"),
                await inner.At(house.Site).Saying(header, value).SendAsync("POST", "/me/calendar-key")])
            {
                Assert.Contains($"{root}/{(shown.Text.Contains("/calendars/", StringComparison.Ordinal) ? "calendars" : "invitations")}/", shown.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("evil.example", shown.Text, StringComparison.Ordinal);
            }
        }

        var letters = await house.Site.LettersAsync();
        Assert.Equal(3 * forged.Length, letters.Count);
        Assert.All(letters, letter =>
        {
            Assert.StartsWith($"{root}/", letter.Link, StringComparison.Ordinal);
            Assert.Contains(letter.Link, letter.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", letter.Subject + letter.Text + letter.Link, StringComparison.Ordinal);
        });
    }

    // A page has another proof each time, and a problem another number.
    private static string Plain(string page) => Changing().Replace(page, "");

    [GeneratedRegex("value=\"[A-Za-z0-9_-]{60,}\"|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changing();
}

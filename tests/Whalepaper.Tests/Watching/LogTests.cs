using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>
/// The rule of the log: it names nobody, holds nothing that somebody typed and nothing that lets somebody in, and is silent while all is well. Everything that the
/// house says of itself is listened to, and of the framework what the settings let through.
/// </summary>
public sealed class LogTests
{
    // Shorter words stand in ours by chance.
    private const int Distinct = 8;

    [Theory, BothEngines]
    public async Task Nothing_that_was_typed_into_any_form_stands_in_the_log(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var stage = await Stage.SetAsync(engine, builder => Listen(builder, log));
        var typed = new HashSet<string>(StringComparer.Ordinal) { "people.example", "203.0.", "comer" };
        foreach (var form in HouseForm.All)
        {
            var filled = await form.FillAsync(stage);
            await filled.SendAsync(form.Method);
            // Once more: what is refused, or done already, is told to who sent it.
            await filled.SendAsync(form.Method);
            typed.UnionWith(filled.Fields.SelectMany(field => (string[])[field.Value, .. field.Value.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)]));
            typed.UnionWith(filled.Path.Split('/').Where(part => part.Length > 30));
            typed.UnionWith(filled.Session.Cookies.Split("; ").Select(cookie => cookie.Split('=', 2)[^1]));
        }

        Assert.NotEmpty(log.Text);
        Assert.InRange(typed.Count, 200, 100_000);
        // A role is a word of ours too.
        typed.Remove("organizer");
        Assert.DoesNotContain(typed, value => value.Length >= Distinct && log.Text.Contains(value, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, BothEngines]
    public async Task Neither_letters_nor_keys_nor_what_is_asked_for_stand_in_the_log(Engine engine)
    {
        using var log = new EverythingLogged();
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder => Listen(builder, log));
        var visitor = house.Visitor();
        await visitor.SendAsync("POST", "/join", ("name", "Zqxnewcomer"), ("email", folder.Address("zqxmail")), ("password", "zqx a long secret"), ("tracks", "nlp"), ("promise", "yes"));
        await visitor.SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        await visitor.SendAsync("POST", "/sign-in", ("email", Household.Email("inner")), ("password", "zqxwrong password"));
        var letters = await house.Site.LettersAsync();
        Assert.Equal(2, letters.Count);
        var token = await house.TokenAsync("organizer", TokenScope.Manage);
        await house.Visitor().BearAsync(token, "GET", "/api/v1/me/inbox");
        await house.Visitor().BearAsync("zqxtoken", "GET", "/api/v1/me/inbox");
        await house.Visitor().BearAsync(token, "POST", "/api/v1/suggestions", "{\"title\": zqxbroken");
        foreach (var path in new[] { "/search?q=zqxsought", "/zqxnowhere", "/members/zqxnobody", "/sign-in/links/zqxkey", "/calendars/zqxkey.ics", "/unsubscribe/zqxkey" })
            await visitor.GetAsync(path);
        // A server that refuses says whom.
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", "/settings/mail", ("host", MailFolder.Server.Host), ("port", $"{MailFolder.Server.Port}"), ("security", "none"), ("from", "zqxfrom@whale.example"));
        await visitor.SendAsync("POST", "/join", ("name", "Zqxrefused"), ("email", folder.Address("refused")), ("password", "zqx a long secret"), ("tracks", "nlp"), ("promise", "yes"));
        await house.Site.DrainAsync();

        Assert.NotEmpty(log.Text);
        foreach (var word in (string[])["zqx", folder.Domain, "people.example", token, .. letters.Select(letter => letter.Link.Split('/')[^1])])
            Assert.DoesNotContain(word, log.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task While_all_is_well_an_operator_is_warned_of_nothing()
    {
        using var warnings = new WarningsLogged();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(warnings));
        var application = await house.ApplyAsync(house["open"]);
        var addresses = Crawl.Addresses(house, application, "/schedule?view=month", "/search?q=whale", "/outbox?state=dead");
        var faults = new List<string>();
        foreach (var place in (string?[])[null, "open", "committee", "organizer"])
        {
            var session = place is null ? house.Visitor() : await house.SignInAsync(place);
            foreach (var address in addresses)
            {
                var before = warnings.Lines.Count;
                using var answer = await session.FetchAsync(address);
                await answer.Content.ReadAsByteArrayAsync();
                faults.AddRange(warnings.Lines.Skip(before).Select(line => $"{place} at {address}: {line}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, BothEngines]
    public async Task What_somebody_is_shown_who_signed_in_is_kept_by_their_browser_alone_and_a_form_by_nobody(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var member = await house.SignInAsync("committee");
        using var page = await member.FetchAsync("/papers/1");
        using var form = await member.FetchAsync("/talks/1");

        Assert.True(page.Headers.CacheControl is { Private: true, NoCache: true, NoStore: false }, $"{page.Headers.CacheControl}");
        Assert.Contains("Cookie", page.Headers.Vary);
        Assert.True(form.Headers.CacheControl is { NoCache: true, NoStore: true }, $"{form.Headers.CacheControl}");
    }

    private static void Listen(WebApplicationBuilder builder, EverythingLogged log) => builder.Logging.AddProvider(log).AddFilter<EverythingLogged>("Whalepaper", LogLevel.Trace);
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Keys by which programs act in members' names: no further than they reach, and no longer than they last.</summary>
public sealed class TokenTests
{
    [Theory, BothEngines]
    public async Task A_token_gives_the_commands_of_its_scope_and_of_its_owner_and_no_others(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in HouseForm.All.Where(form => form.ForPrograms))
        {
            var act = Walls.GatedDoors.All.Single(door => door.Pattern == form.Pattern && door.Method == form.Method).Act;
            var filled = await form.FillAsync(stage);
            var before = await Inventory.TakeAsync(stage.Site);
            foreach (var (place, standing, role) in Household.Places)
            {
                foreach (var scope in Enum.GetValues<TokenScope>())
                {
                    var may = new Actor(1, place, place, standing, role, null, scope).May(act);
                    var key = await stage.TokenAsync(stage.House[place], scope);
                    var answer = await new Session(stage.Site).BearAsync(key, form.Method, $"/api/v1{filled.Path}", may ? "{\"no\":1}" : FormSending.Json(filled.Fields, mapped[form.Name].Fields));
                    // Where it may, it is told what is wrong, or that there is nothing of its owner's; where it may not, nothing but that.
                    var told = may ? answer.Number is 422 || (answer.Number is 404 && (filled.MemberId != stage.House[place] || (form.ByOffice && scope is TokenScope.Write))) : answer.Number is 403;
                    if (!told)
                        faults.Add($"{form} as {place} with {scope}: {answer.Number}");
                }
            }

            var after = (await Inventory.TakeAsync(stage.Site)).Where(row => !row.StartsWith("ApiTokens", StringComparison.Ordinal) && !row.Contains("Act=token.make", StringComparison.Ordinal));
            if (after.Except(before, StringComparer.Ordinal).Any())
                faults.Add($"{form} changed something");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, BothEngines]
    public async Task What_is_no_token_any_more_or_never_was_opens_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (good, brief, revoked, left) = (await house.TokenAsync("inner", TokenScope.Write), await house.TokenAsync("inner", TokenScope.Write, days: 1), await house.TokenAsync("committee", TokenScope.Manage), await house.TokenAsync("candidate", TokenScope.Write));
        foreach (var key in (string[])[good, brief, revoked, left])
            Assert.Equal(HttpStatusCode.OK, (await house.Visitor().BearAsync(key, "GET", "/api/v1/members")).Status);

        var owner = await house.SignInAsync("committee");
        await owner.SendAsync("DELETE", $"/me/tokens/{await house.Site.WithAsync(db => db.ApiTokens.Where(token => token.MemberId == house["committee"]).Select(token => token.Id).SingleAsync())}");
        await (await house.SignInAsync("candidate")).SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"));
        house.Site.Clock.Advance(Duration.FromDays(1) + Presence.Kept);

        foreach (var key in (string[])[brief, revoked, left, good[..^1], good[..20], good + "a", good.ToUpperInvariant(), good[3..], "wp_", "wp_" + new string('A', 43), "abc", new string('a', 5000), "\" OR \"\"=\"", "null", "undefined", SecretKey.Hash(good)])
        {
            foreach (var (method, path) in (IEnumerable<(string, string)>)[("GET", "/api/v1/members"), ("PUT", "/api/v1/me/profile"), ("GET", "/api/v1/nothing")])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method is "PUT" ? new StringContent("{\"name\":\"Mallory\",\"readers\":\"everyone\"}", System.Text.Encoding.UTF8, "application/json") : null };
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
                using var answer = await house.Site.Client.SendAsync(request);

                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized, $"{method} {path} with {key}: {answer.StatusCode}");
                Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await house.Visitor().BearAsync(good, "GET", "/api/v1/members")).Status);
        Assert.False(await house.Site.WithAsync(db => db.Members.AnyAsync(member => member.Name == "Mallory")));
    }

    [Theory, BothEngines]
    public async Task Who_is_moved_out_or_loses_a_role_loses_it_in_their_programs_too(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (committee, inner) = (await house.TokenAsync("committee", TokenScope.Manage), await house.TokenAsync("inner", TokenScope.Manage));
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal(404, (await house.Visitor().BearAsync(committee, "POST", "/api/v1/claims/987654/grant")).Number);
        await (await house.SignInAsync("open")).SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("readers", "members"));
        Assert.Equal(200, (await house.Visitor().BearAsync(inner, "GET", "/api/v1/members/open")).Number);

        await organizer.SendAsync("PUT", "/members/committee/role", ("role", "none"));
        await organizer.SendAsync("PUT", "/members/inner/standing", ("standing", "former"), ("reason", "gone"));
        Assert.Equal(403, (await house.Visitor().BearAsync(committee, "POST", "/api/v1/claims/987654/grant")).Number);
        Assert.Equal(404, (await house.Visitor().BearAsync(inner, "GET", "/api/v1/members/open")).Number);
    }

    [Theory, BothEngines]
    public async Task A_token_is_shown_once_and_kept_nowhere(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var house = await Household.MoveInAsync(engine, builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log).AddFilter<EverythingLogged>(_ => true));
        var session = await house.SignInAsync("committee");
        var key = KeyIn((await session.SendAsync("POST", "/me/tokens", ("tokenName", "group bot"), ("scope", "manage"), ("days", "30"))).Text);
        Assert.StartsWith("wp_", key, StringComparison.Ordinal);
        Assert.Equal(200, (await house.Visitor().BearAsync(key, "GET", "/api/v1/members")).Number);
        await house.Visitor().BearAsync(key, "POST", "/api/v1/nothing", "{");

        foreach (var path in (string[])["/me/keys", "/me/keys?done=saved", "/audit", "/audit.csv", "/me"])
            Assert.DoesNotContain(key[3..], (await session.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.All(await Inventory.TakeAsync(house.Site), row => Assert.DoesNotContain(key[3..], row, StringComparison.Ordinal));
        Assert.Contains(await Inventory.TakeAsync(house.Site), row => row.Contains(SecretKey.Hash(key), StringComparison.Ordinal));
        Assert.NotEmpty(log.Text);
        Assert.DoesNotContain(key[3..], log.Text, StringComparison.Ordinal);
        var made = await house.Site.WithAsync(db => db.AuditEntries.SingleAsync(entry => entry.Act == Audit.AuditActs.Token));
        Assert.Equal(("group bot", null, "Manage"), (made.Subject, made.Before, made.After));
    }

    [Fact]
    public async Task A_token_opens_no_page()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var key = await house.TokenAsync("organizer", TokenScope.Manage);
        foreach (var path in (string[])["/me", "/settings", "/desk", "/audit", "/audit.csv", "/me/data.zip", "/outbox"])
            Assert.StartsWith("/sign-in?return=", (await house.Visitor().BearAsync(key, "GET", path)).Location, StringComparison.Ordinal);
        Assert.DoesNotContain("/settings", (await house.Visitor().BearAsync(key, "GET", "/")).Text, StringComparison.Ordinal);

        // Nor does a browser's own sign-in come to the aid of one that is none.
        var session = await house.SignInAsync("organizer");
        Assert.Equal(401, (await session.Saying("Authorization", "Bearer wp_nothing").JsonAsync("POST", "/api/v1/invitations", "{\"place\":\"open\"}", proved: false)).Number);
    }

    [Fact]
    public async Task Tokens_that_are_over_take_nobodys_place()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        for (var n = 0; n < ApiToken.Most; n++)
            await house.TokenAsync("inner", TokenScope.Read, days: 1);
        var session = await house.SignInAsync("inner");
        Assert.Equal(422, (await session.SendAsync("POST", "/me/tokens", ("tokenName", "one too many"), ("scope", "read"))).Number);

        house.Site.Clock.Advance(Duration.FromDays(1));
        Assert.Equal(200, (await session.SendAsync("POST", "/me/tokens", ("tokenName", "one more"), ("scope", "read"), ("tokenPassword", Household.Password))).Number);
    }

    private static string KeyIn(string page)
    {
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        return document.QuerySelector("code.shown-link")!.TextContent;
    }
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What a second step holds against somebody who knows the password, and what strangers can do to it.</summary>
public sealed class SecondStepTests
{
    [Theory, BothEngines]
    public async Task A_browser_that_is_known_is_forgotten_when_the_password_changes(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (owner, id, name) = await stage.ComeAsync();
        var secret = await stage.SecureAsync(id);
        var thief = stage.Visitor();
        Assert.StartsWith("/sign-in/code", await EnterAsync(thief, name, Household.Password), StringComparison.Ordinal);
        Assert.Equal("/me", (await thief.SendAsync("POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)), ("remember", "yes"))).Location);
        await thief.SendAsync("DELETE", "/sign-in");
        Assert.Equal("/me", await EnterAsync(thief, name, Household.Password));

        Assert.Equal("/me/account?done=password", (await owner.SendAsync("PUT", "/me/account/password", ("current", Household.Password), ("password", "a wholly new secret"))).Location);
        await thief.SendAsync("DELETE", "/sign-in");
        Assert.StartsWith("/sign-in/code", await EnterAsync(thief, name, "a wholly new secret"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Nobody_uses_up_anothers_tries_at_something_else(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (session, secret) = await stage.HalfwayAsync();
        var ids = await stage.Site.WithAsync(db => db.Accounts.Select(a => a.Id).ToListAsync());
        var stranger = stage.Visitor();
        foreach (var spelling in (string[])["code {0}", "Code:{0}", " CODE:{0}", "code:{0} "])
        {
            for (var n = 0; n < EntryThrottle.PerAddress; n++)
                await stranger.SendAsync("POST", "/sign-in", ("email", string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, ids.Max())), ("password", "whatever it is"));
        }

        Assert.Equal("/me", (await session.SendAsync("POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)))).Location);
    }

    [Theory, BothEngines]
    public async Task A_password_that_is_reset_ends_the_tokens_too(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var key = await house.TokenAsync("inner", TokenScope.Write);
        var visitor = house.Visitor();
        await visitor.SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        var link = new Uri((await house.Site.LettersAsync()).Single().Link);
        var token = Uri.UnescapeDataString(link.Query["?token=".Length..]);

        Assert.Equal("/sign-in?done=reset", (await visitor.SendAsync("POST", link.AbsolutePath, ("token", token), ("password", "a wholly new secret"))).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.BearAsync(key, "DELETE", "/api/v1/me/calendar-key")).Status);
    }

    [Theory, BothEngines]
    public async Task One_member_does_not_fill_the_desk_with_claims(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (session, _, _) = await stage.ComeAsync();
        for (var n = 0; n < Members.Profiles.ProfileClaim.MostWaiting; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await session.SendAsync("POST", $"/members/{Uri.EscapeDataString(await stage.ArchiveAsync())}/claims")).Status);

        var more = await session.SendAsync("POST", $"/members/{Uri.EscapeDataString(await stage.ArchiveAsync())}/claims");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, more.Status);
        Assert.Contains("wait already", more.Text, StringComparison.Ordinal);
        Assert.Equal(Members.Profiles.ProfileClaim.MostWaiting, await stage.Site.WithAsync(db => db.ProfileClaims.CountAsync()));
    }

    [Fact]
    public async Task What_is_wrong_a_hundred_thousand_times_is_said_once()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var key = await house.TokenAsync("inner", TokenScope.Write);

        var same = await house.Visitor().BearAsync(key, "PUT", "/api/v1/me/profile", $"{{{string.Join(',', Enumerable.Repeat("\"a\":0", 150_000))}}}");
        var others = await house.Visitor().BearAsync(key, "PUT", "/api/v1/me/profile", $"{{{string.Join(',', Enumerable.Range(0, 80_000).Select(n => $"\"a{n}\":0"))}}}");

        Assert.Equal((422, 422), (same.Number, others.Number));
        Assert.InRange(same.Text.Length, 1, 2_000);
        Assert.InRange(others.Text.Length, 1, 20_000);
    }

    private static async Task<string> EnterAsync(Session session, string name, string password) =>
        (await session.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", password))).Location ?? "";
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What the house leaves in a browser, and what a sign-in is worth: for this house alone, new each time, over when it is over.</summary>
public sealed class CookieTests
{
    /// <summary>All cookies that the house ever gives; those of the way to a provider have a number behind their name.</summary>
    private static readonly string[] all = ["wp-account", "wp-antiforgery", "wp-joining", "wp-known", "wp-language", "wp-nonce", "wp-second", "wp-theme", "wp-way", "wp-zone"];

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task Every_cookie_is_for_this_house_alone_and_for_scripts_only_where_they_write_it(string scheme, bool isSecure)
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var given = new List<string>();
        async Task<Session> DoAsync(Session session, string method, string path, params (string Name, string Value)[] fields)
        {
            // The page with the proof may give a cookie as well as the answer.
            var proof = await session.TokenAsync();
            given.AddRange(session.Given);
            await session.SendBareAsync(method, path, [(FormSending.Proof, proof), .. fields]);
            given.AddRange(session.Given);
            return session;
        }

        Session Visitor() => stage.Visitor().Saying("X-Forwarded-Proto", scheme);
        var first = Visitor();
        await first.GetAsync("/sign-in");
        given.AddRange(first.Given);
        await DoAsync(Visitor(), "POST", "/preferences", ("theme", "dark"), ("language", "en"), ("zone", "Asia/Tokyo"));
        await DoAsync(Visitor(), "POST", "/join", ("name", "Anna"), ("email", "anna@people.example"), ("password", Household.Password), ("promise", "yes"));
        await DoAsync(Visitor(), "POST", "/sign-in/provider");
        var (_, id, name) = await stage.ComeAsync();
        var secret = await stage.SecureAsync(id);
        var halfway = await DoAsync(Visitor(), "POST", "/sign-in", ("email", Household.Email(name)), ("password", Household.Password));
        await DoAsync(halfway, "POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)), ("remember", "yes"));

        var cookies = given.Where(cookie => !cookie.Contains("=;", StringComparison.Ordinal)).ToList();
        Assert.Equal(all, cookies.Select(cookie => cookie.Split('=', '.')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie =>
        {
            var marks = cookie.Split("; ").Skip(1).Select(mark => mark.ToLowerInvariant()).ToList();
            Assert.True(marks.Contains("samesite=lax") || marks.Contains("samesite=strict"), cookie);
            Assert.True(marks.Contains("secure") == isSecure, cookie);
            Assert.True(marks.Contains("httponly") == !cookie.StartsWith("wp-zone=", StringComparison.Ordinal), cookie);
            Assert.DoesNotContain(marks, mark => mark.StartsWith("domain=", StringComparison.Ordinal));
            Assert.Contains(marks, mark => mark is "path=/" or "path=/sign-in/provider/back" or "path=/join");
            Assert.InRange(cookie.Split(';')[0].Length, 1, 4096);
        });
    }

    [Theory, BothEngines]
    public async Task A_sign_in_has_a_key_of_its_own_each_time_and_opens_nothing_once_it_is_over(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (_, _, name) = await stage.ComeAsync();
        async Task<Session> EnterAsync(Session session)
        {
            Assert.Equal("/me", (await session.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", Household.Password))).Location);
            return session;
        }

        var (one, other) = (await EnterAsync(stage.Visitor()), await EnterAsync(stage.Visitor()));
        Assert.NotEqual(KeyOf(one), KeyOf(other));
        // Who took the cookie along has nothing once its owner left by the door, and whoever signs in over it gets another.
        var (planted, ended) = (one.At(stage.Site), KeyOf(one));
        await one.SendAsync("DELETE", "/sign-in");
        Assert.Equal(HttpStatusCode.SeeOther, (await planted.GetAsync("/me")).Status);
        await EnterAsync(planted);
        var key = KeyOf(planted);
        Assert.NotEqual(ended, key);
        Assert.Equal(HttpStatusCode.OK, (await planted.GetAsync("/me")).Status);

        // A cookie that was changed by one letter is none.
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/me");
        forged.Headers.Add("Cookie", $"{AccountSetup.Cookie}={key[..^4]}{(key[^4] is 'A' ? 'B' : 'A')}{key[^3..]}");
        using var answer = await stage.Site.Client.SendAsync(forged);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory, BothEngines]
    public async Task A_sign_in_that_nobody_used_for_sixty_days_is_over(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");
        // What is kept of it is believed for some seconds only.
        async Task<HttpStatusCode> AfterAsync(Duration unused)
        {
            house.Site.Clock.Advance(Duration.FromSeconds(60));
            var last = house.Site.Clock.GetCurrentInstant() - unused;
            await house.Site.WithAsync(db => db.SignIns.ExecuteUpdateAsync(set => set.SetProperty(signIn => signIn.LastUsedAt, last)));
            return (await session.GetAsync("/me")).Status;
        }

        Assert.Equal(60, SignIn.Idle.TotalDays);
        Assert.Equal(HttpStatusCode.OK, await AfterAsync(SignIn.Idle - Duration.FromMinutes(1)));
        // Whoever uses it has it for as long again.
        Assert.Equal(house.Site.Clock.GetCurrentInstant(), await house.Site.WithAsync(db => db.SignIns.Select(signIn => signIn.LastUsedAt).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, await AfterAsync(SignIn.Idle));
    }

    [Fact]
    public void A_key_has_256_bits_that_nobody_foresees()
    {
        var keys = Enumerable.Range(0, 10_000).Select(_ => SecretKey.Make()).ToList();

        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key => Assert.Matches("^[A-Za-z0-9_-]{43}$", key));
        // Each place holds each sign: none is fixed or left out. That one is missing by chance in so many keys is less likely than once in 10^60 runs. The last place has four bits.
        Assert.All(Enumerable.Range(0, 42), place => Assert.Equal(64, keys.Select(key => key[place]).Distinct().Count()));
        Assert.All(keys.Take(100), key => Assert.Matches("^[0-9A-F]{64}$", SecretKey.Hash(key)));
    }

    private static string KeyOf(Session session) => session.Cookies.Split("; ").Single(cookie => cookie.StartsWith($"{AccountSetup.Cookie}=", StringComparison.Ordinal)).Split('=', 2)[1];
}

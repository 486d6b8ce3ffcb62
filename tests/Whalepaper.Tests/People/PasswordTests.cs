using System.Buffers.Binary;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>A password is what was typed, all of it and nothing else; it is kept so that it cannot be read, and no way leads around the second step.</summary>
public sealed partial class PasswordTests
{
    private static readonly string[] passwords =
    [
        "all in small letters", "ONLYCAPITALS", "314159265358979", "  blanks at both ends  ", "鲸鱼读论文每周一次学习小组", "🐳🦈🐙🦀🐠🐡🦑🦐🐬🐟", "<b>'\";--\\0%00{{}}", "e\u0301tude tre\u0300s longue",
        // Two hundred signs, and the last one counts.
        string.Concat(Enumerable.Range(0, 39).Select(n => $"{n:00}ab ")).PadRight(199, 'x') + "y",
    ];

    [Fact]
    public async Task Any_signs_are_taken_as_they_are_typed_and_all_of_them_count()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        foreach (var password in passwords)
        {
            var (owner, _, name) = await stage.ComeAsync();
            Assert.Equal("/me/account?done=password", (await owner.SendAsync("PUT", "/me/account/password", ("current", Household.Password), ("password", password))).Location);

            string[] near = [password.Trim(), password.ToUpperInvariant(), password.ToLowerInvariant(), password[..^1], password + " ", password.Normalize(), password.Normalize(System.Text.NormalizationForm.FormD)];
            foreach (var other in near.Where(other => other != password).Distinct(StringComparer.Ordinal))
                Assert.Equal("", await EnterAsync(stage.Visitor(), name, other));
            Assert.Equal("/me", await EnterAsync(stage.Visitor(), name, password));
        }

        Assert.Equal(Credentials.LongestPassword, passwords[^1].Length);
    }

    [Theory, BothEngines]
    public async Task It_does_not_grow_old_and_its_change_ends_other_sign_ins(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (_, _, name) = await stage.ComeAsync();
        stage.Site.Clock.Advance(Duration.FromDays(900));
        var (phone, desk) = (stage.Visitor(), stage.Visitor());
        Assert.Equal("/me", await EnterAsync(phone, name, Household.Password));
        Assert.Equal("/me", await EnterAsync(desk, name, Household.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SendAsync("PUT", "/me/account/password", ("password", "a wholly new secret"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SendAsync("PUT", "/me/account/password", ("current", "not the old one"), ("password", "a wholly new secret"))).Status);
        Assert.Equal("/me/account?done=password", (await phone.SendAsync("PUT", "/me/account/password", ("current", Household.Password), ("password", "a wholly new secret"))).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/me")).Status);
    }

    [Theory, BothEngines]
    public async Task It_is_kept_by_a_slow_hash_with_a_salt_of_its_own(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var kept = new List<byte[]>();
        for (var n = 0; n < 2; n++)
        {
            var (session, id, _) = await stage.ComeAsync();
            await session.SendAsync("PUT", "/me/account/password", ("current", Household.Password), ("password", "a wholly new secret"));
            kept.Add(Convert.FromBase64String((await stage.Site.WithAsync(db => db.Accounts.SingleAsync(account => account.MemberId == id))).PasswordHash!));
        }

        Assert.NotEqual(kept[0], kept[1]);
        Assert.All(kept, hash =>
        {
            // The framework's third format: PBKDF2, which function, how many rounds, how long a salt.
            Assert.Equal((1, 2u), (hash[0], BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1))));
            Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)), 100_000u, 10_000_000u);
            Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(9)), 16u, 64u);
        });
        Assert.NotEqual(kept[0].AsSpan(13, 16).ToArray(), kept[1].AsSpan(13, 16).ToArray());
    }

    [Theory, BothEngines]
    public async Task A_letter_does_not_lead_around_the_second_step(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (_, id, name) = await stage.ComeAsync();
        await stage.SecureAsync(id);
        var visitor = stage.Visitor();
        await visitor.SendAsync("POST", "/password-reset", ("email", Household.Email(name)));
        var link = new Uri((await stage.Site.LettersAsync()).Single(letter => letter.To == Household.Email(name)).Link);

        Assert.Equal("/sign-in?done=reset", (await visitor.SendAsync("POST", link.AbsolutePath, ("token", Uri.UnescapeDataString(link.Query["?token=".Length..])), ("password", "a wholly new secret"))).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.GetAsync("/me")).Status);
        Assert.StartsWith("/sign-in/code", await EnterAsync(visitor, name, "a wholly new secret"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.GetAsync("/me")).Status);
    }

    [Theory, BothEngines]
    public async Task A_code_from_the_drawer_opens_once_and_is_no_other(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (owner, id, name) = await stage.ComeAsync();
        await stage.SecureAsync(id);
        var page = await owner.SendAsync("POST", "/me/account/recovery-codes", ("current", Household.Password));
        var codes = Drawer().Matches(page.Text).Select(code => code.Groups["code"].Value).ToList();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.InRange(code.Count(char.IsAsciiLetterOrDigit), 10, 40));

        async Task<string?> TryAsync(string code)
        {
            var visitor = stage.Visitor();
            await EnterAsync(visitor, name, Household.Password);
            return (await visitor.SendAsync("POST", "/sign-in/code", ("code", code))).Location;
        }

        Assert.Equal("/me", await TryAsync(codes[0]));
        Assert.Null(await TryAsync(codes[0]));
        Assert.Equal("/me", await TryAsync(codes[1]));
        // New ones end the old.
        await owner.SendAsync("POST", "/me/account/recovery-codes", ("current", Household.Password));
        Assert.Null(await TryAsync(codes[2]));
    }

    [Fact]
    public async Task It_is_typed_unseen_and_programs_that_keep_passwords_may_fill_it_in()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (owner, _, _) = await stage.ComeAsync();
        var reset = await stage.OnAccountAsync(await stage.House.AddAsync("forgetful", Members.Standing.Open), async (accounts, account) => $"/password-reset/{account.Id}?token={Uri.EscapeDataString(await accounts.GeneratePasswordResetTokenAsync(account))}");
        var found = 0;
        foreach (var (session, path) in (IEnumerable<(Session, string)>)[(stage.Visitor(), "/sign-in"), (stage.Visitor(), "/join"), (stage.Visitor(), reset), (owner, "/me/account"), (owner, "/me/data")])
        {
            using var page = new HtmlParser().ParseDocument((await session.GetAsync(path)).Text);
            foreach (var field in page.QuerySelectorAll("input").Where(field => field.GetAttribute("type") is "password" || field.GetAttribute("name") is "password" or "current" || field.GetAttribute("autocomplete") is "current-password" or "new-password"))
            {
                found++;
                Assert.Equal("password", field.GetAttribute("type"));
                Assert.True(field.GetAttribute("autocomplete") is "current-password" or "new-password", $"{path}: {field.OuterHtml}");
                Assert.DoesNotContain(field.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "readonly");
                Assert.True(string.IsNullOrEmpty(field.GetAttribute("value")), path);
            }
        }

        Assert.InRange(found, 5, 30);
    }

    private static async Task<string> EnterAsync(Session session, string name, string password) =>
        (await session.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", password))).Location ?? "";

    [GeneratedRegex("<li><code>(?<code>[^<]+)</code></li>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Drawer();
}

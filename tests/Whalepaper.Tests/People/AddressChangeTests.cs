using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Another address to sign in by: asked for, proved, taken back, and told to nobody whom it does not concern.</summary>
public sealed partial class AddressChangeTests
{
    private const string New = "elsewhere@people.example";

    [Theory, BothEngines]
    public async Task An_address_changes_once_its_letter_is_opened_and_a_button_pressed(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (laptop, phone) = (await house.SignInAsync("inner"), await house.SignInAsync("inner"));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        var reset = (await LetterAsync(house, Household.Email("inner"))).Link;

        Assert.Equal("/me/account?done=address-asked", (await AskAsync(laptop, New)).Location);
        Assert.Contains(New, (await laptop.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        var letter = await LetterAsync(house, New);
        var notice = await LetterAsync(house, Household.Email("inner"));
        var path = new Uri(letter.Link).PathAndQuery;
        Assert.Contains(letter.Link, letter.Text, StringComparison.Ordinal);
        Assert.Equal("", notice.Link);
        Assert.DoesNotContain("http", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(New, notice.Text, StringComparison.Ordinal);

        // To open it is not to agree.
        var before = await AccountAsync(house, "inner");
        Assert.Contains(New, (await laptop.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal(Household.Email("inner"), (await AccountAsync(house, "inner")).Email);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/me")).Status);

        Assert.Equal("/me/account?done=address", (await laptop.SendAsync("POST", path)).Location);
        var after = await AccountAsync(house, "inner");
        Assert.Equal((New, New), (after.Email, after.UserName));
        Assert.NotEqual(before.SecurityStamp, after.SecurityStamp);
        Assert.Equal(HttpStatusCode.OK, (await laptop.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignInAsync(house, Household.Email("inner"))).Status);
        Assert.Equal("/me", (await SignInAsync(house, New)).Location);
        var token = Uri.UnescapeDataString(reset[(reset.IndexOf("token=", StringComparison.Ordinal) + 6)..]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await house.Visitor().SendAsync("POST", new Uri(reset).AbsolutePath, ("token", token), ("password", "another long secret"))).Status);

        var entry = await house.Site.WithAsync(db => db.AuditEntries.SingleAsync(e => e.Act == AuditActs.Address));
        Assert.Equal((house["inner"], house["inner"]), (entry.ById, entry.MemberId));
        Assert.Equal((null, null, null), (entry.Subject, entry.Before, entry.After));
        // The link is spent.
        Assert.Equal(path, (await laptop.SendAsync("POST", path)).Location);
        Assert.Contains("no longer works", (await laptop.GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task An_address_that_has_an_account_is_answered_alike_and_only_its_owner_is_told(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (one, other) = (await house.SignInAsync("inner"), await house.SignInAsync("open"));
        var taken = Household.Email("candidate");

        var free = await AskAsync(one, New);
        var known = await AskAsync(other, taken);
        Assert.Equal((free.Status, free.Location), (known.Status, known.Location));
        Assert.Equal(
            Plain((await one.GetAsync("/me/account")).Text).Replace(New, "", StringComparison.Ordinal).Replace(Household.Email("inner"), "", StringComparison.Ordinal),
            Plain((await other.GetAsync("/me/account")).Text).Replace(taken, "", StringComparison.Ordinal).Replace(Household.Email("open"), "", StringComparison.Ordinal));
        var letter = await LetterAsync(house, taken);
        Assert.EndsWith("/sign-in", letter.Link, StringComparison.Ordinal);
        Assert.Contains("already has an account", letter.Text, StringComparison.Ordinal);
        Assert.Equal((Household.Email("open"), taken), ((await AccountAsync(house, "open")).Email, (await AccountAsync(house, "candidate")).Email));
    }

    [Theory, BothEngines]
    public async Task Whoever_does_not_prove_that_it_is_them_changes_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");

        var wrong = await AskAsync(session, New, "not the password");
        var same = await AskAsync(session, Household.Email("INNER"));
        var none = await AskAsync(session, "nobody at home");
        Assert.All([wrong, same, none], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.Contains("aria-describedby=\"field-emailPassword-error\"", wrong.Text, StringComparison.Ordinal);
        Assert.Contains($"value=\"{New}\"", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not the password", wrong.Text, StringComparison.Ordinal);
        Assert.All([same, none], answer => Assert.Contains("field-email-error", answer.Text, StringComparison.Ordinal));
        Assert.Empty(await house.Site.LettersAsync());
        Assert.Equal(0, await house.Site.WithAsync(db => db.AddressChanges.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Without_a_password_a_sign_in_of_a_moment_ago_is_the_proof(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var member = house["inner"];
        await house.Site.WithAsync(db => db.Accounts.Where(a => a.MemberId == member).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null)));
        var session = await house.SignInAsync("inner");
        house.Site.Clock.Advance(OwnerProof.Fresh);

        var stale = await session.SendAsync("POST", "/me/account/address", ("email", New));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.Status);
        Assert.Contains("Sign out and in again", stale.Text, StringComparison.Ordinal);
        foreach (var (method, path, field, value) in ((string, string, string, string)[])[("PUT", "/me/account/password", "password", "a wholly new secret"), ("DELETE", "/me", "sure", "yes")])
        {
            var other = await session.SendAsync(method, path, (field, value));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
            Assert.Contains("Sign out and in again", other.Text, StringComparison.Ordinal);
        }

        var fresh = await house.SignInAsync("inner");
        Assert.Equal("/me/account?done=address-asked", (await fresh.SendAsync("POST", "/me/account/address", ("email", New))).Location);
        Assert.Equal("/me/account?done=password", (await fresh.SendAsync("PUT", "/me/account/password", ("password", "a wholly new secret"))).Location);
    }

    [Theory, BothEngines]
    public async Task One_change_waits_at_a_time_and_can_be_taken_back(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");
        await AskAsync(session, "first@people.example");
        await AskAsync(session, New);
        var (first, second) = (await PathAsync(house, "first@people.example"), await PathAsync(house, New));

        Assert.Equal(1, await house.Site.WithAsync(db => db.AddressChanges.CountAsync()));
        Assert.Equal(first, (await session.SendAsync("POST", first)).Location);
        Assert.Equal("/me/account?done=address-kept", (await session.SendAsync("DELETE", "/me/account/address")).Location);
        Assert.Equal(second, (await session.SendAsync("POST", second)).Location);
        Assert.DoesNotContain(New, (await session.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.Equal(Household.Email("inner"), (await AccountAsync(house, "inner")).Email);
    }

    [Theory, BothEngines]
    public async Task A_link_works_for_a_day_and_for_its_own_account_alone(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");
        await AskAsync(session, New);
        var path = await PathAsync(house, New);

        // Whoever reads a letter that went astray is nobody here, or somebody else.
        var stranger = await house.Visitor().GetAsync(path);
        Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString(path)}"), (stranger.Status, stranger.Location));
        Assert.Equal("/sign-in", (await house.Visitor().SendAsync("POST", path)).Location);
        var other = await house.SignInAsync("open");
        Assert.DoesNotContain(New, (await other.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal(path, (await other.SendAsync("POST", path)).Location);

        house.Site.Clock.Advance(AddressChange.Lasts - Duration.FromSeconds(1));
        Assert.Contains(New, (await session.GetAsync(path)).Text, StringComparison.Ordinal);
        house.Site.Clock.Advance(Duration.FromSeconds(1));
        Assert.Equal(path, (await session.SendAsync("POST", path)).Location);
        Assert.DoesNotContain(New, (await session.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.Equal((Household.Email("inner"), Household.Email("open")), ((await AccountAsync(house, "inner")).Email, (await AccountAsync(house, "open")).Email));
    }

    [Theory, BothEngines]
    public async Task An_address_goes_to_one_account_however_many_ask_and_press(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (one, other) = (await house.SignInAsync("inner"), await house.SignInAsync("open"));
        await AskAsync(one, New);
        var mine = await PathAsync(house, New);
        await AskAsync(other, New);
        var theirs = await PathAsync(house, New);
        Assert.NotEqual(mine, theirs);

        var presses = await Task.WhenAll(one.SendAsync("POST", mine), one.SendAsync("POST", mine), other.SendAsync("POST", theirs), other.SendAsync("POST", theirs));
        Assert.DoesNotContain(presses, answer => answer.Number >= 500);
        Assert.Equal(1, await house.Site.WithAsync(db => db.Accounts.CountAsync(a => a.Email == New)));
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.Address)));
        var (loser, link) = (await AccountAsync(house, "inner")).Email == New ? (other, theirs) : (one, mine);
        Assert.Contains("has an account by now", (await loser.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_are_not_sent_without_end()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = await house.SignInAsync("inner");
        for (var n = 0; n < EntryThrottle.PerAddress; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(session, $"n{n}@people.example")).Status);
        var answer = await AskAsync(session, New);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("too often", answer.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_takes_a_change_that_waits_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");
        await AskAsync(session, New);
        Assert.Equal("/sign-in?done=left", (await session.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.AddressChanges.CountAsync()));
        Assert.Empty(await house.Site.LettersAsync());
    }

    private static Task<Answer> AskAsync(Session session, string email, string password = Household.Password) =>
        session.SendAsync("POST", "/me/account/address", ("email", email), ("emailPassword", password));

    private static Task<Answer> SignInAsync(Household house, string email) => house.Visitor().SendAsync("POST", "/sign-in", ("email", email), ("password", Household.Password));

    private static async Task<PostedLetter> LetterAsync(Household house, string to) => (await house.Site.LettersAsync()).Last(letter => letter.To == to);

    private static async Task<string> PathAsync(Household house, string to) => new Uri((await LetterAsync(house, to)).Link).PathAndQuery;

    private static Task<Account> AccountAsync(Household house, string place)
    {
        var member = house[place];
        return house.Site.WithAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.MemberId == member));
    }

    // What differs from one answer to the next whatever it says: proofs, and the numbers of sign-ins.
    private static string Plain(string page) => Changing().Replace(page, "");

    [GeneratedRegex("value=\"[A-Za-z0-9_-]{60,}\"|/sign-ins/[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changing();
}

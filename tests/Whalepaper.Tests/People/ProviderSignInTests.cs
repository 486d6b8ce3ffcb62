using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Coming in over a provider: who may, who may not, and what a provider's word is worth.</summary>
public sealed partial class ProviderSignInTests
{
    private const string Unknown = "/sign-in?provider=unknown&return=%2Fme";

    [Theory, BothEngines]
    public async Task Who_linked_their_account_comes_in_and_stands_in_the_list_of_sign_ins(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var laptop = await harbour.LinkedAsync("inner");
        var phone = harbour.House.Visitor();

        var answer = await harbour.EnterAsync(phone, "/members?page=1");

        Assert.Equal((HttpStatusCode.SeeOther, "/members?page=1"), (answer.Status, answer.Location));
        Assert.Contains("inner", (await phone.GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Equal([SignInWay.Link, SignInWay.Provider], await harbour.Site.WithAsync(db => db.SignIns.OrderBy(s => s.Id).Select(s => s.Way).ToListAsync()));
        var number = await harbour.Site.WithAsync(db => db.SignIns.Where(s => s.Way == SignInWay.Provider).Select(s => s.Id).SingleAsync());
        Assert.Equal("/me/account?done=saved", (await laptop.SendAsync("DELETE", $"/me/account/sign-ins/{number}")).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.GetAsync("/me")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_is_unknown_is_not_let_in_though_the_address_is_a_members(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        harbour.Provider.Guest = new("a-stranger", "Ada Lovelace", Household.Email("organizer"));
        var stranger = harbour.House.Visitor();

        var answer = await harbour.EnterAsync(stranger);

        Assert.Equal((HttpStatusCode.SeeOther, Unknown), (answer.Status, answer.Location));
        Assert.Equal((0, 0), (await harbour.SignInsAsync(), await harbour.LinksAsync()));
        Assert.StartsWith("/sign-in", (await stranger.GetAsync("/me")).Location, StringComparison.Ordinal);
        Assert.Contains("No account here is linked to this Harbour account", (await stranger.GetAsync(Unknown)).Text, StringComparison.Ordinal);
        // Nothing that the browser holds now opens anything by another door.
        Assert.Equal("/sign-in", (await stranger.SendAsync("POST", "/sign-in/code", ("code", "123456"))).Location);
    }

    [Theory]
    [InlineData("Ada Lovelace", true, "Ada Lovelace", "ada@harbour.example")]
    [InlineData("Ada Lovelace", false, "Ada Lovelace", "")]
    [InlineData("Ada\u202E ecalevoL", true, "Ada ecalevoL", "ada@harbour.example")]
    [InlineData("…", true, "", "ada@harbour.example")]
    public async Task Who_is_unknown_joins_with_what_the_provider_tells_filled_in(string name, bool verified, string nameShown, string emailShown)
    {
        await using var harbour = await Harbour.OpenAsync(Engine.Sqlite);
        harbour.Provider.Guest = new("a-stranger", name, "ada@harbour.example", verified);
        var stranger = harbour.House.Visitor();
        await harbour.EnterAsync(stranger);

        var form = (await stranger.GetAsync("/join?from=provider")).Text;
        Assert.Equal((nameShown, emailShown), (Value(form, "name"), Value(form, "email")));
        Assert.Contains("Filled in from Harbour", form, StringComparison.Ordinal);
        // Only who is sent there by the provider's way is shown it, and no other browser.
        Assert.Equal("", Value((await stranger.GetAsync("/join")).Text, "email"));
        Assert.Equal("", Value((await harbour.House.Visitor().GetAsync("/join?from=provider")).Text, "email"));
    }

    [Theory, BothEngines]
    public async Task Joining_over_the_provider_still_takes_a_letter_and_links_nothing(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var stranger = harbour.House.Visitor();
        await harbour.EnterAsync(stranger);

        var asked = await stranger.SendAsync("POST", "/join", ("name", "Ada Lovelace"), ("email", "ada@harbour.example"), ("password", Household.Password), ("promise", "yes"));
        Assert.Equal("/join?done=posted", asked.Location);
        Assert.StartsWith("/sign-in", (await stranger.GetAsync("/me")).Location, StringComparison.Ordinal);
        var letter = new Uri((await harbour.Site.LettersAsync()).Single().Link).AbsolutePath;
        Assert.Equal("/me?done=joined", (await stranger.SendAsync("POST", letter)).Location);
        Assert.Equal(0, await harbour.LinksAsync());

        Assert.Equal("/me/account?done=linked", (await harbour.LinkAsync(stranger)).Location);
        Assert.Equal("/me", (await harbour.EnterAsync(harbour.House.Visitor())).Location);
    }

    [Theory, BothEngines]
    public async Task An_answer_that_cannot_be_trusted_lets_nobody_in(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        var before = await harbour.SignInsAsync();
        foreach (var lie in Enum.GetValues<Lie>().Where(lie => lie is not Lie.None))
        {
            harbour.Provider.Tells = lie;
            var visitor = harbour.House.Visitor();
            var answer = await harbour.EnterAsync(visitor, "/members");
            Assert.True(answer is { Status: HttpStatusCode.SeeOther } && answer.Location == $"/sign-in?provider={(lie is Lie.Denied ? "denied" : "failed")}&return=%2Fmembers", $"{lie}: {answer}");
            Assert.True((await visitor.GetAsync("/me")).Location?.StartsWith("/sign-in", StringComparison.Ordinal), $"{lie}");
        }

        Assert.Equal(before, await harbour.SignInsAsync());
        harbour.Provider.Tells = Lie.None;
        Assert.Equal("/members", (await harbour.EnterAsync(harbour.House.Visitor(), "/members")).Location);
    }

    [Theory]
    [InlineData("denied", "you declined", "您拒绝了授权")]
    [InlineData("stale", "began in another browser", "别的浏览器")]
    [InlineData("failed", "cannot be trusted", "无法核实")]
    [InlineData("silent", "cannot be reached", "连不上 Harbour")]
    [InlineData("locked", "wait ten minutes", "请等十分钟")]
    [InlineData("unknown", "Already a member?", "已经是成员？")]
    public async Task What_went_wrong_is_said_in_both_languages(string word, string english, string chinese)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));

        Assert.Contains(english, (await new Session(site).GetAsync($"/sign-in?provider={word}")).Text, StringComparison.Ordinal);
        Assert.Contains(chinese, (await new Session(site) { Language = "zh-CN" }.GetAsync($"/sign-in?provider={word}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_way_back_is_gone_once_and_in_the_browser_where_it_began(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        var (mine, anothers) = (harbour.House.Visitor(), harbour.House.Visitor());
        var path = await harbour.ThereAsync(mine, "/members");
        var redeemed = harbour.Provider.Redeemed;

        Assert.Equal("/sign-in?provider=stale&return=%2Fmembers", (await anothers.GetAsync(path)).Location);
        Assert.Equal(redeemed, harbour.Provider.Redeemed);
        Assert.Equal("/members", (await mine.GetAsync(path)).Location);
        await mine.SendAsync("DELETE", "/sign-in");
        Assert.Equal("/sign-in?provider=stale&return=%2Fmembers", (await mine.GetAsync(path)).Location);
        // A copy of the browser still holds what the way back asks for; the code is spent at the provider.
        var copied = harbour.House.Visitor();
        path = await harbour.ThereAsync(copied);
        var copy = copied.At(harbour.Site);
        Assert.Equal("/me", (await copied.GetAsync(path)).Location);
        Assert.Equal("/sign-in?provider=failed&return=%2Fme", (await copy.GetAsync(path)).Location);
        Assert.Equal(redeemed + 2, harbour.Provider.Redeemed);
        foreach (var nothing in (string[])["", "?code=1", "?code=1&state=forged", "?error=access_denied", "?error=server_error&state=%00", "?id_token=a.b.c&state=x", "?state=x&state=y&code=1&code=2"])
            Assert.Equal("/sign-in?provider=stale", (await anothers.GetAsync($"/sign-in/provider/back{nothing}")).Location);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/.//evil.example")]
    public async Task The_way_back_leads_to_this_house_alone(string elsewhere)
    {
        await using var harbour = await Harbour.OpenAsync(Engine.Sqlite);
        await harbour.LinkedAsync("inner");

        Assert.Equal("/", (await harbour.EnterAsync(harbour.House.Visitor(), elsewhere)).Location);
    }

    [Theory, BothEngines]
    public async Task Who_left_the_group_is_not_let_in_any_more(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.LinkedAsync("inner");
        Assert.Equal("/sign-in?done=left", (await member.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);

        var former = harbour.House.Visitor();
        Assert.Equal(Unknown, (await harbour.EnterAsync(former)).Location);
        Assert.StartsWith("/sign-in", (await former.GetAsync("/me")).Location, StringComparison.Ordinal);
        Assert.Equal(0, await harbour.LinksAsync());
    }

    [Theory, BothEngines]
    public async Task The_second_step_is_asked_behind_the_provider_too(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        string code;
        await using (var scope = harbour.Site.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await accounts.FindByEmailAsync(Household.Email("inner")))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, enabled: true);
            code = (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, 1))!.Single();
        }

        var phone = harbour.House.Visitor();
        Assert.Equal("/sign-in/code?return=%2Fmembers", (await harbour.EnterAsync(phone, "/members")).Location);
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/me")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SendAsync("POST", "/sign-in/code", ("code", "000000"), ("return", "/members"))).Status);
        Assert.Equal("/members", (await phone.SendAsync("POST", "/sign-in/code", ("code", code), ("return", "/members"))).Location);
        Assert.Equal(SignInWay.Provider, await harbour.Site.WithAsync(db => db.SignIns.OrderBy(s => s.Id).Select(s => s.Way).LastAsync()));
    }

    [Theory, BothEngines]
    public async Task An_account_that_rests_after_wrong_passwords_rests_for_the_provider_too(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        for (var n = 0; n < 8; n++)
            await harbour.House.Visitor().SendAsync("POST", "/sign-in", ("email", Household.Email("inner")), ("password", "not the password"));

        Assert.Equal("/sign-in?provider=locked&return=%2Fme", (await harbour.EnterAsync(harbour.House.Visitor())).Location);
    }

    [Fact]
    public async Task Who_sets_out_too_often_waits()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));
        var visitor = new Session(site);
        for (var n = 0; n < EntryThrottle.PerNetwork; n++)
            Assert.DoesNotContain("too often", (await visitor.SendAsync("POST", "/sign-in/provider")).Text, StringComparison.Ordinal);

        Assert.Contains("too often", (await visitor.SendAsync("POST", "/sign-in/provider")).Text, StringComparison.Ordinal);
    }

    private static string Value(string form, string field) =>
        WebUtility.HtmlDecode(Input().Matches(form).Select(match => match.Value).Where(input => input.Contains($"name=\"{field}\"", StringComparison.Ordinal)).Select(input => Filled().Match(input).Groups["value"].Value).First());

    [GeneratedRegex("<input[^>]+>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex(" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Filled();
}

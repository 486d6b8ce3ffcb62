using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>An account and what it is at a provider: brought together and parted by its owner alone.</summary>
public sealed class ProviderLinkTests
{
    [Theory, BothEngines]
    public async Task Its_owner_links_and_unlinks_it_and_the_log_knows_that_and_no_more(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.LinkedAsync("inner");

        Assert.Contains("Linked: ada@harbour.example", (await member.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.Equal("/me/account?done=unlinked", (await member.SendAsync("DELETE", "/me/account/provider")).Location);
        Assert.DoesNotContain("Linked: ", (await member.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?provider=unknown", (await harbour.EnterAsync(harbour.House.Visitor())).Location, StringComparison.Ordinal);

        var entries = await harbour.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("provider.")).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(["provider.link", "provider.unlink"], entries.Select(e => e.Act));
        Assert.All(entries, entry =>
        {
            Assert.Equal(harbour.House["inner"], entry.ById);
            Assert.Equal(harbour.House["inner"], entry.MemberId);
            Assert.Equal(LocalProvider.Name, entry.Subject);
            Assert.DoesNotContain(harbour.Provider.Guest.Subject, $"{entry.Before} {entry.After}", StringComparison.Ordinal);
            Assert.DoesNotContain(harbour.Provider.Guest.Email, $"{entry.Before} {entry.After}", StringComparison.Ordinal);
        });
        Assert.Equal(entries[0].After, entries[1].Before);
        // Again, by the same owner: nothing of the first time is in the way.
        Assert.Equal("/me/account?done=linked", (await harbour.LinkAsync(member)).Location);
    }

    [Theory, BothEngines]
    public async Task An_identity_belongs_to_one_account_and_only_who_proves_it_hears_so(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        var other = await harbour.House.SignInAsync("open");

        Assert.Equal("/me/account?provider=taken", (await harbour.LinkAsync(other)).Location);
        Assert.Contains("already linked to another account", (await other.GetAsync("/me/account?provider=taken")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await harbour.LinksAsync());
        harbour.Provider.Guest = new("another-subject", "Grace Hopper", "grace@harbour.example");
        Assert.Equal("/me/account?done=linked", (await harbour.LinkAsync(other)).Location);
    }

    [Theory, BothEngines]
    public async Task Of_two_who_link_one_identity_at_once_one_does(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var sessions = new List<Session>();
        var ways = new List<string>();
        foreach (var place in (string[])["open", "candidate", "inner", "committee"])
        {
            sessions.Add(await harbour.House.SignInAsync(place));
            ways.Add(await harbour.ThereToLinkAsync(sessions[^1]));
        }

        var answers = await Task.WhenAll(sessions.Zip(ways, (session, way) => session.GetAsync(way)));

        Assert.Single(answers, answer => answer.Location == "/me/account?done=linked");
        Assert.Equal(3, answers.Count(answer => answer.Location == "/me/account?provider=taken"));
        Assert.Equal((1, 1), (await harbour.LinksAsync(), await harbour.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == "provider.link"))));
    }

    [Theory, BothEngines]
    public async Task An_account_has_one_identity_at_a_time(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.House.SignInAsync("inner");
        var (first, second) = (await harbour.ThereToLinkAsync(member), await LaterAsync());
        Assert.Equal("/me/account?done=linked", (await member.GetAsync(first)).Location);

        Assert.Equal("/me/account?provider=linked", (await member.GetAsync(second)).Location);
        var again = await member.SendAsync("POST", "/me/account/provider", ("linkPassword", Household.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("Unlink it first", again.Text, StringComparison.Ordinal);
        Assert.Equal(1, await harbour.LinksAsync());

        Task<string> LaterAsync()
        {
            harbour.Provider.Guest = new("another-subject", "Grace Hopper", "grace@harbour.example");
            return harbour.ThereToLinkAsync(member);
        }
    }

    [Theory, BothEngines]
    public async Task Linking_takes_the_password_of_who_has_one(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.House.SignInAsync("inner");
        foreach (var typed in (string[])["", "not the password"])
        {
            var answer = await member.SendAsync("POST", "/me/account/provider", ("linkPassword", typed));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("This is not the current password.", answer.Text, StringComparison.Ordinal);
            Assert.Equal("", LocalProvider.AddressIn(answer.Text));
        }

        await ForgetPasswordAsync(harbour);
        Assert.Equal("/me/account?done=linked", (await harbour.LinkAsync(member)).Location);
    }

    [Theory, BothEngines]
    public async Task The_only_way_in_is_not_unlinked(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.LinkedAsync("inner");
        await ForgetPasswordAsync(harbour);

        var refused = await member.SendAsync("DELETE", "/me/account/provider");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Harbour is your only way in", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, await harbour.LinksAsync());

        Assert.Equal("/me/account?done=password", (await member.SendAsync("PUT", "/me/account/password", ("password", Household.Password))).Location);
        Assert.Equal("/me/account?done=unlinked", (await member.SendAsync("DELETE", "/me/account/provider")).Location);
    }

    [Theory, BothEngines]
    public async Task Who_sets_out_to_link_and_comes_back_as_another_links_nothing(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var browser = await harbour.House.SignInAsync("inner");
        var path = await harbour.ThereToLinkAsync(browser);
        await browser.SignInAsync(harbour.House["open"]);
        Assert.Equal("/me/account?provider=stale", (await browser.GetAsync(path)).Location);

        path = await harbour.ThereToLinkAsync(browser);
        await browser.SendAsync("DELETE", "/sign-in");
        Assert.Equal("/sign-in?provider=stale", (await browser.GetAsync(path)).Location);
        Assert.Equal(0, await harbour.LinksAsync());
    }

    [Theory, BothEngines]
    public async Task A_provider_that_lies_or_declines_links_nothing(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        var member = await harbour.House.SignInAsync("inner");
        foreach (var (lie, word) in ((Lie, string)[])[(Lie.NoSignature, "failed"), (Lie.AnothersNonce, "failed"), (Lie.Denied, "denied")])
        {
            harbour.Provider.Tells = lie;
            Assert.Equal($"/me/account?provider={word}", (await harbour.LinkAsync(member)).Location);
        }

        Assert.Equal(0, await harbour.LinksAsync());
    }

    [Theory, BothEngines]
    public async Task Who_is_signed_in_stays_who_they_are_when_an_older_way_comes_back(Engine engine)
    {
        await using var harbour = await Harbour.OpenAsync(engine);
        await harbour.LinkedAsync("inner");
        var browser = harbour.House.Visitor();
        var path = await harbour.ThereAsync(browser, "/members");
        await browser.SignInAsync(harbour.House["open"]);

        Assert.Equal("/members", (await browser.GetAsync(path)).Location);
        Assert.Contains(Household.Email("open"), (await browser.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await harbour.Site.WithAsync(db => db.SignIns.Select(s => s.Way).ToListAsync()), way => way is SignInWay.Provider);
    }

    // An account without a password, as the demonstration has them and as those may be that only ever had a passkey.
    private static Task<int> ForgetPasswordAsync(Harbour harbour) =>
        harbour.Site.WithAsync(db => db.Accounts.Where(a => a.Email == Household.Email("inner")).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null)));
}

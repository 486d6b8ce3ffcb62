using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Tests.People;

/// <summary>The forms of those who look after what is theirs.</summary>
internal static class FormsOfMembers
{
    private static readonly (string Field, string[] Values)[] owner = [("current", ["not the password"])];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("PUT", "/me/profile", stage => stage.AsAsync(
            "inner", "/me/profile", ("name", "Quokka"), ("bio", "First line.\nSecond, <b>bold</b> & \"quoted\"."), ("interests", "wombats"), ("links", "https://example.org/a\nhttps://example.org/b?c=d&e=f"),
            ("tracks", "nlp"), ("tracks", "cv"), ("readers", "members"), ("language", "en"), ("zone", "Europe/Berlin")))
        {
            ForPrograms = true,
            Needs = ["name", "readers"],
            Wrong =
            [
                ("name", BadWords.Names), ("links", [.. BadWords.Links, string.Join('\n', Enumerable.Range(0, 9).Select(n => $"https://example.org/{n}"))]), ("tracks", BadWords.Choices), ("readers", BadWords.Choices),
                ("language", BadWords.Choices), ("zone", BadWords.Zones),
            ],
        },
        new("POST", "/me/calendar-key", stage => stage.AsAsync("inner", "/me/calendar-key")) { ForPrograms = true },
        new("DELETE", "/me/calendar-key", stage => stage.AsAsync("inner", "/me/calendar-key")) { ForPrograms = true },
        new("POST", "/me/tokens", stage => stage.AsAsync("inner", "/me/tokens", ("tokenName", "group bot"), ("scope", "write"), ("days", "30")))
        {
            Needs = ["tokenName", "scope"], Wrong = [("tokenName", [" "]), ("scope", [.. BadWords.Choices, "manage", "Read", "read,write"]), ("days", [.. BadWords.Numbers, "3661"])],
        },
        new("DELETE", "/me/tokens/{id:int}", async stage =>
        {
            await stage.TokenAsync(stage.House["inner"], TokenScope.Read);
            return await stage.AsAsync("inner", $"/me/tokens/{await stage.Site.WithAsync(db => db.ApiTokens.MaxAsync(token => token.Id))}");
        })
        { ForPrograms = true },
        new("PUT", "/me/account/password", stage => stage.AsComerAsync("/me/account/password", ("current", Household.Password), ("password", "another long secret")))
        {
            Needs = ["current", "password"], Wrong = [.. owner, ("password", BadWords.Passwords)],
        },
        new("POST", "/me/account/second-factor", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            return new Filled(session, id, "/me/account/second-factor", ("code", OneTimeCode.Of(await stage.SecureAsync(id, on: false))));
        })
        { Needs = ["code"], Wrong = [("code", ["abc", "12345", "-1"])] },
        new("DELETE", "/me/account/second-factor", stage => SecuredAsync(stage, "/me/account/second-factor")) { Needs = ["current"], Wrong = owner },
        new("POST", "/me/account/recovery-codes", stage => SecuredAsync(stage, "/me/account/recovery-codes")) { Needs = ["current"], Wrong = owner },
        new("POST", "/me/account/passkeys/challenge", stage => stage.AsAsync("open", "/me/account/passkeys/challenge")),
        new("POST", "/me/account/passkeys", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            return new Filled(session, id, "/me/account/passkeys", ("credential", await stage.OfferedAsync(session)), ("passkeyName", "my phone"));
        })
        { Needs = ["credential"], Wrong = [("credential", BadWords.Credentials)] },
        new("PUT", "/me/account/passkeys/{id}", async stage =>
        {
            var (session, id, device) = await stage.WithPasskeyAsync();
            return new Filled(session, id, $"/me/account/passkeys/{device.Id}", ("passkeyName", "my old phone"));
        }),
        new("DELETE", "/me/account/passkeys/{id}", async stage =>
        {
            var (session, id, device) = await stage.WithPasskeyAsync();
            return new Filled(session, id, $"/me/account/passkeys/{device.Id}");
        }),
        new("POST", "/me/account/address", async stage => await stage.AsComerAsync("/me/account/address", ("email", $"another{stage.Next()}@people.example"), ("emailPassword", Household.Password)))
        { Needs = ["email", "emailPassword"], Wrong = [("email", BadWords.Addresses), ("emailPassword", ["not the password"])] },
        new("DELETE", "/me/account/address", async stage =>
        {
            var (session, id, _) = await AskedAsync(stage);
            return new Filled(session, id, "/me/account/address");
        }),
        new("POST", "/me/account/address/{key}", async stage =>
        {
            var (session, id, key) = await AskedAsync(stage);
            return new Filled(session, id, $"/me/account/address/{key}");
        }),
        new("POST", "/me/account/provider", stage => stage.AsComerAsync("/me/account/provider", ("linkPassword", Household.Password))) { Needs = ["linkPassword"], Wrong = [("linkPassword", ["not the password"])] },
        new("DELETE", "/me/account/provider", async stage =>
        {
            var (session, id, name) = await stage.ComeAsync();
            await stage.OnAccountAsync(id, (accounts, account) => accounts.AddLoginAsync(account, new UserLoginInfo(stage.Provider.Address, name, name)));
            return new Filled(session, id, "/me/account/provider");
        }),
        new("DELETE", "/me/account/sign-ins", stage => stage.AsComerAsync("/me/account/sign-ins")),
        new("DELETE", "/me/account/sign-ins/{id:int}", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            await stage.Visitor().SignInAsync(id);
            return new Filled(session, id, $"/me/account/sign-ins/{await stage.Site.WithAsync(db => db.SignIns.MaxAsync(signIn => signIn.Id))}");
        }),
        new("POST", "/members/{handle}/claims", async stage => await stage.AsComerAsync($"/members/{await stage.ArchiveAsync()}/claims", ("word", "That was me.\nAsk anybody."))) { ForPrograms = true },
        new("DELETE", "/claims/{id:int}", async stage =>
        {
            var (claim, by, id) = await stage.ClaimAsync();
            return new Filled(by, id, $"/claims/{claim}");
        })
        { ForPrograms = true },
        new("DELETE", "/me", stage => stage.AsComerAsync("/me", ("current", Household.Password), ("sure", "yes"))) { Needs = ["current", "sure"], Wrong = [.. owner, ("sure", ["no", "on", "1"])] },
    ];

    // Somebody who asked to be reached at another address, with the key of the letter.
    private static async Task<(Session Session, int Id, string Key)> AskedAsync(Stage stage)
    {
        var (session, id, name) = await stage.ComeAsync();
        var key = SecretKey.Make();
        await stage.Site.WithAsync(async db =>
        {
            var account = await db.Accounts.Where(a => a.MemberId == id).Select(a => a.Id).SingleAsync();
            db.Add(new AddressChange(account, $"new.{name}@people.example", SecretKey.Hash(key), stage.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        return (session, id, key);
    }

    private static async Task<Filled> SecuredAsync(Stage stage, string path)
    {
        var (session, id, _) = await stage.ComeAsync();
        await stage.SecureAsync(id);
        return new Filled(session, id, path, ("current", Household.Password));
    }
}

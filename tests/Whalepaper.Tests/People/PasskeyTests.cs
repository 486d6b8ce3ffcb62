using System.Net;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Passkeys, as devices use them and as those do who have none.</summary>
public sealed class PasskeyTests
{
    [Theory, BothEngines]
    public async Task A_passkey_opens_the_house_to_its_owner_once_a_challenge(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (_, _, device) = await stage.WithPasskeyAsync();
        var visitor = stage.Visitor();
        var credential = await stage.AskedAsync(visitor, device);
        var copy = visitor.At(stage.Site).Saying("Origin", stage.Site.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal("/me", (await visitor.SendAsync("POST", "/sign-in/passkey", ("credential", credential))).Location);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/me")).Status);
        // Whoever listened in has the answer, and even the cookie, but not the device.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await copy.SendAsync("POST", "/sign-in/passkey", ("credential", credential))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await copy.GetAsync("/me")).Status);
    }

    [Theory, BothEngines]
    public async Task Each_look_at_the_second_step_has_a_key_of_its_own_and_what_is_on_is_not_begun_again(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (session, id, _) = await stage.ComeAsync();
        Task<string> KeyAsync() => stage.OnAccountAsync(id, async (accounts, account) => (await accounts.GetAuthenticatorKeyAsync(account))!);
        await session.GetAsync("/me/account/second-factor");
        var seen = await KeyAsync();
        await session.GetAsync("/me/account/second-factor");
        var own = await KeyAsync();
        Assert.NotEqual(seen, own);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("POST", "/me/account/second-factor", ("code", OneTimeCode.Of(seen)))).Status);
        Assert.Equal(own, await KeyAsync());

        Assert.Contains("class=\"codes\"", (await session.SendAsync("POST", "/me/account/second-factor", ("code", OneTimeCode.Of(own)))).Text, StringComparison.Ordinal);
        Assert.Equal("/me/account", (await session.SendAsync("POST", "/me/account/second-factor", ("code", OneTimeCode.Of(own)))).Location);
    }

    [Theory, BothEngines]
    public async Task Whoever_finds_a_browser_open_adds_no_way_in_and_no_lock(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (session, id, _) = await stage.ComeAsync();
        stage.Site.Clock.Advance(OwnerProof.Fresh);

        var passkey = await session.SendAsync("POST", "/me/account/passkeys", ("credential", await stage.OfferedAsync(session)), ("keyPassword", "a guess"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, passkey.Status);
        Assert.Contains("aria-describedby=\"field-keyPassword-error\"", passkey.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"current\"", (await session.GetAsync("/me/account/second-factor")).Text, StringComparison.Ordinal);
        var key = await stage.SecureAsync(id, on: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("POST", "/me/account/second-factor", ("code", OneTimeCode.Of(key)))).Status);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("POST", "/me/tokens", ("tokenName", "mine"), ("scope", "read"), ("days", ""))).Status);
        Assert.Equal(HttpStatusCode.OK, (await session.SendAsync("POST", "/me/tokens", ("tokenName", "mine"), ("scope", "read"), ("days", ""), ("tokenPassword", Household.Password))).Status);

        Assert.Equal("/me/account?done=passkey", (await session.SendAsync("POST", "/me/account/passkeys", ("credential", await stage.OfferedAsync(session)), ("keyPassword", Household.Password))).Location);
        Assert.Equal(HttpStatusCode.OK, (await session.SendAsync("POST", "/me/account/second-factor", ("code", OneTimeCode.Of(key)), ("current", Household.Password))).Status);
    }

    [Fact]
    public async Task An_answer_to_no_challenge_is_the_senders_fault()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (owner, _, device) = await stage.WithPasskeyAsync();
        var credential = await stage.AskedAsync(stage.Visitor(), device);
        var (halfway, _) = await stage.HalfwayAsync();
        foreach (var session in (Session[])[stage.Visitor(), halfway])
        {
            var answer = await session.SendAsync("POST", "/sign-in/passkey", ("credential", credential));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("role=\"alert\"", answer.Text, StringComparison.Ordinal);
        }

        var (other, _, _) = await stage.ComeAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.SendAsync("POST", "/me/account/passkeys", ("credential", credential))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await owner.SendAsync("POST", "/me/account/passkeys", ("credential", credential))).Status);
    }

    [Theory, BothEngines]
    public async Task The_only_way_in_is_kept(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (owner, id, device) = await stage.WithPasskeyAsync();
        await stage.OnAccountAsync(id, (accounts, account) => accounts.RemovePasswordAsync(account));

        var refused = await owner.SendAsync("DELETE", $"/me/account/passkeys/{device.Id}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("your only way in", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, await stage.OnAccountAsync(id, async (accounts, account) => (await accounts.GetPasskeysAsync(account)).Count));

        await stage.OnAccountAsync(id, (accounts, account) => accounts.AddPasswordAsync(account, Household.Password));
        Assert.Equal("/me/account?done=saved", (await owner.SendAsync("DELETE", $"/me/account/passkeys/{device.Id}")).Location);
    }

    [Fact]
    public async Task A_challenge_for_a_device_is_no_half_of_a_sign_in()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var visitor = stage.Visitor();
        await visitor.SendAsync("POST", "/sign-in/passkey/challenge");

        Assert.Equal("/sign-in", (await visitor.SendAsync("POST", "/sign-in/code", ("code", "123456"))).Location);
    }

    [Fact]
    public async Task An_answer_that_was_given_elsewhere_is_none()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (_, _, device) = await stage.WithPasskeyAsync();
        var visitor = stage.Visitor();
        foreach (var origin in (string[])["https://evil.example", "http://localhost", "null", ""])
        {
            var asked = await visitor.SendAsync("POST", "/sign-in/passkey/challenge");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SendAsync("POST", "/sign-in/passkey", ("credential", device.Open(asked.Text, origin)))).Status);
        }
    }
}

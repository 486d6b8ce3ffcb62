using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Providers;

/// <summary>The way over the provider: there and back, to sign in or to link one's account, and the end of a link.</summary>
public static class ProviderEndpoints
{
    private const string Own = "/me/account";

    /// <summary>Adds the commands; none if no provider is set up.</summary>
    /// <exception cref="InvalidOperationException">It is set up by half.</exception>
    public static void MapProvider(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        if (doors.Pages.ServiceProvider.GetRequiredService<IdentityProvider>().Settings is null)
            return;
        doors.OpenForm("POST", "/sign-in/provider", Act.Enter, BeginAsync);
        // Visitors come back by it to sign in, and members to link.
        doors.Pages.MapFile(IdentityProvider.BackPath, ReturnAsync).WithMetadata(new RequiresAttribute(Act.Read));
        doors.OpenForm("POST", "/me/account/provider", Act.KeepOwnAccount, BeginLinkAsync);
        doors.OpenForm("DELETE", "/me/account/provider", Act.KeepOwnAccount, UnlinkAsync);
    }

    private static async Task<IResult> BeginAsync(Submission<ProviderForm> sent, HttpContext http, IdentityProvider provider, EntryThrottle throttle, IStringLocalizer<AccountTexts> words)
    {
        if (sent.IsSound && !await throttle.AdmitsAsync(http))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        return await GoAsync(sent, http, provider, new ProviderErrand(null, SignInEndpoints.Back(sent.Form.Return)), "/sign-in", words);
    }

    private static async Task<IResult> BeginLinkAsync(Submission<ProviderForm> sent, HttpContext http, IdentityProvider provider, UserManager<Account> accounts, OwnerProof proof, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        if ((await accounts.GetLoginsAsync(account)).Count > 0)
            sent.Refuse(Submission.Whole, words[$"Provider.Fault.{ProviderFault.Linked}", provider.Settings!.Name]);
        else
            await proof.RequireAsync(sent, "linkPassword", sent.Form.LinkPassword, account, http);
        return await GoAsync(sent, http, provider, new ProviderErrand(account.Id, Own), Own, words);
    }

    private static async Task<IResult> GoAsync(Submission sent, HttpContext http, IdentityProvider provider, ProviderErrand errand, string page, IStringLocalizer<AccountTexts> words)
    {
        if (!sent.IsSound)
            return sent.Refused(http, page);
        if (await provider.BeginAsync(http, errand) is not { } address)
        {
            sent.Refuse(Submission.Whole, words[$"Provider.Fault.{ProviderFault.Silent}", provider.Settings!.Name]);
            return sent.Refused(http, page);
        }

        // Some browsers take a redirect, and each that the provider makes of its own, for a part of the form, and our forms go to this house
        // alone (form-action). So the answer is the page again, and the browser goes on from there by itself.
        http.Response.Headers["Refresh"] = $"0; url={address}";
        http.Features.Set(new ProviderOnward(address));
        http.Request.Path = page;
        return new RazorComponentResult<App>();
    }

    private static async Task<IResult> ReturnAsync(
        HttpContext http, IdentityProvider provider, Doorway doorway, UserManager<Account> accounts, WhalepaperDb db, IClock clock)
    {
        var answer = await provider.ReceiveAsync(http);
        if (answer is not { Who: { } who, Errand: { } errand })
            return Tell(http, answer.Fault ?? ProviderFault.Failed, answer.Errand);
        return errand.AccountId is null
            ? await EnterAsync(http, doorway, who, errand)
            : Tell(http, await LinkAsync(http, who, errand, provider.Settings!, accounts, db, clock), errand);
    }

    private static async Task<IResult> EnterAsync(HttpContext http, Doorway doorway, ProviderIdentity who, ProviderErrand errand)
    {
        // Who signed in meanwhile, perhaps at another window, stays who they are.
        if (!http.Actor().IsVisitor)
            return new SeeOther(errand.Return);
        var result = await doorway.ExternalLoginSignInAsync(who.Issuer, who.Subject, isPersistent: true, bypassTwoFactor: false);
        if (result.Succeeded)
            return new SeeOther(errand.Return);
        if (result.RequiresTwoFactor)
            return new SeeOther($"/sign-in/code?return={Uri.EscapeDataString(errand.Return)}");
        if (result.IsLockedOut)
            return Tell(http, ProviderFault.Locked, errand);
        // An address that is a member's proves nothing here: whoever runs a provider can write any address into it.
        await ProviderIntroduction.KeepAsync(http, who);
        return Tell(http, ProviderFault.Unknown, errand);
    }

    /// <returns>What is wrong; null if the account is linked.</returns>
    private static async Task<string?> LinkAsync(
        HttpContext http, ProviderIdentity who, ProviderErrand errand, ProviderSettings provider, UserManager<Account> accounts, WhalepaperDb db, IClock clock)
    {
        // Who went there and who comes back are one, or somebody else signed in at this browser meanwhile.
        if (await accounts.GetUserAsync(http.User) is not { } account || account.Id != errand.AccountId || http.Actor().MemberId != account.MemberId)
            return ProviderFault.Stale;
        if (await accounts.FindByLoginAsync(who.Issuer, who.Subject) is { } owner)
            return owner.Id == account.Id ? null : ProviderFault.Taken;
        if ((await accounts.GetLoginsAsync(account)).Count > 0)
            return ProviderFault.Linked;
        db.Add(new AuditEntry(AuditActs.Link, account.MemberId, account.MemberId, provider.Name, null, ProviderIdentity.Mark(who.Issuer, who.Subject), clock.GetCurrentInstant()));
        try
        {
            var added = await accounts.AddLoginAsync(account, new UserLoginInfo(who.Issuer, who.Subject, who.Label));
            // The framework looks once more itself: whoever came in between is noticed there, or by the database.
            return added.Succeeded ? null : added.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.LoginAlreadyAssociated)) ? ProviderFault.Taken : ProviderFault.Failed;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            return ProviderFault.Taken;
        }
    }

    private static async Task<IResult> UnlinkAsync(
        Submission<NoForm> sent, HttpContext http, IdentityProvider provider, UserManager<Account> accounts, WhalepaperDb db, IClock clock, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        var logins = await accounts.GetLoginsAsync(account);
        if (logins.Count > 0 && !await accounts.HasPasswordAsync(account) && (await accounts.GetPasskeysAsync(account)).Count == 0)
            sent.Refuse(Submission.Whole, words["Provider.LastWay", provider.Settings!.Name]);
        if (!sent.IsSound)
            return sent.Refused(http, Own);
        foreach (var login in logins)
        {
            db.Add(new AuditEntry(AuditActs.Unlink, account.MemberId, account.MemberId, provider.Settings!.Name, ProviderIdentity.Mark(login.LoginProvider, login.ProviderKey), null, clock.GetCurrentInstant()));
            await accounts.RemoveLoginAsync(account, login.LoginProvider, login.ProviderKey);
        }

        return new SeeOther(logins.Count > 0 ? $"{Own}?done=unlinked" : Own);
    }

    // The page where somebody stands tells what came of it; the address of the way back, with what is in it, is left behind.
    private static SeeOther Tell(HttpContext http, string? fault, ProviderErrand? errand)
    {
        if (fault is null)
            return new SeeOther($"{Own}?done=linked");
        if (!http.Actor().IsVisitor)
            return new SeeOther($"{Own}?provider={fault}");
        return new SeeOther($"/sign-in?provider={fault}{(errand is { AccountId: null } ? $"&return={Uri.EscapeDataString(errand.Return)}" : "")}");
    }
}

/// <summary>Going to the provider.</summary>
/// <param name="Return">Where to go on after signing in.</param>
/// <param name="LinkPassword">The password, before the account is linked.</param>
public sealed record ProviderForm([Longest(2000), Unseen] string? Return, [Secret] string? LinkPassword);

/// <summary>That the browser goes on to the provider; a feature of the request.</summary>
/// <param name="Address">Where.</param>
internal sealed record ProviderOnward(string Address);

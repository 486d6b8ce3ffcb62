using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>The second factor: an authenticator's codes, and recovery codes for when it is lost.</summary>
public static class SecondFactorEndpoints
{
    private const int RecoveryCodes = 10;

    /// <summary>Adds the commands.</summary>
    public static void MapSecondFactor(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/me/account/second-factor", Act.KeepOwnAccount, BeginAsync);
        doors.OpenForm("DELETE", "/me/account/second-factor", Act.KeepOwnAccount, EndAsync);
        doors.OpenForm("POST", "/me/account/recovery-codes", Act.KeepOwnAccount, RenewAsync);
    }

    private static async Task<IResult> BeginAsync(Submission<NewFactorForm> sent, HttpContext http, UserManager<Account> accounts, OwnerProof proof, EntryThrottle throttle, Doorway doorway, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        if (account.TwoFactorEnabled)
            return new SeeOther("/me/account");
        var code = new string([.. (sent.Form.Code ?? "").Where(char.IsAsciiDigit)]);
        if (!await throttle.AdmitsOwnerAsync(account.Id))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        else if (!await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, code))
            sent.Refuse("code", words["Code.Wrong"]);
        // It would lock the owner out.
        await proof.RequireUnlessFreshAsync(sent, "current", sent.Form.Current, account, http);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account/second-factor");
        await accounts.SetTwoFactorEnabledAsync(account, enabled: true);
        // Whoever signed in without it does so again.
        await doorway.EndOthersAsync(account.Id, http.Actor().SignInId, http.RequestAborted);
        return await ShowCodesAsync(http, accounts, account);
    }

    private static async Task<IResult> EndAsync(Submission<OwnerForm> sent, HttpContext http, UserManager<Account> accounts, OwnerProof proof)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        await proof.RequireAsync(sent, "current", sent.Form.Current, account, http);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account");
        await accounts.SetTwoFactorEnabledAsync(account, enabled: false);
        await accounts.ResetAuthenticatorKeyAsync(account);
        return new SeeOther("/me/account?done=saved");
    }

    private static async Task<IResult> RenewAsync(Submission<OwnerForm> sent, HttpContext http, UserManager<Account> accounts, OwnerProof proof)
    {
        if (await accounts.GetUserAsync(http.User) is not { TwoFactorEnabled: true } account)
            return new SeeOther("/me/account");
        await proof.RequireAsync(sent, "current", sent.Form.Current, account, http);
        return sent.IsSound ? await ShowCodesAsync(http, accounts, account) : sent.Refused(http, "/me/account");
    }

    // They are shown once, in the answer itself: nothing keeps them readable.
    private static async Task<IResult> ShowCodesAsync(HttpContext http, UserManager<Account> accounts, Account account)
    {
        http.Features.Set(new ShownCodes([.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []]));
        http.Request.Path = "/me/account/second-factor";
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<App>();
    }

    /// <summary>Recovery codes that were made a moment ago.</summary>
    internal sealed record ShownCodes(IReadOnlyList<string> Codes);

    /// <summary>The first code of an authenticator.</summary>
    /// <param name="Code">Six digits.</param>
    /// <param name="Current">The password, unless they signed in a moment ago.</param>
    internal sealed record NewFactorForm([Secret] string? Code, [Secret] string? Current);

    /// <summary>That its owner sits before the browser.</summary>
    /// <param name="Current">The password.</param>
    internal sealed record OwnerForm([Secret] string? Current);
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>Passwords: changed by who knows the old one, or reset by a letter. Either way every other sign-in ends.</summary>
public static class PasswordEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapPasswords(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/password-reset", Act.Enter, AskAsync);
        doors.OpenForm("POST", "/password-reset/{account:int}", Act.Enter, ResetAsync);
        doors.OpenForm("PUT", "/me/account/password", Act.KeepOwnAccount, ChangeAsync);
    }

    private static async Task<IResult> AskAsync(
        Submission<AddressForm> sent, HttpContext http, WhalepaperDb db, UserManager<Account> accounts, Postbox postbox, PublicAddress house, EntryThrottle throttle, Masthead masthead, IStringLocalizer<AccountTexts> words)
    {
        sent.RequireEmail(sent.Form.Email, words);
        if (sent.IsSound && !await throttle.AdmitsAsync(http, EntryPurpose.LetterTo, sent.Form.Email?.Trim()))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        // Every address gets a letter: an answer that came sooner, or a letter that did not come, would tell who has an account.
        var account = await accounts.FindByEmailAsync(sent.Form.Email!.Trim());
        var link = account is null ? house.Of("/join") : house.Of($"/password-reset/{account.Id}?token={Uri.EscapeDataString(await accounts.GeneratePasswordResetTokenAsync(account))}");
        var letter = account is null ? "Letter.Stranger" : "Letter.Reset";
        await postbox.PostAsync(account?.Email ?? sent.Form.Email!.Trim(), words[$"{letter}.Subject", masthead.Name], words[$"{letter}.Text", masthead.Name, link], link, http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return new SeeOther("/password-reset?done=posted");
    }

    private static async Task<IResult> ResetAsync(
        int account, Submission<ResetForm> sent, HttpContext http, WhalepaperDb db, IClock clock, UserManager<Account> accounts, Doorway doorway, EntryThrottle throttle, IStringLocalizer<AccountTexts> words)
    {
        var owner = await accounts.FindByIdAsync(account.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // Only who holds the letter may hear that the password is like the address.
        var holds = owner is not null && await accounts.VerifyUserTokenAsync(owner, accounts.Options.Tokens.PasswordResetTokenProvider, UserManager<Account>.ResetPasswordTokenPurpose, sent.Form.Token ?? "");
        sent.RequirePassword(sent.Form.Password, holds ? owner!.Email : null, words);
        if (sent.IsSound && !await throttle.AdmitsAsync(http))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        if (owner is null || !(await accounts.ResetPasswordAsync(owner, sent.Form.Token ?? "", sent.Form.Password!)).Succeeded)
        {
            sent.Refuse(Submission.Whole, words["Reset.Closed"]);
            return sent.Refused(http);
        }

        await accounts.SetLockoutEndDateAsync(owner, null);
        await doorway.EndOthersAsync(owner.Id, null, http.RequestAborted);
        // Whoever had the password may have made keys with it.
        var now = clock.GetCurrentInstant();
        foreach (var token in await db.ApiTokens.Where(t => t.MemberId == owner.MemberId && t.RevokedAt == null).ToListAsync(http.RequestAborted))
            token.Revoke(now);
        await db.SaveChangesAsync(http.RequestAborted);
        return new SeeOther("/sign-in?done=reset");
    }

    private static async Task<IResult> ChangeAsync(Submission<ChangePasswordForm> sent, HttpContext http, UserManager<Account> accounts, OwnerProof proof, Doorway doorway, IStringLocalizer<AccountTexts> words)
    {
        var account = await accounts.GetUserAsync(http.User);
        if (account is null)
            return TypedResults.Unauthorized();
        sent.RequirePassword(sent.Form.Password, account.Email, words);
        await proof.RequireAsync(sent, "current", sent.Form.Current, account, http);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account");
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, sent.Form.Password!);
        await accounts.UpdateSecurityStampAsync(account);
        await doorway.EndOthersAsync(account.Id, http.Actor().SignInId, http.RequestAborted);
        return new SeeOther("/me/account?done=password");
    }
}

/// <summary>An address.</summary>
/// <param name="Email">The address.</param>
public sealed record AddressForm([Longest(Credentials.LongestAddress)] string? Email);

/// <summary>A new password, by a letter.</summary>
/// <param name="Token">What the letter holds.</param>
/// <param name="Password">The new password.</param>
public sealed record ResetForm([Longest(2000), Secret, Unseen] string? Token, [Secret] string? Password);

/// <summary>A new password, by the old one.</summary>
/// <param name="Current">The old one.</param>
/// <param name="Password">The new one.</param>
public sealed record ChangePasswordForm([Secret] string? Current, [Secret] string? Password);

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>The sign-in as a resource: made by a password, a code or a link; ended by its owner.</summary>
public static class SignInEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapSignIn(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/sign-in", Act.Enter, WithPasswordAsync);
        doors.OpenForm("POST", "/sign-in/code", Act.Enter, WithCodeAsync);
        doors.OpenForm("POST", "/sign-in/links/{key}", Act.Enter, WithLinkAsync);
        doors.OpenForm("DELETE", "/sign-in", Act.KeepOwnAccount, EndAsync);
    }

    private static async Task<IResult> WithPasswordAsync(
        Submission<PasswordForm> sent, HttpContext http, Doorway doorway, UserManager<Account> accounts, EntryThrottle throttle, IStringLocalizer<AccountTexts> words, IStringLocalizer<FormTexts> forms)
    {
        var form = sent.Form;
        if (string.IsNullOrWhiteSpace(form.Email))
            sent.Refuse("email", forms["Form.Missing"]);
        if (string.IsNullOrEmpty(form.Password))
            sent.Refuse("password", forms["Form.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        if (!await throttle.AdmitsAsync(http, EntryPurpose.Password, form.Email!.Trim()))
        {
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
            return sent.Refused(http);
        }

        var account = await accounts.FindByEmailAsync(form.Email!.Trim());
        // Whoever is locked out is not asked for the password at all; the time must not tell.
        var result = account is null || await accounts.IsLockedOutAsync(account)
            ? Pretend(accounts, form.Password!)
            : await doorway.PasswordSignInAsync(account, form.Password!, isPersistent: true, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
            return new SeeOther($"/sign-in/code?return={Uri.EscapeDataString(Back(form.Return))}");
        if (result.Succeeded)
            return new SeeOther(Back(form.Return));
        sent.Refuse(Submission.Whole, words["SignIn.Wrong"]);
        return sent.Refused(http);
    }

    private static async Task<IResult> WithCodeAsync(Submission<CodeForm> sent, HttpContext http, Doorway doorway, EntryThrottle throttle, IStringLocalizer<AccountTexts> words, IStringLocalizer<FormTexts> forms)
    {
        var account = await doorway.GetTwoFactorAuthenticationUserAsync();
        if (account is null)
            return new SeeOther("/sign-in");
        var code = new string([.. (sent.Form.Code ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-')]);
        if (code.Length == 0)
            sent.Refuse("code", forms["Form.Missing"]);
        else if (!await throttle.AdmitsAsync(http, EntryPurpose.Code, account.Id))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        var remember = sent.Form.Remember is "yes";
        // Six digits come from the app; a recovery code is longer and kept on paper.
        var result = code.Length == 6 && code.All(char.IsAsciiDigit)
            ? await doorway.TwoFactorAuthenticatorSignInAsync(code, isPersistent: true, remember)
            : await doorway.TwoFactorRecoveryCodeSignInAsync(sent.Form.Code!.Trim());
        if (result.Succeeded)
            return new SeeOther(Back(sent.Form.Return));
        sent.Refuse("code", words["Code.Wrong"]);
        return sent.Refused(http);
    }

    private static async Task<IResult> WithLinkAsync(string key, HttpContext http, WhalepaperDb db, Doorway doorway, EntryThrottle throttle, IClock clock)
    {
        var hash = SecretKey.Hash(key);
        var now = clock.GetCurrentInstant();
        var link = await throttle.AdmitsAsync(http) ? await db.SignInLinks.SingleOrDefaultAsync(l => l.KeyHash == hash, http.RequestAborted) : null;
        if (link is null || !link.IsOpen(now))
            return Closed(key);
        link.Use(now);
        var account = await db.Accounts.SingleAsync(a => a.Id == link.AccountId, http.RequestAborted);
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            return Closed(key);
        }

        doorway.Way = SignInWay.Link;
        await doorway.SignInAsync(account, isPersistent: true);
        return new SeeOther("/me");
    }

    private static SeeOther Closed(string key) => new($"/sign-in/links/{Uri.EscapeDataString(key)}");

    private static async Task<IResult> EndAsync(Doorway doorway)
    {
        await doorway.SignOutAsync();
        return new SeeOther("/sign-in?done=signed-out");
    }

    // An address without an account, or with a locked one, takes as long to refuse as one with a wrong password.
    private static SignInResult Pretend(UserManager<Account> accounts, string password)
    {
        accounts.PasswordHasher.HashPassword(null!, password);
        return SignInResult.Failed;
    }

    /// <summary>Where to go on after signing in: where somebody wanted to, else to their own page.</summary>
    internal static string Back(string? path) => string.IsNullOrEmpty(path) ? "/me" : ReturnPath.Local(path);
}

/// <summary>Address and password.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="Return">Where to go on.</param>
public sealed record PasswordForm([Longest(Credentials.LongestAddress)] string? Email, [Secret] string? Password, [Longest(2000), Unseen] string? Return);

/// <summary>The second factor.</summary>
/// <param name="Code">Six digits, or a recovery code.</param>
/// <param name="Remember">Whether this browser is asked again within the next weeks: <c>yes</c> if not.</param>
/// <param name="Return">Where to go on.</param>
public sealed record CodeForm([Secret] string? Code, string? Remember, [Longest(2000), Unseen] string? Return);

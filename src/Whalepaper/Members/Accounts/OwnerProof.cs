using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// Whether an account's owner sits before the browser: asked before anything that weakens the account, moves it or ends it. Whoever finds a browser open
/// must not be able to take the account along.
/// </summary>
internal sealed class OwnerProof(WhalepaperDb db, UserManager<Account> accounts, IClock clock, IStringLocalizer<AccountTexts> words)
{
    /// <summary>For how long a sign-in proves the owner of an account that has no password.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(15);

    /// <summary>Refuses who does not know the account's password or, where it has none, did not sign in a moment ago.</summary>
    /// <param name="sent">What they sent.</param>
    /// <param name="field">The field of the password.</param>
    /// <param name="typed">What stands in it.</param>
    /// <param name="account">The account of the signed-in member.</param>
    /// <param name="http">The request.</param>
    public async Task RequireAsync(Submission sent, string field, string? typed, Account account, HttpContext http)
    {
        if (!await accounts.HasPasswordAsync(account))
        {
            var (signIn, since) = (http.Actor().SignInId, clock.GetCurrentInstant() - Fresh);
            if (!await db.SignIns.AnyAsync(s => s.Id == signIn && s.At > since, http.RequestAborted))
                sent.Refuse(Submission.Whole, words["Proof.SignInAgain", Fresh.TotalMinutes]);
            return;
        }

        if (typed is not null && !await accounts.IsLockedOutAsync(account) && await accounts.CheckPasswordAsync(account, typed))
            return;
        await accounts.AccessFailedAsync(account);
        sent.Refuse(field, words["Password.Current.Wrong"]);
    }
}

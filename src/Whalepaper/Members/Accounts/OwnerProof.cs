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
internal sealed class OwnerProof(WhalepaperDb db, UserManager<Account> accounts, EntryThrottle throttle, IClock clock, IStringLocalizer<AccountTexts> words)
{
    /// <summary>For how long a sign-in proves the owner of an account that has no password.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(15);

    /// <summary>Whether the browser signed in a moment ago.</summary>
    public Task<bool> IsFreshAsync(HttpContext http)
    {
        var (signIn, since) = (http.Actor().SignInId, clock.GetCurrentInstant() - Fresh);
        return db.SignIns.AnyAsync(s => s.Id == signIn && s.At > since, http.RequestAborted);
    }

    /// <summary>As <see cref="RequireAsync"/>, but a sign-in of a moment ago is proof enough: for what adds a way in or a lock, and takes nothing away.</summary>
    public async Task RequireUnlessFreshAsync(Submission sent, string field, string? typed, Account account, HttpContext http)
    {
        if (!await IsFreshAsync(http))
            await RequireAsync(sent, field, typed, account, http);
    }

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
            if (!await IsFreshAsync(http))
                sent.Refuse(Submission.Whole, words["Proof.SignInAgain", Fresh.TotalMinutes]);
            return;
        }

        if (!await throttle.AdmitsOwnerAsync(account.Id))
        {
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
            return;
        }

        if (typed is not null && !await accounts.IsLockedOutAsync(account) && await accounts.CheckPasswordAsync(account, typed))
            return;
        await accounts.AccessFailedAsync(account);
        sent.Refuse(field, words["Password.Current.Wrong"]);
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// Another e-mail address: wished for by who proves once more that the account is theirs, and taken once its letter was read. The link
/// works in a browser that is signed in to that account alone: an address mistyped belongs to a stranger, who must not get the account with it.
/// </summary>
public static class AddressEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapAddress(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/me/account/address", Act.KeepOwnAccount, AskAsync);
        doors.OpenForm("DELETE", "/me/account/address", Act.KeepOwnAccount, TakeBackAsync);
        doors.OpenForm("POST", "/me/account/address/{key}", Act.KeepOwnAccount, ChangeAsync);
    }

    private static async Task<IResult> AskAsync(
        Submission<AnotherAddressForm> sent, HttpContext http, WhalepaperDb db, UserManager<Account> accounts, ILookupNormalizer normal, NewMember members, Postbox postbox, PublicAddress house,
        EntryThrottle throttle, OwnerProof proof, IClock clock, Masthead masthead, IStringLocalizer<AccountTexts> words, IStringLocalizer<AddressTexts> texts)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        var now = clock.GetCurrentInstant();
        var email = sent.Form.Email?.Trim() ?? "";
        sent.RequireEmail(email, words);
        if (string.Equals(normal.NormalizeEmail(email), account.NormalizedEmail, StringComparison.Ordinal))
            sent.Refuse("email", texts["Same"]);
        await proof.RequireAsync(sent, "emailPassword", sent.Form.EmailPassword, account, http);
        // By whom it is asked, and to whom it is written: neither many letters to one, nor one each to many.
        if (sent.IsSound && !(await throttle.AdmitsAsync(http, EntryPurpose.LetterBy, account.Id) && await throttle.AdmitsAsync(http, EntryPurpose.LetterTo, email)))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account");

        var key = SecretKey.Make();
        await KeepAsync(db, account.Id, email, key, now, http.RequestAborted);
        // The page says the same, and shows the same, whether the address has an account or not; only its reader is told.
        var known = await members.IsKnownAsync(email, http.RequestAborted);
        var link = house.Of(known ? "/sign-in" : $"/me/account/address/{key}");
        var letter = known ? "Letter.Taken" : "Letter.New";
        await postbox.PostAsync(email, texts[$"{letter}.Subject", masthead.Name], texts[$"{letter}.Text", masthead.Name, link], link, http.RequestAborted);
        await postbox.PostAsync(account.Email!, texts["Letter.Old.Subject", masthead.Name], texts["Letter.Old.Text", masthead.Name], http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return new SeeOther("/me/account?done=address-asked");
    }

    private static async Task<IResult> TakeBackAsync(HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        db.RemoveRange(await db.AddressChanges.Where(c => db.Accounts.Any(a => a.Id == c.AccountId && a.MemberId == me)).ToListAsync(http.RequestAborted));
        await db.SaveChangesAsync(http.RequestAborted);
        return new SeeOther("/me/account?done=address-kept");
    }

    private static async Task<IResult> ChangeAsync(string key, HttpContext http, WhalepaperDb db, UserManager<Account> accounts, ILookupNormalizer normal, NewMember members, Doorway doorway, IClock clock)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        var now = clock.GetCurrentInstant();
        var asked = await db.AddressChangeAsync(key, account.MemberId, now, http.RequestAborted);
        if (asked is null || await members.IsKnownAsync(asked.Email, http.RequestAborted))
            return Page(key);
        account.ReachAt(asked.Email, normal.NormalizeEmail(asked.Email), normal.NormalizeName(asked.Email));
        db.Remove(asked);
        // Neither the old nor the new one: what is written here is never deleted, and an address names somebody.
        db.Add(new AuditEntry(AuditActs.Address, account.MemberId, account.MemberId, null, null, null, now));
        try
        {
            await doorway.EndOthersAsync(account.Id, http.Actor().SignInId, http.RequestAborted);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // The other press was faster, or somebody joined with this address a moment ago.
            return Page(key);
        }

        return new SeeOther("/me/account?done=address");
    }

    /// <summary>The wish that a link belongs to, if it is this member's and still open; else null.</summary>
    internal static async Task<AddressChange?> AddressChangeAsync(this WhalepaperDb db, string key, int? memberId, Instant now, CancellationToken cancellation)
    {
        var hash = SecretKey.Hash(key);
        var asked = await db.AddressChanges.SingleOrDefaultAsync(c => c.KeyHash == hash && db.Accounts.Any(a => a.Id == c.AccountId && a.MemberId == memberId), cancellation);
        return asked?.IsOpen(now) is true ? asked : null;
    }

    private static async Task KeepAsync(WhalepaperDb db, int accountId, string email, string key, Instant now, CancellationToken cancellation)
    {
        // What nobody proved in time is nobody's business any more.
        var dead = now - AddressChange.Lasts;
        await db.AddressChanges.Where(c => c.At <= dead).ExecuteDeleteAsync(cancellation);
        if (await db.AddressChanges.SingleOrDefaultAsync(c => c.AccountId == accountId, cancellation) is { } asked)
            asked.Renew(email, SecretKey.Hash(key), now);
        else
            db.Add(new AddressChange(accountId, email, SecretKey.Hash(key), now));
    }

    private static SeeOther Page(string key) => new($"/me/account/address/{Uri.EscapeDataString(key)}");
}

/// <summary>Another address.</summary>
/// <param name="Email">The address.</param>
/// <param name="EmailPassword">The account's password.</param>
public sealed record AnotherAddressForm([Longest(Credentials.LongestAddress)] string? Email, [Secret] string? EmailPassword);

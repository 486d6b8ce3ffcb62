using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>Passkeys: made by a device, named and removed by their owner, and a way to sign in.</summary>
public static class PasskeyEndpoints
{
    /// <summary>The longest name of a passkey, in UTF-16 units.</summary>
    public const int NameMaximum = 60;

    private const int LongestCredential = 16_000;

    /// <summary>Adds the commands.</summary>
    public static void MapPasskeys(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/sign-in/passkey/challenge", Act.Enter, AskAsync);
        doors.OpenForm("POST", "/sign-in/passkey", Act.Enter, SignInAsync);
        doors.OpenForm("POST", "/me/account/passkeys/challenge", Act.KeepOwnAccount, OfferAsync);
        doors.OpenForm("POST", "/me/account/passkeys", Act.KeepOwnAccount, AddAsync);
        doors.OpenForm("PUT", "/me/account/passkeys/{id}", Act.KeepOwnAccount, RenameAsync);
        doors.OpenForm("DELETE", "/me/account/passkeys/{id}", Act.KeepOwnAccount, RemoveAsync);
    }

    /// <summary>A passkey's id as it stands in addresses.</summary>
    internal static string Address(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    // For nobody in particular: the browser offers what it holds for this house, and the answer tells no account from another.
    private static async Task<IResult> AskAsync(HttpContext http, Doorway doorway, EntryThrottle throttle) =>
        await throttle.AdmitsAsync(http) ? TypedResults.Content(await doorway.MakePasskeyRequestOptionsAsync(null), "application/json") : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> SignInAsync(Submission<PasskeyForm> sent, HttpContext http, Doorway doorway, EntryThrottle throttle, IStringLocalizer<AccountTexts> words)
    {
        doorway.Way = SignInWay.Passkey;
        if (!await throttle.AdmitsAsync(http))
            sent.Refuse(Submission.Whole, words["SignIn.TooOften"]);
        else if (sent.IsSound && !await OpensAsync(doorway, sent.Form.Credential))
            sent.Refuse(Submission.Whole, words["Passkey.Wrong"]);
        return sent.IsSound ? new SeeOther(sent.Form.Return is { Length: > 0 } path ? ReturnPath.Local(path) : "/me") : sent.Refused(http, "/sign-in");
    }

    private static async Task<IResult> OfferAsync(HttpContext http, UserManager<Account> accounts, Doorway doorway)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        var owner = new PasskeyUserEntity { Id = account.Id.ToString(CultureInfo.InvariantCulture), Name = account.Email!, DisplayName = http.Actor().Name };
        return TypedResults.Content(await doorway.MakePasskeyCreationOptionsAsync(owner), "application/json");
    }

    private static async Task<IResult> AddAsync(Submission<NewPasskeyForm> sent, HttpContext http, UserManager<Account> accounts, OwnerProof proof, Doorway doorway, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account)
            return TypedResults.Unauthorized();
        if ((await accounts.GetPasskeysAsync(account)).Count >= AccountSetup.MostPasskeys)
            sent.Refuse(Submission.Whole, words["Passkey.Many", AccountSetup.MostPasskeys]);
        await proof.RequireUnlessFreshAsync(sent, "keyPassword", sent.Form.KeyPassword, account, http);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account");
        var made = await MadeAsync(doorway, sent.Form.Credential);
        // The device answers a challenge that was made for one account; the cookie could be another's by now.
        if (made is not { Succeeded: true } || !string.Equals(made.UserEntity.Id, account.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            sent.Refuse(Submission.Whole, words["Passkey.Failed"]);
            return sent.Refused(http, "/me/account");
        }

        made.Passkey.Name = Named(sent.Form.PasskeyName, words["Passkey.Unnamed"]);
        var added = await accounts.AddOrUpdatePasskeyAsync(account, made.Passkey);
        if (!added.Succeeded)
            sent.Refuse(Submission.Whole, words["Passkey.Failed"]);
        return sent.IsSound ? new SeeOther("/me/account?done=passkey") : sent.Refused(http, "/me/account");
    }

    private static async Task<IResult> RenameAsync(string id, Submission<PasskeyNameForm> sent, HttpContext http, UserManager<Account> accounts, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account || await FindAsync(accounts, account, id) is not { } passkey)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, "/me/account");
        passkey.Name = Named(sent.Form.PasskeyName, passkey.Name ?? words["Passkey.Unnamed"]);
        await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        return new SeeOther("/me/account?done=saved");
    }

    private static async Task<IResult> RemoveAsync(string id, Submission<NoForm> sent, HttpContext http, UserManager<Account> accounts, IStringLocalizer<AccountTexts> words)
    {
        if (await accounts.GetUserAsync(http.User) is not { } account || await FindAsync(accounts, account, id) is not { } passkey)
            return TypedResults.NotFound();
        // Nobody locks themselves out.
        if (!await accounts.HasPasswordAsync(account) && (await accounts.GetPasskeysAsync(account)).Count == 1 && (await accounts.GetLoginsAsync(account)).Count == 0)
        {
            sent.Refuse(Submission.Whole, words["Passkey.LastWay"]);
            return sent.Refused(http, "/me/account");
        }

        await accounts.RemovePasskeyAsync(account, passkey.CredentialId);
        return new SeeOther("/me/account?done=saved");
    }

    private static async Task<bool> OpensAsync(Doorway doorway, string? credential)
    {
        try
        {
            return credential is { Length: > 0 } && (await doorway.PasskeySignInAsync(credential)).Succeeded;
        }
        catch (InvalidOperationException)
        {
            // What the framework says where no challenge waits for an answer: it is older than ten minutes, or there never was one.
            return false;
        }
    }

    private static async Task<PasskeyAttestationResult?> MadeAsync(Doorway doorway, string? credential)
    {
        try
        {
            return credential is { Length: > 0 } ? await doorway.PerformPasskeyAttestationAsync(credential) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<UserPasskeyInfo?> FindAsync(UserManager<Account> accounts, Account account, string id) =>
        (await accounts.GetPasskeysAsync(account)).FirstOrDefault(passkey => string.Equals(Address(passkey), id, StringComparison.Ordinal));

    private static string Named(string? name, string otherwise) => name?.Trim() is { Length: > 0 } given ? given : otherwise;

    /// <summary>What a device answered that holds a passkey.</summary>
    /// <param name="Credential">The credential, as the browser writes it in JSON.</param>
    /// <param name="Return">Where to go on.</param>
    internal sealed record PasskeyForm([Longest(LongestCredential), Secret, Unseen] string? Credential, [Longest(2000), Unseen] string? Return);

    /// <summary>What a device answered that made a passkey.</summary>
    /// <param name="Credential">The credential, as the browser writes it in JSON.</param>
    /// <param name="PasskeyName">What its owner calls it.</param>
    /// <param name="KeyPassword">The account's password, unless they signed in a moment ago.</param>
    internal sealed record NewPasskeyForm([Longest(LongestCredential), Secret, Unseen] string? Credential, [Longest(NameMaximum)] string? PasskeyName, [Secret] string? KeyPassword);

    /// <summary>Another name for a passkey.</summary>
    /// <param name="PasskeyName">What its owner calls it; nothing leaves it as it is.</param>
    internal sealed record PasskeyNameForm([Longest(NameMaximum)] string? PasskeyName);
}

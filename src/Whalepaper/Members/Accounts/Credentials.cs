using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>What is asked of names, addresses and passwords wherever they are typed.</summary>
internal static class Credentials
{
    private const int LongestAddress = 254;
    private const int LongestPassword = 200;
    private const int FewestSigns = 4;

    /// <summary>Refuses a name that cannot stand in the group.</summary>
    public static void RequireName(this Submission sent, string? name, IStringLocalizer<MemberTexts> words)
    {
        if (PersonName.Fault(name) is { } fault)
            sent.Refuse("name", words[fault, PersonName.Maximum]);
    }

    /// <summary>Refuses what is no address.</summary>
    public static void RequireEmail(this Submission sent, string? email, IStringLocalizer<AccountTexts> words)
    {
        var typed = email?.Trim() ?? "";
        if (typed.Length == 0)
            sent.Refuse("email", words["Email.Missing"]);
        else if (typed.Length > LongestAddress || typed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || !MailAddress.TryCreate(typed, out var address) || !string.Equals(address.Address, typed, StringComparison.Ordinal) || !address.Host.Contains('.', StringComparison.Ordinal))
            sent.Refuse("email", words["Email.Wrong"]);
    }

    /// <summary>Refuses a password that is guessed too soon.</summary>
    public static void RequirePassword(this Submission sent, string? password, string? email, IStringLocalizer<AccountTexts> words)
    {
        if (string.IsNullOrEmpty(password))
            sent.Refuse("password", words["Password.Missing", AccountSetup.ShortestPassword]);
        else if (password.EnumerateRunes().Count() < AccountSetup.ShortestPassword || password.Length > LongestPassword)
            sent.Refuse("password", words["Password.Length", AccountSetup.ShortestPassword, LongestPassword]);
        else if (password.Distinct().Count() < FewestSigns || (email is { Length: > 0 } && password.Contains(email.Split('@')[0], StringComparison.OrdinalIgnoreCase) && email.Split('@')[0].Length >= FewestSigns))
            sent.Refuse("password", words["Password.Guessed"]);
    }

    /// <summary>Refuses who does not know the account's password: whoever finds a browser open must not be able to weaken the account behind it.</summary>
    /// <returns>Whether they know it, or there is none.</returns>
    public static async Task<bool> RequireCurrentPasswordAsync(this Submission sent, string field, string? typed, UserManager<Account> accounts, Account account, IStringLocalizer<AccountTexts> words)
    {
        if (!await accounts.HasPasswordAsync(account))
            return true;
        if (!await accounts.IsLockedOutAsync(account) && await accounts.CheckPasswordAsync(account, typed ?? ""))
            return true;
        await accounts.AccessFailedAsync(account);
        sent.Refuse(field, words["Password.Current.Wrong"]);
        return false;
    }
}

using System.Globalization;
using System.Net.Mail;
using Microsoft.Extensions.Localization;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Accounts;

/// <summary>What is asked of names, addresses and passwords wherever they are typed.</summary>
internal static class Credentials
{
    /// <summary>The longest address, in UTF-16 units (RFC 5321 allows 254 octets).</summary>
    public const int LongestAddress = 254;

    /// <summary>The longest password, in UTF-16 units.</summary>
    public const int LongestPassword = 200;

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
        else if (typed.Length > LongestAddress || typed.Any(IsNoPart) || !MailAddress.TryCreate(typed, out var address) || !string.Equals(address.Address, typed, StringComparison.Ordinal) || !address.Host.Contains('.', StringComparison.Ordinal))
            sent.Refuse("email", words["Email.Wrong"]);
    }

    // Signs that are not seen, or turn the direction of writing, make one address look like another to whoever hands letters on.
    private static bool IsNoPart(char sign) => char.IsControl(sign) || char.IsWhiteSpace(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format;

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
}

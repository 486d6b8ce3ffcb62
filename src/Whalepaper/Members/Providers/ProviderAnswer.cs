using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Members.Providers;

/// <summary>For what somebody goes to the provider. It travels along sealed, and comes back with them.</summary>
/// <param name="AccountId">The account to link; null for who wants to sign in.</param>
/// <param name="Return">Where to go on, a path of this house.</param>
internal sealed record ProviderErrand(int? AccountId, string Return)
{
    private const string Account = "account";
    private const string Path = "return";

    /// <summary>As it travels.</summary>
    public AuthenticationProperties Seal()
    {
        // Without an address of its own the framework would note the one that is being asked for.
        var sealing = new AuthenticationProperties { RedirectUri = "/" };
        sealing.Items[Path] = Return;
        if (AccountId is { } id)
            sealing.Items[Account] = id.ToString(CultureInfo.InvariantCulture);
        return sealing;
    }

    /// <summary>As it came back; null if it did not.</summary>
    public static ProviderErrand? Open(AuthenticationProperties? brought) => brought is not null && brought.Items.TryGetValue(Path, out var path)
        ? new ProviderErrand(brought.Items.TryGetValue(Account, out var id) ? int.Parse(id!, CultureInfo.InvariantCulture) : null, ReturnPath.Local(path))
        : null;
}

/// <summary>Who somebody is at the provider.</summary>
/// <param name="Issuer">The provider, as it names itself.</param>
/// <param name="Subject">By what it knows them; never given to anybody else there.</param>
/// <param name="Name">What they are called, if that may stand in the group.</param>
/// <param name="Email">Their address, if the provider knows that it is theirs.</param>
/// <param name="Label">By what they know the account again; for their own eyes.</param>
internal sealed record ProviderIdentity(string Issuer, string Subject, string? Name, string? Email, string? Label)
{
    // OpenID Connect Core 1.0, 2: at most 255 characters of ASCII.
    private const int LongestSubject = 255;

    private const int LongestLabel = 100;
    private const int LongestAddress = 254;

    /// <summary>Reads it from what the provider vouched for; null if it names nobody.</summary>
    public static ProviderIdentity? Read(ClaimsPrincipal? who, string? issuer)
    {
        if (issuer is not { Length: > 0 } || who?.FindFirst("sub")?.Value is not { Length: > 0 and <= LongestSubject } subject || !subject.All(sign => char.IsAscii(sign) && !char.IsControl(sign)))
            return null;
        var (name, email) = (Said(who, "name"), Said(who, "email"));
        var verified = string.Equals(Said(who, "email_verified"), "true", StringComparison.OrdinalIgnoreCase);
        var label = string.Concat((email ?? Said(who, "preferred_username") ?? name ?? "").EnumerateRunes().Take(LongestLabel));
        return new ProviderIdentity(
            issuer, subject, PersonName.Fault(name) is null ? name : null, verified && email is { Length: <= LongestAddress } ? email : null, label.Length > 0 ? label : null);
    }

    /// <summary>Tells one identity from another without telling whose it is: eight hexadecimal digits of a hash.</summary>
    public static string Mark(string issuer, string subject) => SecretKey.Hash($"{issuer} {subject}")[..8];

    private static string? Said(ClaimsPrincipal who, string type)
    {
        var said = string.Concat((who.FindFirst(type)?.Value ?? "").Trim().EnumerateRunes().Where(IsSeen));
        return said.Length > 0 ? said : null;
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

/// <summary>What came back from the provider; a feature of the request.</summary>
/// <param name="Who">Who came back; null if that is not certain.</param>
/// <param name="Errand">For what they went; null if that is not certain.</param>
/// <param name="Fault">What is wrong, a word of <see cref="ProviderFault"/>; null if nothing.</param>
internal sealed record ProviderAnswer(ProviderIdentity? Who, ProviderErrand? Errand, string? Fault)
{
    /// <summary>What went wrong, for the log.</summary>
    public Exception? Failure { get; init; }
}

/// <summary>What can be wrong with a way back from the provider, as words in addresses.</summary>
internal static class ProviderFault
{
    /// <summary>The person or the provider declined.</summary>
    public const string Denied = "denied";

    /// <summary>It was used already, took too long, or began in another browser.</summary>
    public const string Stale = "stale";

    /// <summary>The provider's answer cannot be trusted.</summary>
    public const string Failed = "failed";

    /// <summary>The provider does not answer.</summary>
    public const string Silent = "silent";

    /// <summary>The account rests after too many wrong passwords.</summary>
    public const string Locked = "locked";

    /// <summary>The identity is linked to another account.</summary>
    public const string Taken = "taken";

    /// <summary>The account is linked to another identity.</summary>
    public const string Linked = "linked";

    /// <summary>No account is linked to the identity.</summary>
    public const string Unknown = "unknown";

    /// <summary>All of them but <see cref="Unknown"/>, with which nothing is wrong.</summary>
    public static IReadOnlyList<string> All { get; } = [Denied, Stale, Failed, Silent, Locked, Taken, Linked];
}

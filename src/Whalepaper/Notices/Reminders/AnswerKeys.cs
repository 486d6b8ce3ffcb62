using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Whalepaper.Notices.Reminders;

/// <summary>What the link in a reminder lets its holder do: say yes to one date of one talk, in the name of one presenter.</summary>
/// <param name="Uid">The delivery that carried it.</param>
/// <param name="TalkId">The talk.</param>
/// <param name="MemberId">The presenter.</param>
/// <param name="StartsAt">The date.</param>
public sealed record AnswerRight(string Uid, int TalkId, int MemberId, Instant StartsAt);

/// <summary>Makes and reads the keys in the links of reminders. They say nothing to others, cannot be made without the house's own keys, and are worth nothing once the hour has come.</summary>
public sealed class AnswerKeys(IDataProtectionProvider protection)
{
    // No longer key is ever made.
    private const int Longest = 1000;

    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Notices.Answer.1");

    /// <summary>Makes a key.</summary>
    public string Make(string uid, int talkId, int memberId, Instant startsAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(uid);
        return _seal.Protect(string.Create(CultureInfo.InvariantCulture, $"{uid} {talkId} {memberId} {startsAt.ToUnixTimeMilliseconds()}"));
    }

    /// <summary>Reads a key; null if it is none of ours.</summary>
    public AnswerRight? Read(string? key)
    {
        if (key is null or { Length: > Longest })
            return null;
        try
        {
            return _seal.Unprotect(key).Split(' ') is [var uid, var talk, var member, var at]
                ? new AnswerRight(uid, int.Parse(talk, CultureInfo.InvariantCulture), int.Parse(member, CultureInfo.InvariantCulture), Instant.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture))) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Preferences;

/// <summary>What somebody can stop by a link in a mail.</summary>
/// <param name="MemberId">Who.</param>
/// <param name="Kind">One of <see cref="MessageKinds.All"/>; null for the digest.</param>
/// <param name="Rhythm">The rhythm of the digest; null for a kind.</param>
public sealed record Subscription(int MemberId, string? Kind, DigestRhythm? Rhythm);

/// <summary>Where a mail leads whoever wants no more of its kind.</summary>
/// <param name="Stop">The page that stops it; the key in it is the proof.</param>
/// <param name="All">The page with all choices.</param>
public sealed record StopLinks(string Stop, string All)
{
    /// <summary>Whether programs for mail may call it by themselves: they do so over https alone (RFC 8058, 3.1).</summary>
    public bool IsForPrograms => Stop.StartsWith("https://", StringComparison.Ordinal);
}

/// <summary>
/// Makes and reads the keys of links that stop mail: sealed, so that they say nothing and nobody makes one up, and good for ever, since mail lies
/// about for years. Whoever has one can stop one kind of mail to one member and undo that; nothing else.
/// </summary>
public sealed class Subscriptions(IDataProtectionProvider protection, PublicAddress house)
{
    /// <summary>Where the links lead, before the key.</summary>
    public const string Path = "/unsubscribe/";

    // Ours have some 160 signs; what is much longer need not be looked at.
    private const int Longest = 600;

    private const string DigestWord = "digest-";

    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Notices.Unsubscribe.1");

    /// <summary>Makes the key, fit for an address.</summary>
    public string Close(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return _seal.Protect(string.Create(CultureInfo.InvariantCulture, $"{subscription.MemberId}:{subscription.Kind ?? DigestWord + DigestChoice.WordOf(subscription.Rhythm)}"));
    }

    /// <summary>Reads a key; null if it is none of ours.</summary>
    public Subscription? Open(string key)
    {
        if (key is not { Length: > 0 and <= Longest })
            return null;
        try
        {
            var told = _seal.Unprotect(key).Split(':', 2);
            if (told.Length < 2 || !int.TryParse(told[0], NumberStyles.None, CultureInfo.InvariantCulture, out var member))
                return null;
            if (MessageKinds.All.Contains(told[1], StringComparer.Ordinal))
                return new Subscription(member, told[1], null);
            return told[1].StartsWith(DigestWord, StringComparison.Ordinal) && DigestChoice.Parse(told[1][DigestWord.Length..]) is { } rhythm ? new Subscription(member, null, rhythm) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Where a mail leads whoever wants no more of its kind; null for what nobody can choose, and for those who are no members.</summary>
    public StopLinks? Of(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (delivery.MemberId is not { } member)
            return null;
        var what = MessageKinds.Of(delivery.Kind) is { } kind ? new Subscription(member, kind, null)
            : delivery.Kind is DigestSpan.Kind && DigestSpan.Read(delivery.About) is { } span ? new Subscription(member, null, span.Rhythm)
            : null;
        return what is null ? null : new StopLinks(house.Of(Path + Close(what)), house.Of("/me/notifications"));
    }
}

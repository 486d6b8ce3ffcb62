using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>One browser in which a member is signed in, until they sign out, it is revoked, or it was not used for too long.</summary>
public sealed class SignIn
{
    /// <summary>How long a sign-in lasts that is not used.</summary>
    public static readonly Duration Idle = Duration.FromDays(60);

    /// <summary>The longest description of a browser that is kept, in UTF-16 units.</summary>
    public const int BrowserMaximum = 200;

    private SignIn()
    {
    }

    /// <summary>Records that somebody signed in.</summary>
    /// <param name="accountId">The account's database number.</param>
    /// <param name="keyHash">The hash of the key in the browser's cookie.</param>
    /// <param name="way">How they proved who they are.</param>
    /// <param name="browser">What the browser calls itself.</param>
    /// <param name="network">From where: an IPv4 address, or the network of an IPv6 address.</param>
    /// <param name="at">When.</param>
    public SignIn(int accountId, string keyHash, SignInWay way, string browser, string network, Instant at)
    {
        ArgumentNullException.ThrowIfNull(browser);
        AccountId = accountId;
        KeyHash = keyHash;
        Way = way;
        Browser = browser.Length > BrowserMaximum ? browser[..(char.IsHighSurrogate(browser[BrowserMaximum - 1]) ? BrowserMaximum - 1 : BrowserMaximum)] : browser;
        Network = network;
        At = LastUsedAt = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Whose.</summary>
    public int AccountId { get; private set; }

    /// <summary>The hash of the key in the browser's cookie.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>How they proved who they are.</summary>
    public SignInWay Way { get; private set; }

    /// <summary>What the browser calls itself.</summary>
    public string Browser { get; private set; } = "";

    /// <summary>From where.</summary>
    public string Network { get; private set; } = "";

    /// <summary>When it began.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was used last, to some minutes.</summary>
    public Instant LastUsedAt { get; private set; }

    /// <summary>When it ended; null while it lasts.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Ends it.</summary>
    public void End(Instant at) => EndedAt ??= at;

    /// <summary>Whether it lasts.</summary>
    public bool IsOpen(Instant now) => EndedAt is null && now - LastUsedAt < Idle;
}

/// <summary>How somebody proved who they are.</summary>
public enum SignInWay
{
    /// <summary>By password, with a second factor where one is set up.</summary>
    Password,

    /// <summary>By a passkey.</summary>
    Passkey,

    /// <summary>By a provider of OpenID Connect.</summary>
    Provider,

    /// <summary>By a link that was meant for them alone.</summary>
    Link,
}

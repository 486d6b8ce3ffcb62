using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>What a program may do in a member's name. Each includes the one before; none goes beyond what the member may.</summary>
public enum TokenScope
{
    /// <summary>Read what the member may read.</summary>
    Read = 1,

    /// <summary>Also do what is the member's own: their profile, their claims.</summary>
    Write = 2,

    /// <summary>Also what their role lets them do for the group.</summary>
    Manage = 3,
}

/// <summary>A key by which a program acts in a member's name.</summary>
public sealed class ApiToken
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int NameMaximum = 60;

    /// <summary>How many tokens a member may have at a time.</summary>
    public const int Most = 20;

    private ApiToken()
    {
    }

    /// <summary>Makes a token.</summary>
    /// <param name="memberId">In whose name it acts.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <param name="keyHash">The hash of the key.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="at">When.</param>
    /// <param name="expiresAt">Until when; null for as long as nobody revokes it.</param>
    public ApiToken(int memberId, string name, string keyHash, TokenScope scope, Instant at, Instant? expiresAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        MemberId = memberId;
        Name = name.Trim();
        KeyHash = keyHash;
        Scope = scope;
        At = at;
        ExpiresAt = expiresAt;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>In whose name it acts.</summary>
    public int MemberId { get; private set; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The hash of the key.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>What it may do.</summary>
    public TokenScope Scope { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant At { get; private set; }

    /// <summary>Until when it works; null for as long as nobody revokes it.</summary>
    public Instant? ExpiresAt { get; private set; }

    /// <summary>When it was used last, to some minutes; null if never.</summary>
    public Instant? LastUsedAt { get; private set; }

    /// <summary>When it was revoked; null while it works.</summary>
    public Instant? RevokedAt { get; private set; }

    /// <summary>Whether it works.</summary>
    public bool IsOpen(Instant now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    /// <summary>Revokes it.</summary>
    public void Revoke(Instant now) => RevokedAt ??= now;
}

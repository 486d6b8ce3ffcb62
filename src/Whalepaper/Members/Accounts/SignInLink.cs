using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>A link by which one member signs in once, handed over by whoever runs the machine.</summary>
public sealed class SignInLink
{
    /// <summary>How long it works.</summary>
    public static readonly Duration Lasts = Duration.FromDays(1);

    private SignInLink()
    {
    }

    /// <summary>Makes a link.</summary>
    /// <param name="keyHash">The hash of the key in the link.</param>
    /// <param name="accountId">Whom it signs in.</param>
    /// <param name="at">When.</param>
    public SignInLink(string keyHash, int accountId, Instant at)
    {
        KeyHash = keyHash;
        AccountId = accountId;
        At = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The hash of the key in the link.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>Whom it signs in.</summary>
    public int AccountId { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was used; null until then.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>Counts changes: of two who open it at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it still works.</summary>
    public bool IsOpen(Instant now) => UsedAt is null && now - At < Lasts;

    /// <summary>Uses it, once.</summary>
    /// <exception cref="InvalidOperationException">It was used, or is too old.</exception>
    public void Use(Instant now)
    {
        if (!IsOpen(now))
            throw new InvalidOperationException("This link was used, or is too old.");
        UsedAt = now;
    }
}

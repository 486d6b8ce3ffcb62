using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// A member's wish to sign in by another address, until they prove that its letters reach them. An account has one at a time: a new
/// wish takes the place of the one before, and its link with it. Used or taken back, it is gone.
/// </summary>
public sealed class AddressChange
{
    /// <summary>How long the link in the letter works.</summary>
    public static readonly Duration Lasts = Duration.FromDays(1);

    private AddressChange()
    {
    }

    /// <summary>Wishes for an address.</summary>
    /// <param name="accountId">Whose account.</param>
    /// <param name="email">The address to prove.</param>
    /// <param name="keyHash">The hash of the key in the letter.</param>
    /// <param name="at">When.</param>
    /// <exception cref="ArgumentException">No address, or no key.</exception>
    public AddressChange(int accountId, string email, string keyHash, Instant at)
    {
        AccountId = accountId;
        Renew(email, keyHash, at);
    }

    /// <summary>Whose account.</summary>
    public int AccountId { get; private set; }

    /// <summary>The address to prove.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The hash of the key in the letter.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>When it was wished for.</summary>
    public Instant At { get; private set; }

    /// <summary>When the link stops working.</summary>
    public Instant Until => At + Lasts;

    /// <summary>Counts changes: of two who press at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Wishes for another address in place of this one; the link sent before stops working.</summary>
    /// <exception cref="ArgumentException">No address, or no key.</exception>
    public void Renew(string email, string keyHash, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyHash);
        Email = email;
        KeyHash = keyHash;
        At = at;
    }

    /// <summary>Whether the link still works.</summary>
    public bool IsOpen(Instant now) => now < Until;
}

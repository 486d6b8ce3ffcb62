using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// What somebody filled in to join, until they prove that the address is theirs. Nobody is a member, nor takes an address, by
/// typing it; and the page can say the same to everybody, whether the address has an account or not.
/// </summary>
public sealed class Joining
{
    /// <summary>How long the link in the letter works.</summary>
    public static readonly Duration Lasts = Duration.FromDays(3);

    private Joining()
    {
    }

    /// <summary>Keeps what was filled in.</summary>
    /// <param name="keyHash">The hash of the key in the letter.</param>
    /// <param name="name">What the group will call them.</param>
    /// <param name="email">The address to prove.</param>
    /// <param name="passwordHash">The password, hashed as an account's.</param>
    /// <param name="at">When.</param>
    public Joining(string keyHash, string name, string email, string passwordHash, Instant at)
    {
        KeyHash = keyHash;
        Name = name;
        Email = email;
        PasswordHash = passwordHash;
        At = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The hash of the key in the letter.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>What the group will call them.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The address to prove.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The password, hashed as an account's.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>The tracks to follow, by database number.</summary>
    public List<int> TrackIds { get; private set; } = [];

    /// <summary>The language in which to write to them.</summary>
    public string? Language { get; private set; }

    /// <summary>The tzdb zone in which they live.</summary>
    public string? ZoneId { get; private set; }

    /// <summary>The invitation by which they came; null for those who came by themselves.</summary>
    public int? InvitationId { get; private set; }

    /// <summary>When it was filled in.</summary>
    public Instant At { get; private set; }

    /// <summary>When the link was used; null until then.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>Notes what they wish for.</summary>
    public void Wish(IEnumerable<int> trackIds, string? language, string? zoneId)
    {
        TrackIds = [.. trackIds];
        Language = language;
        ZoneId = zoneId;
    }

    /// <summary>Notes the invitation by which they came.</summary>
    public void ComeBy(Invitation invitation)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        InvitationId = invitation.Id;
    }

    /// <summary>Whether the link still works.</summary>
    public bool IsOpen(Instant now) => UsedAt is null && now - At < Lasts;

    /// <summary>Uses the link, once.</summary>
    /// <exception cref="InvalidOperationException">It was used, or is too old.</exception>
    public void Use(Instant now)
    {
        if (!IsOpen(now))
            throw new InvalidOperationException("This link was used, or is too old.");
        UsedAt = now;
    }
}

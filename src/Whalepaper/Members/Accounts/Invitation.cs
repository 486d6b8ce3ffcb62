using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>A link that gives whoever opens it first a place in the group; the very first makes the organizer.</summary>
public sealed class Invitation
{
    /// <summary>How long it lasts unless said otherwise.</summary>
    public static readonly Duration Usual = Duration.FromDays(7);

    private Invitation()
    {
    }

    /// <summary>Invites.</summary>
    /// <param name="keyHash">The hash of the key in the link.</param>
    /// <param name="standing">Where on the ladder it leads.</param>
    /// <param name="role">The role that goes with it; only with the inner group.</param>
    /// <param name="byId">Who invites; null for the program itself.</param>
    /// <param name="at">When.</param>
    /// <exception cref="ArgumentException">A role without the inner group, or an invitation to be former.</exception>
    public Invitation(string keyHash, Standing standing, Role role, int? byId, Instant at)
    {
        if (standing is Standing.Former || (role is not Role.None && standing is not Standing.Inner))
            throw new ArgumentException($"Nobody is invited as {standing} with the role {role}.", nameof(standing));
        KeyHash = keyHash;
        Standing = standing;
        Role = role;
        ById = byId;
        At = at;
        ExpiresAt = at + Usual;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The hash of the key in the link.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>Where on the ladder it leads.</summary>
    public Standing Standing { get; private set; }

    /// <summary>The role that goes with it.</summary>
    public Role Role { get; private set; }

    /// <summary>Who invites; null for the program itself.</summary>
    public int? ById { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant At { get; private set; }

    /// <summary>Until when it can be used.</summary>
    public Instant ExpiresAt { get; private set; }

    /// <summary>When it was used; null until then.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>Who used it.</summary>
    public int? UsedById { get; private set; }

    /// <summary>When it was taken back; null unless it was.</summary>
    public Instant? RevokedAt { get; private set; }

    /// <summary>Counts changes: of two who open it at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it can be used.</summary>
    public bool IsOpen(Instant now) => UsedAt is null && RevokedAt is null && now < ExpiresAt;

    /// <summary>Lets a member have what it promises. Nobody is moved down by an invitation.</summary>
    /// <exception cref="InvalidOperationException">It was used, taken back, or is too old.</exception>
    public void Accept(Member by, Instant now)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!IsOpen(now))
            throw new InvalidOperationException("This invitation was used, taken back, or is too old.");
        UsedAt = now;
        if (by.Id != 0)
            NoteWho(by);
        if (by.Standing is null or Standing.Former || by.Standing < Standing)
            by.MoveTo(Standing, now);
        if (by.Role < Role)
            by.Appoint(Role);
    }

    /// <summary>Notes who used it, once they have a number.</summary>
    public void NoteWho(Member by)
    {
        ArgumentNullException.ThrowIfNull(by);
        UsedById = by.Id;
    }

    /// <summary>Takes it back.</summary>
    public void Revoke(Instant now) => RevokedAt ??= now;
}

using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// How a member signs in: address, password, second factor, passkeys, logins elsewhere. What the group knows of the person stands
/// in <see cref="Member"/>; nothing of this is ever shown to others. The framework's own columns, so that its sign-in works on them.
/// </summary>
public sealed class Account : IdentityUser<int>
{
    private Account()
    {
    }

    /// <summary>Opens an account for a member whose address is known to be theirs.</summary>
    /// <param name="member">Whose account it is.</param>
    /// <param name="email">The address.</param>
    /// <param name="createdAt">When.</param>
    public Account(Member member, string email, Instant createdAt)
    {
        Member = member;
        UserName = Email = email;
        EmailConfirmed = true;
        LockoutEnabled = true;
        CreatedAt = createdAt;
        SecurityStamp = SecretKey.Make();
    }

    /// <summary>Whose account it is.</summary>
    public int MemberId { get; private set; }

    /// <summary>Whose account it is; null where it was not loaded.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>When it was opened.</summary>
    public Instant CreatedAt { get; private set; }

    /// <summary>Takes another address, known to be its owner's. What was handed out on the strength of the old one, such as a letter for a new password, works no more.</summary>
    /// <param name="email">The address.</param>
    /// <param name="normalizedEmail">The address as the framework looks it up.</param>
    /// <param name="normalizedName">The same as the name under which its owner signs in.</param>
    public void ReachAt(string email, string? normalizedEmail, string? normalizedName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        UserName = Email = email;
        NormalizedEmail = normalizedEmail;
        NormalizedUserName = normalizedName;
        SecurityStamp = SecretKey.Make();
        ConcurrencyStamp = SecretKey.Make();
    }
}

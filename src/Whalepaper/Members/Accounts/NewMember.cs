using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;

namespace Whalepaper.Members.Accounts;

/// <summary>Lets somebody in whose address is known to be theirs: profile, account, and the place that an invitation promises.</summary>
public sealed class NewMember(WhalepaperDb db, ILookupNormalizer normal, IClock clock)
{
    /// <summary>Whether an address has an account already.</summary>
    public Task<bool> IsKnownAsync(string email, CancellationToken cancellation)
    {
        var key = normal.NormalizeEmail(email);
        return db.Accounts.AnyAsync(account => account.NormalizedEmail == key, cancellation);
    }

    /// <summary>Makes profile and account, to be saved with what else goes with it.</summary>
    /// <param name="name">What the group calls them.</param>
    /// <param name="email">The address.</param>
    /// <param name="passwordHash">The password, hashed; null for who signs in otherwise.</param>
    /// <param name="invitation">The invitation by which they come, if any.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<Account> MakeAsync(string name, string email, string? passwordHash, Invitation? invitation, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var member = new Member(name, await HandleAsync(name, cancellation), now);
        member.Join(now);
        var account = new Account(member, email, now)
        {
            NormalizedEmail = normal.NormalizeEmail(email),
            NormalizedUserName = normal.NormalizeName(email),
            PasswordHash = passwordHash,
        };
        db.Add(member);
        db.Add(account);
        invitation?.Accept(member, now);
        // The number of the member is known once it is saved, and everything after stands or falls with it.
        await using var whole = db.Database.CurrentTransaction is null ? await db.BeginWritingAsync(cancellation) : null;
        await db.SaveChangesAsync(cancellation);
        db.Add(new AuditEntry(invitation is null ? AuditActs.Join : AuditActs.Accept, member.Id, member.Id, null, null, Place(member), now));
        invitation?.NoteWho(member);
        await db.SaveChangesAsync(cancellation);
        if (whole is not null)
            await whole.CommitAsync(cancellation);
        return account;
    }

    private static string Place(Member member) => member.Role is Role.None ? $"{member.Standing}" : $"{member.Standing}, {member.Role}";

    private async Task<string> HandleAsync(string name, CancellationToken cancellation)
    {
        var stem = Member.HandleFor(name, _ => false);
        var taken = await db.Members.Where(m => m.Handle.StartsWith(stem)).Select(m => m.Handle).ToListAsync(cancellation);
        return Member.HandleFor(name, handle => taken.Contains(handle, StringComparer.Ordinal));
    }
}

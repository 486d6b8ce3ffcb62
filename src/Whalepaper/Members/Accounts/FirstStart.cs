using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;

namespace Whalepaper.Members.Accounts;

/// <summary>A house without an organizer: a link that makes one is printed at each start, and those printed before stop working; of copies that start in the same moment, those of more than one may.</summary>
public sealed class FirstStart(WhalepaperDb db, IClock clock)
{
    /// <summary>Whether there is no organizer.</summary>
    public async Task<bool> IsWantedAsync(CancellationToken cancellation) =>
        await db.AskPlainlyAsync($"SELECT \"Handle\" FROM \"Members\" WHERE \"Role\" = {Role.Organizer:D} LIMIT 1", cancellation) is [];

    /// <summary>Makes the link's path; null if there is an organizer.</summary>
    public async Task<string?> PathAsync(CancellationToken cancellation)
    {
        if (!await IsWantedAsync(cancellation))
            return null;
        var now = clock.GetCurrentInstant();
        var key = SecretKey.Make();
        var made = new Invitation(SecretKey.Hash(key), Standing.Inner, Role.Organizer, null, now);
        db.Add(made);
        await db.SaveChangesAsync(cancellation);
        // By the database, and only what is older: of copies that start at the same time none stumbles over the other, and the last link made works.
        await db.Invitations.Where(i => i.Id < made.Id && i.ById == null && i.Role == Role.Organizer && i.UsedAt == null && i.RevokedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.RevokedAt, now).SetProperty(i => i.Version, i => i.Version + 1), cancellation);
        return $"/set-up/{key}";
    }

    /// <summary>Makes an invitation for whoever runs the machine, and gives its path.</summary>
    public async Task<string> InviteAsync(Standing standing, Role role, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var key = SecretKey.Make();
        var invitation = new Invitation(SecretKey.Hash(key), standing, role, null, now);
        db.Add(invitation);
        db.Add(new AuditEntry(AuditActs.Invite, null, null, null, null, role is Role.None ? $"{standing}" : $"{standing}, {role}", now));
        await db.SaveChangesAsync(cancellation);
        return $"/invitations/{key}";
    }
}

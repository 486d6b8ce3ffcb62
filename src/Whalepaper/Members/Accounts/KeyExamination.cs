using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Members.Accounts;

/// <summary>Keys end with those who hold them, and what can no longer be used is not kept for ever: it holds addresses and hashes of passwords.</summary>
internal sealed class KeyExamination(WhalepaperDb db, IClock clock) : IExamination
{
    /// <summary>How long a key may lie about after it stopped working, before it counts as left behind.</summary>
    public static readonly Duration Grace = Duration.FromDays(7);

    private IQueryable<ApiToken> OrphanTokens => db.ApiTokens.Where(t => t.RevokedAt == null && db.Members.Any(m => m.Id == t.MemberId && m.LeftAt != null));

    private IQueryable<CalendarKey> OrphanCalendars => db.CalendarKeys.Where(k => db.Members.Any(m => m.Id == k.MemberId && m.LeftAt != null));

    private IQueryable<SignIn> OrphanSignIns => db.SignIns.Where(s => s.EndedAt == null && db.Accounts.Any(a => a.Id == s.AccountId && a.Member.LeftAt != null));

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var (tokens, calendars, signIns) = (await OrphanTokens.CountAsync(cancellation), await OrphanCalendars.CountAsync(cancellation), await OrphanSignIns.CountAsync(cancellation));
        if (tokens + calendars + signIns > 0)
            findings.Add(new(Severity.Broken, $"{tokens} tokens, {calendars} calendars and {signIns} sign-ins of people who left still work.", "End them.", EndAsync));
        var left = await LeftBehind().CountAsync(cancellation);
        if (left > 0)
            findings.Add(new(Severity.Warning, $"{left} links that no longer work were left behind: to sign in, to join, to invite, to change an address.", "Delete them.", CleanAsync));
        return findings.Count > 0 ? findings : [new(Severity.Fine, "No key outlived its purpose.")];
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var token in await OrphanTokens.ToListAsync(cancellation))
            token.Revoke(now);
        foreach (var signIn in await OrphanSignIns.ToListAsync(cancellation))
            signIn.End(now);
        db.RemoveRange(await OrphanCalendars.ToListAsync(cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    private async Task CleanAsync(CancellationToken cancellation)
    {
        var left = LeftBehind();
        await using var whole = await db.BeginWritingAsync(cancellation);
        await left.Links.ExecuteDeleteAsync(cancellation);
        await left.Changes.ExecuteDeleteAsync(cancellation);
        await left.Joinings.ExecuteDeleteAsync(cancellation);
        await left.Invitations.ExecuteDeleteAsync(cancellation);
        await whole.CommitAsync(cancellation);
    }

    private Leftovers LeftBehind()
    {
        var since = clock.GetCurrentInstant() - Grace;
        var (links, changes, joinings) = (since - SignInLink.Lasts, since - AddressChange.Lasts, since - Joining.Lasts);
        return new(
            db.SignInLinks.Where(l => l.At < links || l.UsedAt < since),
            db.AddressChanges.Where(c => c.At < changes),
            db.Joinings.Where(j => j.At < joinings || j.UsedAt < since),
            // Who invited whom stays known. An invitation that somebody filled in a form by goes with or after that form.
            db.Invitations.Where(i => i.UsedAt == null && (i.ExpiresAt < since || i.RevokedAt < since) && !db.Joinings.Any(j => j.InvitationId == i.Id && j.At >= joinings && (j.UsedAt == null || j.UsedAt >= since))));
    }

    private sealed record Leftovers(IQueryable<SignInLink> Links, IQueryable<AddressChange> Changes, IQueryable<Joining> Joinings, IQueryable<Invitation> Invitations)
    {
        public async Task<int> CountAsync(CancellationToken cancellation) =>
            await Links.CountAsync(cancellation) + await Changes.CountAsync(cancellation) + await Joinings.CountAsync(cancellation) + await Invitations.CountAsync(cancellation);
    }
}

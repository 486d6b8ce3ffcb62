using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices.Deliveries;

/// <summary>Somebody whom mail does not reach.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="At">Since when.</param>
public sealed record UnreachablePerson(string Name, string Handle, Instant At);

/// <summary>The accounts' addresses that refused what was sent there. Others are not written down: nobody could say that they can be reached again.</summary>
public sealed class AddressPauses(WhalepaperDb db, IClock clock)
{
    private const int MostShown = 200;

    /// <summary>The pause of an address; null if it is none.</summary>
    public Task<PausedAddress?> FindAsync(string? address, CancellationToken cancellation)
    {
        var key = Recipient.KeyOf(address ?? "");
        return db.PausedAddresses.SingleOrDefaultAsync(p => p.Address == key, cancellation);
    }

    /// <summary>Notes that an address was refused for good, if it is an account's.</summary>
    public async Task BeginAsync(string address, string why, CancellationToken cancellation)
    {
        var key = Recipient.KeyOf(address);
        if (!await db.Accounts.AnyAsync(a => a.NormalizedEmail == key, cancellation))
            return;
        var pause = await FindAsync(address, cancellation);
        if (pause is null)
            db.Add(pause = new PausedAddress(address, why, clock.GetCurrentInstant()));
        else
            pause.Repeat(why, clock.GetCurrentInstant());
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // Another copy noted the same.
            db.Entry(pause).State = EntityState.Detached;
        }
    }

    /// <summary>Whom mail does not reach, the latest first.</summary>
    public Task<List<UnreachablePerson>> UnreachableAsync(CancellationToken cancellation) => (
        from pause in db.PausedAddresses
        join account in db.Accounts on pause.Address equals account.NormalizedEmail
        join member in db.Members on account.MemberId equals member.Id
        where member.LeftAt == null
        orderby pause.At descending, member.Id
        select new UnreachablePerson(member.Name, member.Handle, pause.At)).Take(MostShown).ToListAsync(cancellation);

    /// <summary>Lifts a pause, with the next save; what was given up for it in the last days is tried again.</summary>
    public async Task EndAsync(PausedAddress pause, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pause);
        var now = clock.GetCurrentInstant();
        var since = now - Delivery.WordsKept;
        db.Remove(pause);
        var stranded = await db.Deliveries
            .Where(d => d.Channel == ChannelNames.Mail && d.State == DeliveryState.Dead && d.EndedAt > since && (d.Until == null || d.Until > now) && db.Accounts.Any(a => a.MemberId == d.MemberId && a.NormalizedEmail == pause.Address))
            .ToListAsync(cancellation);
        foreach (var delivery in stranded.Where(d => d.CanRetry))
            delivery.Retry(now);
    }
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Preferences;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <summary>Finds out who will read a delivery, and puts it into words.</summary>
internal sealed class DeliveryWording(WhalepaperDb db, IEnumerable<IDeliveryContent> contents, LetterSeal seal, IMastheadSource mastheads, MessagePreferences preferences)
{
    /// <summary>Who will read it, as things stand now; null if the member is gone.</summary>
    public async Task<Reader?> ReaderOfAsync(Delivery delivery, CancellationToken cancellation)
    {
        var group = await mastheads.ReadAsync(cancellation);
        if (delivery.MemberId is not { } id)
            return new Reader(null, "", delivery.Address, group.Language, group.Zone);
        var member = await db.Members.Where(m => m.Id == id && m.LeftAt == null)
            .Select(m => new { m.Name, m.Language, m.ZoneId, Email = db.Accounts.Where(a => a.MemberId == m.Id).Select(a => a.Email).FirstOrDefault() }).SingleOrDefaultAsync(cancellation);
        return member is null ? null : new Reader(
            id, member.Name, member.Email, Language.Parse(member.Language) ?? group.Language,
            member.ZoneId is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } known ? known : group.Zone);
    }

    /// <summary>Puts it into words.</summary>
    /// <returns>The words, or why there are none.</returns>
    public async Task<(Message? Message, Outcome? Fault)> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.Kind is Delivery.Letter)
            return seal.Open(delivery.SealedWords ?? "") is { } letter ? (letter, null) : (null, new Outcome(Fate.Refused, "Its words cannot be read any more: the key that sealed them is gone."));
        if (contents.FirstOrDefault(content => string.Equals(content.Kind, delivery.Kind, StringComparison.Ordinal)) is not { } kind)
            return (null, new Outcome(Fate.Later, $"Nothing here puts '{delivery.Kind}' into words."));
        if (!await IsWantedAsync(delivery, reader, cancellation))
            return (null, new Outcome(Fate.Pointless, "They do not want this by mail any more."));
        return await kind.WriteAsync(delivery, reader, cancellation) is { } message ? (message, null) : (null, new Outcome(Fate.Pointless, "There was nothing to say any more."));
    }

    // What was wanted when it was written down may have been switched off since.
    private async Task<bool> IsWantedAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.Channel is not ChannelNames.Mail || reader is not { MemberId: { } member, Address: not null } || MessageKinds.Of(delivery.Kind) is not { } kind)
            return true;
        return (await preferences.WantedAsync(kind, [member], null, cancellation))[member].Mail;
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Board;

/// <summary>Puts a notice into words, as it stands when it is sent: nothing if it was taken back, or is not for its reader any more.</summary>
internal sealed class NoticeContent(WhalepaperDb db, PublicAddress house, IStringLocalizer<NoticeBoardTexts> words) : IDeliveryContent
{
    public string Kind => NoticeRound.Kind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await db.Notices.AsNoTracking().Include(n => n.People).SingleOrDefaultAsync(n => n.Id == id && n.State == NoticeState.Published, cancellation) is not { } notice)
            return null;
        if (reader.MemberId is { } member && !await db.AudienceOf(notice.Audience, notice.PublishedAt!.Value).AnyAsync(m => m.Id == member, cancellation))
            return null;
        return new Message(Message.Line(notice.Title), ProseText.Of(notice.Text, Lead), house.Of($"/notices/{id}"), words["Message.Act"], notice.Text);
    }

    /// <summary>Where an address of a notice leads: a web or mail address as it stands; others are no links.</summary>
    public static string? Lead(string? address) => SafeLink.Resolve(address, null);
}

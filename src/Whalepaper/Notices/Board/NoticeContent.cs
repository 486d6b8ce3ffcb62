using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Board;

/// <summary>Puts a notice into words, as it stands when its batch is sent: nothing if it was taken back, or is not for its reader any more.</summary>
internal sealed class NoticeContent(WhalepaperDb db, PublicAddress house, IStringLocalizer<NoticeBoardTexts> words) : IDeliveryContent
{
    private readonly Dictionary<int, Read> _read = [];

    public string Kind => NoticeRound.Kind;

    public async Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation)
    {
        _read.Clear();
        var about = batch.Where(delivery => NumberOf(delivery) is not null).ToLookup(delivery => NumberOf(delivery)!.Value, delivery => delivery.MemberId);
        var ids = about.Select(of => of.Key).ToArray();
        foreach (var notice in await db.Notices.AsNoTracking().Include(n => n.People).Where(n => EF.Parameter(ids).Contains(n.Id) && n.State == NoticeState.Published).ToListAsync(cancellation))
        {
            int[] members = [.. about[notice.Id].OfType<int>()];
            var still = await db.AudienceOf(notice.Audience, notice.PublishedAt!.Value).Where(m => EF.Parameter(members).Contains(m.Id)).Select(m => m.Id).ToListAsync(cancellation);
            _read[notice.Id] = new Read(notice.Title, notice.Text, ProseText.Of(notice.Text, Lead), [.. still]);
        }
    }

    public Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation) => Task.FromResult(
        NumberOf(delivery) is not { } id || !_read.TryGetValue(id, out var notice) || (reader.MemberId is { } member && !notice.Audience.Contains(member))
            ? null
            : new Message(Message.Line(notice.Title), notice.Plain, house.Of($"/notices/{id}"), words["Message.Act"], notice.Text));

    /// <summary>Where an address of a notice leads: a web or mail address as it stands; others are no links.</summary>
    public static string? Lead(string? address) => SafeLink.Resolve(address, null);

    private static int? NumberOf(Delivery delivery) => int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A notice as it stood when its batch was begun, and who of the batch it is for.</summary>
    private sealed record Read(string Title, string Text, string Plain, HashSet<int> Audience);
}

using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Bench;

internal sealed partial class LivingGroup
{
    private const int Stretch = 5_000;

    /// <summary>Takes so many members in that they do not fit into memory at once.</summary>
    public async Task FillAsync(int count, CancellationToken cancellation)
    {
        for (var taken = 0; taken < count; taken += Stretch)
        {
            for (var n = taken; n < Math.Min(count, taken + Stretch); n++)
            {
                var member = new Member($"Reader {n}", $"reader-{n}", _now);
                member.Join(_now);
                member.MoveTo(Standing.Open, _now);
                var address = $"reader-{n}@people.example";
                _db.Add(member);
                _db.Add(new Account(member, address, _now) { NormalizedEmail = address.ToUpperInvariant(), NormalizedUserName = address.ToUpperInvariant() });
            }

            await _db.SaveChangesAsync(cancellation);
            _db.ChangeTracker.Clear();
        }
    }

    /// <summary>Sends everybody in the open group a notice, in their inbox and by mail.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> AnnounceAsync(CancellationToken cancellation)
    {
        var now = _clock.GetCurrentInstant();
        var writer = await _db.Members.OrderBy(member => member.Id).Select(member => member.Id).FirstAsync(cancellation);
        var notice = new GroupNotice(
            "The plan of the next weeks", "The plan is out: **six papers**, six evenings.\n\nWhoever wants to swap, [say so](https://papers.example/swap) before Friday.",
            new Audience(AudienceStandings.Open, null, null, []), new NoticeWay(ByMail: true, InChats: false, IsPublic: false, At: null), writer, now);
        notice.Send(writer, needsReview: false, now);
        _db.Add(notice);
        _db.Add(new NoticeTelling(notice));
        await _db.SaveChangesAsync(cancellation);
        _db.ChangeTracker.Clear();
        return notice.Id;
    }

    /// <summary>Whether everybody is written down who is to be told.</summary>
    public Task<bool> IsToldAsync(int notice, CancellationToken cancellation) => _db.NoticeTellings.AnyAsync(telling => telling.NoticeId == notice && telling.DoneAt != null, cancellation);

    /// <summary>How many deliveries of a channel wait.</summary>
    public Task<int> WaitingAsync(string channel, CancellationToken cancellation) =>
        _db.Deliveries.CountAsync(delivery => delivery.State == DeliveryState.Waiting && delivery.Channel == channel, cancellation);
}

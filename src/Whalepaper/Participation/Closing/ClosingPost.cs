using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;

namespace Whalepaper.Participation.Closing;

/// <summary>Writes down what is to be told of a closing, in the transaction of what causes it.</summary>
internal static class ClosingPost
{
    /// <summary>What those are told about whom it is decided. It comes in any case: nobody misses it because of a choice that they made about other messages.</summary>
    public const string Kind = "closing";

    /// <summary>What the committee is told.</summary>
    public const string DeskKind = "closing-desk";

    private static readonly Duration lasts = Duration.FromDays(30);

    /// <summary>Tells some members of their cases, with the next save.</summary>
    /// <param name="db">The data.</param>
    /// <param name="word">What happened: <c>listed</c>, <c>decided</c>, <c>undone</c> or <c>off</c>.</param>
    /// <param name="cases">Their cases; some hundred.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task TellAsync(this WhalepaperDb db, string word, IReadOnlyCollection<ClosingCase> cases, Instant now, CancellationToken cancellation)
    {
        var ways = await new MessagePreferences(db).WantedAsync(Kind, [.. cases.Select(c => c.MemberId)], null, cancellation);
        foreach (var one in cases)
            Put(db, Kind, Said($"closing:{one.ClosingId}:{word}"), Said($"{word}:{one.Id}"), one.MemberId, ways[one.MemberId], now);
    }

    /// <summary>Tells the committee that somebody objects, with the next save; each of them once, however often it is written anew.</summary>
    public static async Task TellDeskAsync(this WhalepaperDb db, ClosingCase one, Instant now, CancellationToken cancellation)
    {
        var (occasion, who) = (Said($"closing:{one.ClosingId}:objection:{one.Id}"), one.MemberId);
        var committee = await db.Members.Where(m => m.Role != Role.None && m.LeftAt == null && m.Id != who).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
        var ways = await new MessagePreferences(db).WantedAsync(DeskKind, committee, null, cancellation);
        foreach (var member in committee)
            Put(db, DeskKind, occasion, Said($"objection:{one.Id}"), member, ways[member], now);
    }

    private static void Put(WhalepaperDb db, string kind, string occasion, string about, int member, Wanted wanted, Instant now)
    {
        if (wanted.Inbox)
            db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Inbox, kind, about, now, now + lasts, now));
        if (wanted.Mail)
            db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Mail, kind, about, now, now + lasts, now));
    }

    private static string Said(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}

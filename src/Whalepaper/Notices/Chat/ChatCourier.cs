using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Chat.Dialects;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat;

/// <summary>Carries messages into chats, each in its service's own tongue and at its pace.</summary>
internal sealed class ChatCourier(WhalepaperDb db, ChannelSeal seal, OutgoingRequests requests, ChatPace pace, IClock clock) : ICourier
{
    // Shorter parts of an address stand in other words too.
    private const int LongEnough = 6;

    private const int LongWord = 16;

    private static readonly Duration whileClosed = Duration.FromMinutes(1);

    private readonly Dictionary<string, Channel?> _known = new(StringComparer.Ordinal);

    public Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation) =>
        Task.FromResult(new Carriage((_, limit) => CarryAsync(delivery, message, limit)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Outcome> CarryAsync(Delivery delivery, Message message, CancellationToken cancellation)
    {
        if (await FindAsync(delivery.Channel, cancellation) is not { } channel)
            return new Outcome(Fate.Pointless, "The chat is not there any more.");
        // It was closed while this was already in hand.
        if (channel.PausedAt is not null || seal.Open(channel) is not { } target)
            return new Outcome(Fate.NotYet, "The chat is paused.", whileClosed);
        var dialect = ChatDialect.Of(channel.Kind);
        if (pace.Ask(channel.Id, dialect.Limits) is { } wait)
            return new Outcome(Fate.NotYet, "Others go first: its service takes only so many at once.", wait);
        var outcome = await SendAsync(dialect, target, message, cancellation);
        if (outcome.Rest is { } rest)
            pace.Rest(channel.Id, rest);
        return outcome with { Told = Discreet(outcome.Told, target) };
    }

    private async Task<Outcome> SendAsync(ChatDialect dialect, ChatTarget target, Message message, CancellationToken cancellation)
    {
        try
        {
            return dialect.Judge(await requests.SendAsync(dialect.Write(target, message, clock.GetCurrentInstant()), cancellation));
        }
        catch (OutgoingException failure)
        {
            // Where nobody answers, nobody answers the next one either.
            return new Outcome(failure.MayPass ? Fate.Away : Fate.Refused, failure.Message);
        }
    }

    private async Task<Channel?> FindAsync(string name, CancellationToken cancellation)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        var found = int.TryParse(name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellation)
            : null;
        return _known[name] = found;
    }

    // What a service says is shown, and some say the address that they were called by. Our own words come first, and name none.
    private static string Discreet(string told, ChatTarget target)
    {
        var from = told.IndexOf('(', StringComparison.Ordinal);
        if (from < 0)
            return told;
        var said = told[from..];
        var parts = target.Address.AbsolutePath.Split('/').Concat(target.Address.Query.Split('?', '&', '=')).Where(IsSecret).Append(target.Secret ?? "").Where(part => part.Length > 0);
        foreach (var part in parts.SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }).OrderByDescending(part => part.Length))
            said = said.Replace(part, "…", StringComparison.OrdinalIgnoreCase);
        return told[..from] + said;
    }

    // The words of an address are the same for everybody.
    private static bool IsSecret(string part) => part.Length >= LongEnough && (part.Length >= LongWord || part.Any(char.IsAsciiDigit));
}

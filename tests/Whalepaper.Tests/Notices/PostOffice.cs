using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Tests.Notices;

/// <summary>A channel of the tests, <c>chat:1</c>, and the words of a kind of theirs, <c>test</c>; shared by all rounds of a house.</summary>
internal sealed class PostOffice
{
    public const string Kind = "test";

    public static readonly string Channel = ChannelNames.ChatOf(1);

    private readonly ConcurrentDictionary<string, byte> _inHand = new(StringComparer.Ordinal);

    /// <summary>What was carried, in order.</summary>
    public ConcurrentQueue<(string Uid, string About, string Language)> Carried { get; } = [];

    /// <summary>How often two had the same in hand at once.</summary>
    public int Clashes { get; private set; }

    /// <summary>What becomes of a delivery.</summary>
    public Func<Delivery, Task<Outcome>> Fate { get; set; } = _ => Task.FromResult(new Outcome(Whalepaper.Notices.Deliveries.Fate.Taken, "taken"));

    /// <summary>What a delivery says; null for nothing any more.</summary>
    public Func<Delivery, Message?> Words { get; set; } = delivery => new Message($"About {delivery.About}", "Text", "");

    /// <summary>What somebody does who goes alone, with what the round has to do meanwhile; null where nobody goes alone.</summary>
    public Func<Delivery, Meanwhile, Task>? Alone { get; set; }

    /// <summary>What is read for a batch in advance.</summary>
    public Func<Task> Expects { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether the channel is closed.</summary>
    public bool IsClosed { get; set; }

    public void Open(WebApplicationBuilder builder)
    {
        // The house has a way into chats too, and the first of a kind is taken.
        builder.Services.Remove(builder.Services.Single(one => one.ImplementationType == typeof(Whalepaper.Notices.Chat.ChatChannel)));
        builder.Services.AddScoped<IChannel>(_ => new Way(this));
        builder.Services.AddScoped<IDeliveryContent>(_ => new Content(this));
    }

    /// <summary>Posts deliveries to everybody, all due now.</summary>
    public static Task<List<int>> PostAsync(TestSite site, int count, Recipient? to = null, Duration? lasts = null, string? channel = null) => site.WithAsync(async db =>
    {
        var now = site.Clock.GetCurrentInstant();
        var posted = Enumerable.Range(0, count).Select(n => Delivery.Of($"test:{Guid.NewGuid():N}", to ?? Recipient.Everybody, channel ?? Channel, Kind, $"{n}", now, now + lasts, now)).ToList();
        db.AddRange(posted);
        await db.SaveChangesAsync();
        return posted.ConvertAll(d => d.Id);
    });

    /// <summary>A delivery as it stands.</summary>
    public static Task<Delivery> FindAsync(TestSite site, int id) => site.WithAsync(db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id));

    /// <summary>How many deliveries there are in each state.</summary>
    public static Task<Dictionary<DeliveryState, int>> CountAsync(TestSite site) =>
        site.WithAsync(db => db.Deliveries.GroupBy(d => d.State).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count));

    private sealed class Way(PostOffice office) : IChannel, ICourier
    {
        public string Kind => "chat";

        public Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>(office.IsClosed ? [Channel] : []);

        public ICourier Begin() => this;

        public Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation) => Task.FromResult(new Carriage((meanwhile, _) => CarryAsync(delivery, reader, meanwhile)) { GoesAlone = office.Alone is not null });

        private async Task<Outcome> CarryAsync(Delivery delivery, Reader reader, Meanwhile meanwhile)
        {
            if (office.Alone is { } alone)
                await alone(delivery, meanwhile);
            if (!office._inHand.TryAdd(delivery.Uid, 0))
                office.Clashes++;
            await Task.Yield();
            var outcome = await office.Fate(delivery);
            if (outcome.Fate is Whalepaper.Notices.Deliveries.Fate.Taken)
                office.Carried.Enqueue((delivery.Uid, delivery.About!, reader.Language.Tag));
            office._inHand.TryRemove(delivery.Uid, out byte _);
            return outcome;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Content(PostOffice office) : IDeliveryContent
    {
        public string Kind => PostOffice.Kind;

        public Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation) => office.Expects();

        public Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation) => Task.FromResult(office.Words(delivery));
    }
}

using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Inbox;

/// <summary>The way into members' own inboxes. It leads nowhere outside: what lies there, and that it was delivered, are saved as one.</summary>
internal sealed class InboxChannel(WhalepaperDb db, IClock clock) : IChannel, ICourier
{
    public string Kind => ChannelNames.Inbox;

    public bool IsWithin => true;

    public Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public ICourier Begin() => this;

    public Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation) => Task.FromResult(reader.MemberId is not { } member
        ? Carriage.Ended(new Outcome(Fate.Refused, "Only members have an inbox."))
        : new Carriage((_, _) =>
        {
            db.Add(new InboxItem(member, delivery.Uid, delivery.Kind, message, clock.GetCurrentInstant()));
            return Task.FromResult(new Outcome(Fate.Taken, "It lies in the inbox."));
        }));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using NodaTime;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Puts deliveries of one kind into words, when they are sent. A room registers one, scoped, for each kind that it causes; what it reads, it reads as
/// it stands by then.
/// </summary>
public interface IDeliveryContent
{
    /// <summary>The kind: see <see cref="Delivery.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Reads at once what a batch will need, where single questions would be many. Nothing by default.</summary>
    Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Puts a delivery into words. The culture is the reader's; changes nothing in the database.</summary>
    /// <returns>The words; null if there is nothing to say any more, and the delivery is dropped.</returns>
    Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation);
}

/// <summary>Who will read it.</summary>
/// <param name="MemberId">The member's database number; null for others.</param>
/// <param name="Name">What the group calls them; empty for others.</param>
/// <param name="Address">Where their mail goes; null where it goes nowhere.</param>
/// <param name="Language">The language in which to write.</param>
/// <param name="Zone">The zone in which to tell times.</param>
/// <param name="Paused">Why their address is paused; null if it is not.</param>
public sealed record Reader(int? MemberId, string Name, string? Address, Language Language, DateTimeZone Zone, string? Paused = null);

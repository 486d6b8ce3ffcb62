using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Posts something into the group's chats that want its kind. Where there is none in the container, the group has no chats. What it adds to the
/// database of its scope is saved, or undone, together with what its caller saves.
/// </summary>
public interface IChatPosts
{
    /// <summary>Posts it, once an occasion and chat, however often it is called.</summary>
    /// <param name="kind">What sort of thing it is, by which chats choose what they want: <c>notice</c>, <c>talk</c>.</param>
    /// <param name="trackId">The track that it concerns; null for all.</param>
    /// <param name="occasion">What causes it: see <see cref="Delivery.Occasion"/>.</param>
    /// <param name="contentKind">What puts it into words: see <see cref="IDeliveryContent.Kind"/>.</param>
    /// <param name="about">What it is about: see <see cref="Delivery.About"/>.</param>
    /// <param name="due">When it is to be posted.</param>
    /// <param name="until">When it becomes pointless; null if never.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task PostAsync(string kind, int? trackId, string occasion, string contentKind, string about, Instant due, Instant? until, CancellationToken cancellation);
}

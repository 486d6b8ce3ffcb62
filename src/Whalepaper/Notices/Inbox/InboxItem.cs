using NodaTime;

namespace Whalepaper.Notices.Inbox;

/// <summary>What lies in a member's inbox: a message in the words in which it was delivered.</summary>
public sealed class InboxItem
{
    /// <summary>How long it lies there, read or not.</summary>
    public static readonly Duration Kept = Duration.FromDays(90);

    private InboxItem()
    {
    }

    /// <summary>Lays a message down.</summary>
    /// <param name="memberId">In whose inbox.</param>
    /// <param name="uid">The delivery by which it comes: see <see cref="Deliveries.Delivery.Uid"/>.</param>
    /// <param name="kind">What it is about: see <see cref="Deliveries.Delivery.Kind"/>.</param>
    /// <param name="message">The words.</param>
    /// <param name="at">When.</param>
    public InboxItem(int memberId, string uid, string kind, Deliveries.Message message, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(uid);
        ArgumentNullException.ThrowIfNull(message);
        (MemberId, Uid, Kind, At) = (memberId, uid, kind, at);
        (Subject, Text, Link, Act) = (message.Subject, message.Text, message.Link, message.Act);
    }

    /// <summary>The database's number: later ones have higher ones.</summary>
    public int Id { get; private set; }

    /// <summary>In whose inbox it lies.</summary>
    public int MemberId { get; private set; }

    /// <summary>The delivery by which it came.</summary>
    public string Uid { get; private set; } = "";

    /// <summary>What it is about.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>One line.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Plain text; an empty line parts paragraphs.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where it leads; empty where it only tells something.</summary>
    public string Link { get; private set; } = "";

    /// <summary>What one does there; null where the address itself is shown.</summary>
    public string? Act { get; private set; }

    /// <summary>When it came.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was read; null until then.</summary>
    public Instant? ReadAt { get; private set; }

    /// <summary>Notes that it was read; when it was read first stays.</summary>
    public void Read(Instant now) => ReadAt ??= now;
}

using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// One message to one recipient on one channel. It is written in the same transaction as what causes it, so that neither is there without the
/// other, and a worker sends it once it is due. It names what it is about, and is put into words when it is sent, so that it says what is true by
/// then; or it carries its own words, sealed, where they hold a key that is kept nowhere else.
/// </summary>
public sealed partial class Delivery
{
    /// <summary>How often it is tried, until people look after it.</summary>
    public const int MostAttempts = 12;

    /// <summary>The longest account of what became of it, in UTF-16 units; what is longer is cut.</summary>
    public const int ResultMaximum = 300;

    /// <summary>The kind of those that carry their own words.</summary>
    public const string Letter = "letter";

    /// <summary>How long a dead one keeps its own words.</summary>
    public static readonly Duration WordsKept = Duration.FromDays(7);

    /// <summary>How long what ended is kept.</summary>
    public static readonly Duration Kept = Duration.FromDays(180);

    private Delivery()
    {
    }

    private Delivery(string occasion, Recipient recipient, string channel, string kind, Instant due, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(occasion);
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentException.ThrowIfNullOrWhiteSpace(channel);
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        (Occasion, Channel, Kind) = (occasion, channel, kind);
        (Recipient, MemberId, Address) = (recipient.Key, recipient.MemberId, recipient.Address);
        Uid = Guid.NewGuid().ToString("N");
        (Due, At) = (due, at);
        Precedence = kind is Letter ? DeliveryPrecedence.Awaited : DeliveryPrecedence.Usual;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>What it is known by outside, in its <c>Message-ID</c>: 32 hexadecimal digits.</summary>
    public string Uid { get; private set; } = "";

    /// <summary>What caused it, such as <c>talk:7:confirm</c>: with recipient and channel it is the only one of its kind.</summary>
    public string Occasion { get; private set; } = "";

    /// <summary>For whom: see <see cref="Deliveries.Recipient.Key"/>.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>The member for whom it is; null for others.</summary>
    public int? MemberId { get; private set; }

    /// <summary>The address for which it is; null for members, who are looked up when it is sent.</summary>
    public string? Address { get; private set; }

    /// <summary>The way: see <see cref="ChannelNames"/>.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>What puts it into words: the word of an <see cref="IDeliveryContent"/>, or <see cref="Letter"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What it is about, in its kind's own way: database numbers, and no words of people.</summary>
    public string? About { get; private set; }

    /// <summary>Its own words, sealed; null where it has none, and after they were sent.</summary>
    public string? SealedWords { get; private set; }

    /// <summary>When it was caused.</summary>
    public Instant At { get; private set; }

    /// <summary>When it is to be sent; while somebody has it in hand, the end of their lease.</summary>
    public Instant Due { get; private set; }

    /// <summary>When it becomes pointless; null if never.</summary>
    public Instant? Until { get; private set; }

    /// <summary>Who goes first among those that are due.</summary>
    public DeliveryPrecedence Precedence { get; private set; }

    /// <summary>How far it is.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>Who has it in hand; null if nobody.</summary>
    public string? Holder { get; private set; }

    /// <summary>How often it was taken in hand since it was last given to the worker.</summary>
    public int Attempts { get; private set; }

    /// <summary>What became of the last attempt, on one line; null before it.</summary>
    public string? Result { get; private set; }

    /// <summary>When it was sent, dropped or given up; null before.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>When the page behind its link was first opened, where it leads to one that notes it; null before. Programs open links too: it is a hint and no proof.</summary>
    public Instant? OpenedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it may be taken in hand: it is due, or whoever had it never came back.</summary>
    public bool IsDue(Instant now) => State is DeliveryState.Waiting or DeliveryState.Sending && Due <= now;

    /// <summary>Whether it was given up and can be tried again: it still has something to say.</summary>
    public bool CanRetry => State is DeliveryState.Dead && (Kind is not Letter || SealedWords is not null);

    /// <summary>A delivery of something that is put into words when it is sent.</summary>
    /// <param name="occasion">What causes it.</param>
    /// <param name="recipient">For whom.</param>
    /// <param name="channel">The way.</param>
    /// <param name="kind">What puts it into words.</param>
    /// <param name="about">What it is about, in that kind's own way.</param>
    /// <param name="due">When.</param>
    /// <param name="until">When it becomes pointless; null if never.</param>
    /// <param name="at">Now.</param>
    /// <param name="precedence">Whether it stands behind others, because it goes to many.</param>
    public static Delivery Of(
        string occasion, Recipient recipient, string channel, string kind, string about, Instant due, Instant? until, Instant at, DeliveryPrecedence precedence = DeliveryPrecedence.Usual)
    {
        ArgumentNullException.ThrowIfNull(about);
        return kind is Letter
            ? throw new ArgumentException("A letter carries its own words.", nameof(kind))
            : new Delivery(occasion, recipient, channel, kind, due, at) { About = about, Until = until, Precedence = precedence };
    }

    /// <summary>A delivery that carries its own words, due at once.</summary>
    /// <param name="occasion">What causes it.</param>
    /// <param name="recipient">For whom.</param>
    /// <param name="channel">The way.</param>
    /// <param name="sealedWords">The words, sealed.</param>
    /// <param name="until">When they become pointless.</param>
    /// <param name="at">Now.</param>
    public static Delivery Carrying(string occasion, Recipient recipient, string channel, string sealedWords, Instant until, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sealedWords);
        return new Delivery(occasion, recipient, channel, Letter, at, at) { SealedWords = sealedWords, Until = until };
    }
}

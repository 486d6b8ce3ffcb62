using NodaTime;

namespace Whalepaper.Notices.Chat;

/// <summary>
/// A chat of the group, of all or of one track, and what it is told of. Whoever has its address can write there: so the address lies here sealed, and
/// only its ends are shown.
/// </summary>
public sealed class Channel
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int LongestName = 60;

    /// <summary>How many a group may have.</summary>
    public const int Most = 50;

    private Channel()
    {
    }

    /// <summary>Adds a chat.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="kind">The service.</param>
    /// <param name="address">Its address.</param>
    /// <param name="trackId">The track whose chat it is; null for the whole group's.</param>
    /// <param name="occasions">What it is told of: words of <see cref="ChatOccasions"/>, at least one.</param>
    /// <param name="at">When.</param>
    public Channel(string name, ChatKind kind, SealedAddress address, int? trackId, IEnumerable<string> occasions, Instant at)
    {
        (Kind, At) = (kind, at);
        Lead(address);
        Change(name, trackId, occasions);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The service.</summary>
    public ChatKind Kind { get; private set; }

    /// <summary>Where it is called, sealed.</summary>
    public string SealedAddress { get; private set; } = "";

    /// <summary>By what messages are signed, sealed; null where they are not.</summary>
    public string? SealedSecret { get; private set; }

    /// <summary>The address as it may be shown.</summary>
    public string MaskedAddress { get; private set; } = "";

    /// <summary>The track whose chat it is; null for the whole group's.</summary>
    public int? TrackId { get; private set; }

    /// <summary>What it is told of, parted by blanks.</summary>
    public string Routing { get; private set; } = "";

    /// <summary>What it is told of.</summary>
    public IReadOnlyList<string> Occasions => Routing.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>When it was added.</summary>
    public Instant At { get; private set; }

    /// <summary>Since when nothing is sent there; null if something is.</summary>
    public Instant? PausedAt { get; private set; }

    /// <summary>Who said so.</summary>
    public int? PausedById { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it is to be told of something.</summary>
    /// <param name="occasion">What: a word of <see cref="ChatOccasions"/>.</param>
    /// <param name="trackId">Whose it is; null where it concerns everybody.</param>
    /// <remarks>The whole group's chats hear of every track's meetings; a notice for those who follow a track is for them, and goes into that track's chats alone.</remarks>
    public bool Takes(string occasion, int? trackId) =>
        (trackId is null || TrackId == trackId || (TrackId is null && occasion is not ChatOccasions.Notice)) && Occasions.Contains(occasion, StringComparer.Ordinal);

    /// <summary>Gives it another name, another track and other things to tell of.</summary>
    public void Change(string name, int? trackId, IEnumerable<string> occasions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Trim().Length, LongestName, nameof(name));
        ArgumentNullException.ThrowIfNull(occasions);
        var chosen = occasions.ToHashSet(StringComparer.Ordinal);
        if (chosen.Count == 0 || !chosen.IsSubsetOf(ChatOccasions.All))
            throw new ArgumentException("A chat is told of something, and of nothing else than there is.", nameof(occasions));
        (Name, TrackId) = (name.Trim(), trackId);
        Routing = string.Join(' ', ChatOccasions.All.Where(chosen.Contains));
    }

    /// <summary>Gives it another address, or another secret.</summary>
    public void Lead(SealedAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Secret is not null && !ChatKinds.Signs(Kind))
            throw new ArgumentException("This service takes no signature.", nameof(address));
        (SealedAddress, SealedSecret, MaskedAddress) = (address.Address, address.Secret, address.Shown);
    }

    /// <summary>Stops sending there; what waits for it goes on waiting. Who said so first stays.</summary>
    public void Pause(int? byId, Instant now)
    {
        if (PausedAt is null)
            (PausedAt, PausedById) = (now, byId);
    }

    /// <summary>Sends there again.</summary>
    public void Resume() => (PausedAt, PausedById) = (null, null);
}

/// <summary>Where a chat is called, sealed.</summary>
/// <param name="Address">The address, sealed.</param>
/// <param name="Secret">By what messages are signed, sealed; null where they are not.</param>
/// <param name="Shown">The address as it may be shown.</param>
public sealed record SealedAddress(string Address, string? Secret, string Shown);

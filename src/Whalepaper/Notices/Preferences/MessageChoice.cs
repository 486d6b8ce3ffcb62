namespace Whalepaper.Notices.Preferences;

/// <summary>What a member wants otherwise than usual: a kind of messages, in one way. Nothing is kept of who wants it as everybody does.</summary>
public sealed class MessageChoice
{
    private MessageChoice()
    {
    }

    /// <summary>Notes a choice.</summary>
    /// <param name="memberId">Whose.</param>
    /// <param name="kind">One of <see cref="MessageKinds.All"/>.</param>
    /// <param name="channel">One of <see cref="MessageKinds.Channels"/>.</param>
    /// <param name="isWanted">Whether it is wanted.</param>
    /// <exception cref="ArgumentException">There is no such kind or way, or nothing to choose.</exception>
    public MessageChoice(int memberId, string kind, string channel, bool isWanted)
    {
        if (!MessageKinds.All.Contains(kind, StringComparer.Ordinal))
            throw new ArgumentException($"There is no kind '{kind}'.", nameof(kind));
        if (!MessageKinds.Channels.Contains(channel, StringComparer.Ordinal) || MessageKinds.IsFixed(kind, channel))
            throw new ArgumentException($"Nobody chooses whether '{kind}' comes by '{channel}'.", nameof(channel));
        (MemberId, Kind, Channel, IsWanted) = (memberId, kind, channel, isWanted);
    }

    /// <summary>Whose choice it is.</summary>
    public int MemberId { get; private set; }

    /// <summary>See <see cref="MessageKinds"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The way: see <see cref="Deliveries.ChannelNames"/>.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>Whether it is wanted.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Changes it: what was unusual once may have become usual since.</summary>
    public void Want(bool isWanted) => IsWanted = isWanted;
}

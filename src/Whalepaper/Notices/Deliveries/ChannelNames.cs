using System.Globalization;

namespace Whalepaper.Notices.Deliveries;

/// <summary>The ways to people, as the database names them.</summary>
public static class ChannelNames
{
    /// <summary>E-mail.</summary>
    public const string Mail = "mail";

    /// <summary>The member's own inbox in this house.</summary>
    public const string Inbox = "inbox";

    private const string Chat = "chat";

    /// <summary>One of the group's chats.</summary>
    /// <param name="id">Its database number.</param>
    public static string ChatOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{Chat}:{id}");

    /// <summary>The kind of a channel: what stands before the colon, if there is one.</summary>
    public static string KindOf(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var colon = channel.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? channel : channel[..colon];
    }
}

using Whalepaper.Notices.Outgoing;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Chat;

/// <summary>A new chat.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind"><c>feishu</c>, <c>dingtalk</c>, <c>wecom</c>, <c>slack</c>, <c>discord</c> or <c>webhook</c>.</param>
/// <param name="Address">Its address, as the service shows it.</param>
/// <param name="Secret">By what messages are signed; nothing where they are not.</param>
/// <param name="Track">The code of the track whose chat it is, or <c>none</c> for the whole group's.</param>
/// <param name="Occasions">What it is told of: <c>plan</c>, <c>topic</c>, <c>week</c>, <c>meeting</c>, <c>notice</c>.</param>
public sealed record NewChannelForm(
    [Longest(Channel.LongestName)] string? Name, string? Kind, [Longest(OutgoingAddress.Longest), Secret] string? Address, [Longest(500), Secret] string? Secret, string? Track, string[] Occasions);

/// <summary>What is changed of a chat.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Address">Another address; nothing to keep the one that is set. With another, the secret must be given again.</param>
/// <param name="Secret">Another secret; nothing to keep the one that is set.</param>
/// <param name="Track">The code of the track whose chat it is, or <c>none</c> for the whole group's.</param>
/// <param name="Occasions">What it is told of: <c>plan</c>, <c>topic</c>, <c>week</c>, <c>meeting</c>, <c>notice</c>.</param>
public sealed record ChannelForm(
    [Longest(Channel.LongestName)] string? Name, [Longest(OutgoingAddress.Longest), Secret] string? Address, [Longest(500), Secret] string? Secret, string? Track, string[] Occasions);

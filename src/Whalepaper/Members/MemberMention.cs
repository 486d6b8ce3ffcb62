namespace Whalepaper.Members;

/// <summary>A member where something else is told.</summary>
/// <param name="Handle">The name in addresses: <c>/members/{handle}</c>, <c>/api/v1/members/{handle}</c>.</param>
/// <param name="Name">What the group calls this person.</param>
public sealed record MemberMention(string Handle, string Name);

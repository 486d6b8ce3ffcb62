namespace Whalepaper.Api;

/// <summary>What a command of the API is sent.</summary>
/// <param name="Form">A record of texts and lists of texts, any of which may be absent.</param>
public sealed record BodyOfCommand(Type Form);

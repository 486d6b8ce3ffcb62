namespace Whalepaper.Api;

/// <summary>What a command of the API is sent.</summary>
/// <param name="Form">A record of texts and lists of texts, any of which may be absent.</param>
/// <param name="File">The field of the file that comes along, as a form sends it; null for a command that takes none.</param>
public sealed record BodyOfCommand(Type Form, string? File = null);

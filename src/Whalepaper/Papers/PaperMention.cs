namespace Whalepaper.Papers;

/// <summary>A paper where something else is told.</summary>
/// <param name="Id">The number in its address: <c>/papers/{id}</c>, <c>/api/v1/papers/{id}</c>.</param>
/// <param name="Title">Its title, as the group writes it.</param>
public sealed record PaperMention(int Id, string Title);

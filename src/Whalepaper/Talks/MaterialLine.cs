namespace Whalepaper.Talks;

/// <summary>Something that lies beside a talk.</summary>
/// <param name="TalkId">Beside which talk.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Link">Where it is, as written.</param>
public sealed record MaterialLine(int TalkId, MaterialKind Kind, string Title, string Link);

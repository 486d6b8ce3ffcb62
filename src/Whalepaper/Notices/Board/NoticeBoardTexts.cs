namespace Whalepaper.Notices.Board;

/// <summary>The words around what the committee tells the group; they lie beside it, in each language.</summary>
public sealed class NoticeBoardTexts;

namespace Whalepaper.Meetings.Attending;

/// <summary>The words around coming to a meeting: whether, and by which way.</summary>
public sealed class ComingTexts;

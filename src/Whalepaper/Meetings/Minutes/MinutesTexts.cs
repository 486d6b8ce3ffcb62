namespace Whalepaper.Meetings.Minutes;

/// <summary>The words around what is left of a meeting: its minutes, and where it is to be seen.</summary>
public sealed class MinutesTexts;

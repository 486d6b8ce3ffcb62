namespace Whalepaper.Meetings.Live;

/// <summary>The words of the hour as it is held.</summary>
public sealed class HourTexts;

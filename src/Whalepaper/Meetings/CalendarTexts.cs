namespace Whalepaper.Meetings;

/// <summary>The words of calendars and feeds.</summary>
public sealed class CalendarTexts;

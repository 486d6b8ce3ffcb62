namespace Whalepaper.Meetings;

/// <summary>The words of the start page, the schedule and the meetings.</summary>
public sealed class MeetingTexts;

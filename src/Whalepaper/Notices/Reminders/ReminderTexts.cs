namespace Whalepaper.Notices.Reminders;

/// <summary>The words of reminders and of news about talks.</summary>
public sealed class ReminderTexts;

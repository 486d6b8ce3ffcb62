using Microsoft.Extensions.Localization;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>Meetings as items of a day.</summary>
public static class MeetingItems
{
    /// <summary>The item of a meeting: its title and who shares it, or that it is open, or cancelled.</summary>
    public static DayItem Item(this MeetingLine meeting, TrackSign track, IStringLocalizer<MeetingTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        ArgumentNullException.ThrowIfNull(texts);
        return new DayItem(meeting.StartsAt, track, meeting.Title, Who(meeting, texts), meeting.Href, meeting.IsCancelled);
    }

    private static string Who(MeetingLine meeting, IStringLocalizer<MeetingTexts> texts)
    {
        if (meeting.IsCancelled)
            return texts["Schedule.Cancelled"];
        return meeting.Title is null ? texts["Schedule.Free"] : string.Join(texts["And"], meeting.Presenters.Select(person => person.Name));
    }
}

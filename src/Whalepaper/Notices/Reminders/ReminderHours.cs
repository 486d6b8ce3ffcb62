using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Says hours in messages: by the reader's clock, with the group's beside where it differs. A message is read when "today" has passed, so it names the day.</summary>
internal sealed class ReminderHours(IMastheadSource mastheads, IClock clock, IStringLocalizer<UiTexts> ui, IStringLocalizer<ReminderTexts> texts)
{
    /// <summary>"Saturday 5 December 21:30", and by the group's clock.</summary>
    public async Task<string> SayAsync(Instant at, Reader reader, CancellationToken cancellation)
    {
        var group = (await mastheads.ReadAsync(cancellation)).Zone;
        var words = Words(reader, group);
        var own = words.DayAndTime(at.InZone(reader.Zone).LocalDateTime);
        if (reader.Zone.GetUtcOffset(at) == group.GetUtcOffset(at))
            return own;
        var there = at.InZone(group).LocalDateTime;
        // Where it is another day over there, the day is said as well.
        var beside = there.Date == at.InZone(reader.Zone).Date ? DateWords.Time(there.TimeOfDay) : words.ShortDayAndTime(there);
        return texts["Hour.Beside", own, reader.Zone.Id, beside, group.Id];
    }

    /// <summary>"Sat 5 Dec 21:30": for the subject, by the reader's clock.</summary>
    public async Task<string> SayShortAsync(Instant at, Reader reader, CancellationToken cancellation) =>
        Words(reader, (await mastheads.ReadAsync(cancellation)).Zone).ShortDayAndTime(at.InZone(reader.Zone).LocalDateTime);

    /// <summary>"Saturday 5 December": a day of the group's, whatever the reader's clock says.</summary>
    public async Task<string> SayDayAsync(LocalDate day, Reader reader, CancellationToken cancellation) => Words(reader, (await mastheads.ReadAsync(cancellation)).Zone).Day(day);

    private DateWords Words(Reader reader, DateTimeZone group) => new(new Viewer(reader.Language, Theme.Auto, reader.Zone, ZoneSource.Chosen, group), clock, ui);
}

using Ical.Net;
using Ical.Net.CalendarComponents;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>
/// Sets the group's meetings as a calendar (RFC 5545, RFC 7986). It speaks the group's language and clock, since a calendar has no reader of
/// its own; everything in it comes from the data and nothing from the moment of writing, so that an unchanged calendar is the same bytes.
/// </summary>
/// <param name="texts">The words, in the current culture.</param>
/// <param name="masthead">Whose calendar.</param>
/// <param name="site">The address of the site.</param>
/// <param name="now">The present: an unclaimed hour is offered until it is past.</param>
public sealed class CalendarFeed(IStringLocalizer<CalendarTexts> texts, Masthead masthead, Uri site, Instant now)
{
    private const string Producer = "-//Whalepaper//Whalepaper//EN";
    private const string AskAgainAfter = "PT1H";

    /// <summary>A calendar to subscribe to.</summary>
    /// <param name="name">What subscribers see it called.</param>
    /// <param name="view">What it shows.</param>
    public byte[] Subscription(string name, CalendarView view)
    {
        var calendar = Of(view);
        calendar.AddProperty("NAME", PlainLine.Of(name));
        calendar.AddProperty("X-WR-CALNAME", PlainLine.Of(name));
        calendar.AddProperty("X-WR-TIMEZONE", masthead.Zone.Id);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", AskAgainAfter);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.Properties.Add(refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", AskAgainAfter);
        return CalendarText.Write(calendar);
    }

    /// <summary>Meetings to put into a calendar that one has.</summary>
    public byte[] ToKeep(CalendarView view) => CalendarText.Write(Of(view));

    private Calendar Of(CalendarView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var calendar = new Calendar { Method = "PUBLISH", ProductId = Producer };
        var zone = new CalendarZone(masthead.Zone);
        var (first, last) = view.Meetings.Count > 0 ? (view.Meetings.Min(m => m.StartsAt), view.Meetings.Max(m => m.EndsAt)) : (now, now);
        if (zone.Rules(first, last) is { } rules)
            calendar.AddTimeZone(rules);
        foreach (var meeting in view.Meetings)
            calendar.Events.Add(Event(meeting, view, zone));
        return calendar;
    }

    private CalendarEvent Event(CalendarMeeting meeting, CalendarView view, CalendarZone zone)
    {
        var (start, end) = zone.Span(meeting.StartsAt, meeting.EndsAt);
        var mark = view.Tracks[meeting.TrackId].Mark;
        return new CalendarEvent
        {
            Uid = $"{meeting.Uid}@whalepaper",
            Sequence = meeting.Sequence,
            DtStamp = CalendarZone.Utc(meeting.ChangedAt),
            LastModified = CalendarZone.Utc(meeting.ChangedAt),
            DtStart = start,
            DtEnd = end,
            Status = meeting.CancelledAt is null ? "CONFIRMED" : "CANCELLED",
            Summary = Summary(meeting, mark),
            Description = Description(meeting, view),
            Categories = [mark],
            Url = new Uri(site, $"/meetings/{meeting.Id}"),
        };
    }

    private string Summary(CalendarMeeting meeting, string mark)
    {
        var what = meeting.Talks.Count > 0
            ? string.Join(texts["Talks.And"], meeting.Talks.Select(TalkLine))
            : texts[meeting.StartsAt > now ? "Summary.Open" : "Summary.Meeting"];
        var summary = $"{mark} · {what}";
        return meeting.CancelledAt is null ? summary : texts["Summary.Cancelled", summary];
    }

    private string Description(CalendarMeeting meeting, CalendarView view)
    {
        var lines = new List<string> { $"{texts["Topic", view.Topics[meeting.TopicId]]} · {PlainLine.Of(view.Tracks[meeting.TrackId].NameIn(masthead.Language.Culture))}" };
        if (meeting.CancelledBecause is { } reason)
            lines.Add(texts["Description.Because", PlainLine.Of(reason)]);
        foreach (var talk in meeting.Talks)
        {
            lines.Add(TalkLine(talk));
            lines.Add(new Uri(site, $"/talks/{talk.Id}").AbsoluteUri);
        }

        if (meeting.Talks.Count == 0 && meeting.CancelledAt is null && meeting.StartsAt > now)
            lines.Add(texts["Description.Open"]);
        lines.Add(new Uri(site, $"/meetings/{meeting.Id}").AbsoluteUri);
        return string.Join('\n', lines);
    }

    private string TalkLine(CalendarTalk talk) => texts[
        "Talk",
        string.Join(texts["Talks.And"], talk.Titles.Select(PlainLine.Of)),
        string.Join(texts["People.And"], talk.Presenters.Select(PlainLine.Of))];
}

using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>A meeting as schema.org's Event, for search engines and assistants.</summary>
public static class MeetingEvent
{
    /// <summary>The event. It is told as online: the group meets nowhere else, and the link itself is for members.</summary>
    public static JsonObject Of(MeetingView view, Masthead masthead, string title, HouseAddress house)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(masthead);
        ArgumentNullException.ThrowIfNull(house);

        var meeting = view.Meeting;
        var page = house.Of(meeting.Href);
        return new JsonObject
        {
            ["@type"] = "Event",
            ["name"] = title,
            ["url"] = page,
            ["startDate"] = Written(meeting.StartsAt, masthead.Zone),
            ["endDate"] = Written(meeting.EndsAt, masthead.Zone),
            ["eventStatus"] = $"https://schema.org/{Status(meeting)}",
            ["eventAttendanceMode"] = "https://schema.org/OnlineEventAttendanceMode",
            ["location"] = new JsonObject { ["@type"] = "VirtualLocation", ["url"] = page },
            ["organizer"] = new JsonObject { ["@type"] = "Organization", ["name"] = masthead.Name, ["url"] = house.Home.AbsoluteUri },
            ["performer"] = new JsonArray([.. meeting.Presenters.Select(person => new JsonObject { ["@type"] = "Person", ["name"] = person.Name })]),
            ["about"] = new JsonArray([.. view.Papers.Select(paper => Article(paper, house))]),
        };
    }

    private static JsonObject Article(PaperOfMeeting paper, HouseAddress house)
    {
        var article = new JsonObject
        {
            ["@type"] = "ScholarlyArticle",
            ["name"] = paper.Title,
            ["url"] = house.Of($"/papers/{paper.PaperId}"),
        };
        if (paper.Authors.Count > 0)
            article["author"] = new JsonArray([.. paper.Authors.Select(name => new JsonObject { ["@type"] = "Person", ["name"] = name })]);
        if (paper.Year is { } year)
            article["datePublished"] = $"{year:0000}";
        return article;
    }

    private static string Status(MeetingLine meeting) => meeting switch
    {
        { IsCancelled: true } => "EventCancelled",
        { IsMoved: true } => "EventRescheduled",
        _ => "EventScheduled",
    };

    private static string Written(Instant instant, DateTimeZone zone) =>
        OffsetDateTimePattern.Rfc3339.Format(instant.InZone(zone).ToOffsetDateTime());
}

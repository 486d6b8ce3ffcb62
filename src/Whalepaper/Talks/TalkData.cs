using System.Text.Json.Nodes;
using NodaTime.Text;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>A talk as schema.org tells it.</summary>
public static class TalkData
{
    /// <summary>A presentation, with the papers it is about.</summary>
    public static JsonObject Of(TalkView view, Masthead masthead, HouseAddress house)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(masthead);
        ArgumentNullException.ThrowIfNull(house);
        var data = new JsonObject
        {
            ["@type"] = "PresentationDigitalDocument",
            ["name"] = view.Title,
            ["url"] = house.Of($"/talks/{view.Id}"),
            ["author"] = new JsonArray([.. view.Presenters.Select(person => new JsonObject { ["@type"] = "Person", ["name"] = person.Name, ["url"] = house.Of(person.Href ?? "/") })]),
            ["publisher"] = new JsonObject { ["@type"] = "Organization", ["name"] = masthead.Name, ["url"] = house.Home.AbsoluteUri },
            ["about"] = new JsonArray([.. view.Papers.Select(paper => new JsonObject
            {
                ["@type"] = "ScholarlyArticle",
                ["name"] = paper.Title,
                ["url"] = house.Of($"/papers/{paper.Id}"),
            })]),
        };
        if (view.Meeting is { } meeting)
            data["datePublished"] = OffsetDateTimePattern.Rfc3339.Format(meeting.StartsAt.InZone(masthead.Zone).ToOffsetDateTime());
        return data;
    }
}

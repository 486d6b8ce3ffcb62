using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using NodaTime.Text;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>A talk as schema.org tells it.</summary>
public static class TalkData
{
    /// <summary>A presentation, with the papers it is about.</summary>
    public static JsonObject Of(TalkView view, Masthead masthead, NavigationManager navigation)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(masthead);
        ArgumentNullException.ThrowIfNull(navigation);
        var data = new JsonObject
        {
            ["@type"] = "PresentationDigitalDocument",
            ["name"] = view.Title,
            ["url"] = navigation.ToAbsoluteUri($"/talks/{view.Id}").AbsoluteUri,
            ["author"] = new JsonArray([.. view.Presenters.Select(person => new JsonObject { ["@type"] = "Person", ["name"] = person.Name, ["url"] = navigation.ToAbsoluteUri(person.Href).AbsoluteUri })]),
            ["publisher"] = new JsonObject { ["@type"] = "Organization", ["name"] = masthead.Name, ["url"] = navigation.BaseUri },
            ["about"] = new JsonArray([.. view.Papers.Select(paper => new JsonObject
            {
                ["@type"] = "ScholarlyArticle",
                ["name"] = paper.Title,
                ["url"] = navigation.ToAbsoluteUri($"/papers/{paper.Id}").AbsoluteUri,
            })]),
        };
        if (view.Meeting is { } meeting)
            data["datePublished"] = OffsetDateTimePattern.Rfc3339.Format(meeting.StartsAt.InZone(masthead.Zone).ToOffsetDateTime());
        return data;
    }
}

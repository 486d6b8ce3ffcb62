using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Tracks;

/// <summary>A direction of study.</summary>
/// <param name="Code">The name in addresses: unique and lower case, such as <c>nlp</c>.</param>
/// <param name="Mark">The code as it is shown: <c>NLP</c>.</param>
/// <param name="Name">Its name in the group's own language.</param>
/// <param name="EnglishName">Its name in English, where it has one.</param>
/// <param name="Position">Its place among the tracks, from 0.</param>
/// <param name="Slot">Its weekly hour; null while it has none.</param>
/// <param name="Links">Where to go on.</param>
public sealed record TrackResource(string Code, string Mark, string Name, string? EnglishName, int Position, SlotResource? Slot, TrackLinks Links);

/// <summary>A weekly hour.</summary>
/// <param name="Weekday">The day of the week in English and lower case: <c>saturday</c>.</param>
/// <param name="Time">When it begins by the clocks of the zone, on 24 hours: <c>21:30</c>.</param>
/// <param name="Minutes">Its length in minutes.</param>
/// <param name="Zone">The tzdb zone in which the hour is meant.</param>
public sealed record SlotResource(string Weekday, string Time, int Minutes, string Zone);

/// <summary>Where to go on from a track.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Topics">The topics in which it takes part.</param>
/// <param name="Papers">What is on its reading lists.</param>
/// <param name="Talks">What is shared in it.</param>
/// <param name="Meetings">Its meetings.</param>
/// <param name="Calendar">Its meetings as iCalendar.</param>
public sealed record TrackLinks(string Self, string Topics, string Papers, string Talks, string Meetings, string Calendar);

/// <summary>The tracks for programs.</summary>
public static class TrackApi
{
    /// <summary>Adds the tracks.</summary>
    public static void MapTracksApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/tracks", ListAsync).WithName("listTracks").WithTags("Tracks").WithSummary("Tracks, in their own order");
        api.MapOne("/tracks/{code}", OneAsync).WithName("getTrack").WithTags("Tracks").WithSummary("One track");
    }

    private static async Task<Ok<Listing<TrackResource>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var tracks = db.Tracks.AsNoTracking().OrderBy(track => track.Position).ThenBy(track => track.Id);
        var listing = await tracks.ListAsync(asked, async page => (await page.ToListAsync(cancellation)).ConvertAll(track => Shown(track, masthead)), cancellation);
        return http.ShowList(listing);
    }

    private static async Task<Results<Ok<TrackResource>, ProblemHttpResult>> OneAsync(
        string code, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var lower = code.ToLowerInvariant();
        var track = await db.Tracks.AsNoTracking().SingleOrDefaultAsync(track => track.Code == lower, cancellation);
        return http.ShowOne(track is null ? null : Shown(track, masthead), $"track '{code}'");
    }

    private static TrackResource Shown(Track track, Masthead masthead) => new(
        track.Code, track.Mark, track.Name, track.EnglishName, track.Position,
        track.Slot is not { } slot
            ? null
            : new SlotResource(
                slot.Weekday.ToString().ToLowerInvariant(), LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(slot.Time), slot.Minutes, masthead.Zone.Id),
        Links(track.Code));

    private static TrackLinks Links(string code) => new(
        $"{ApiRoutes.Root}/tracks/{code}", List("topics", code), List("papers", code), List("talks", code), List("meetings", code), $"/tracks/{code}/calendar.ics");

    private static string List(string name, string code) => string.Create(CultureInfo.InvariantCulture, $"{ApiRoutes.Root}/{name}?track={code}");
}

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>The group's meetings for calendars, and its news for feed readers.</summary>
public static class CalendarEndpoints
{
    /// <summary>Adds the calendars of the group, of a track and of a meeting, and the news feed.</summary>
    public static IEndpointRouteBuilder MapMeetings(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/calendar.ics", GroupAsync);
        routes.MapFile("/tracks/{code}/calendar.ics", TrackAsync);
        routes.MapFile("/meetings/{id:int}.ics", MeetingAsync);
        routes.MapFile("/feed.atom", NewsAsync);
        return routes;
    }

    private static async Task<FileContentHttpResult> GroupAsync([AsParameters] Asked asked, CancellationToken cancellation)
    {
        asked.SpeakForTheGroup();
        var view = await asked.Db.CalendarAsync(null, asked.Now, cancellation);
        return asked.Answer(asked.Calendar().Subscription(asked.Masthead.Name, view), Asked.CalendarType);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> TrackAsync(string code, [AsParameters] Asked asked, CancellationToken cancellation)
    {
        asked.SpeakForTheGroup();
        var lower = code.ToLowerInvariant();
        var track = await asked.Db.Tracks.AsNoTracking().SingleOrDefaultAsync(t => t.Code == lower, cancellation);
        if (track is null)
            return TypedResults.NotFound();
        var name = asked.Texts["Calendar.OfTrack", asked.Masthead.Name, track.NameIn(CultureInfo.CurrentUICulture)];
        var view = await asked.Db.CalendarAsync(track.Id, asked.Now, cancellation);
        return asked.Answer(asked.Calendar().Subscription(name, view), Asked.CalendarType);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> MeetingAsync(int id, [AsParameters] Asked asked, CancellationToken cancellation)
    {
        asked.SpeakForTheGroup();
        var view = await asked.Db.CalendarOfMeetingAsync(id, cancellation);
        if (view.Meetings.Count == 0)
            return TypedResults.NotFound();
        return asked.Answer(asked.Calendar().ToKeep(view), Asked.CalendarType);
    }

    private static async Task<FileContentHttpResult> NewsAsync([AsParameters] Asked asked, CancellationToken cancellation)
    {
        asked.SpeakForTheGroup();
        var news = await asked.Db.NewsAsync(asked.Now, cancellation);
        return asked.Answer(new NewsFeed(asked.Texts, asked.Masthead, asked.House.Home).Write(news), Asked.NewsType);
    }

    /// <summary>What every calendar and feed is made from.</summary>
    private readonly record struct Asked(HttpContext Http, WhalepaperDb Db, Masthead Masthead, HouseAddress House, IClock Clock, IStringLocalizer<CalendarTexts> Texts)
    {
        public const string CalendarType = "text/calendar";
        public const string NewsType = "application/atom+xml";

        public Instant Now => Clock.GetCurrentInstant();

        public CalendarFeed Calendar() => new(Texts, Masthead, House.Home, Now);

        /// <summary>A calendar or a reader of feeds asks for many people at once: it is answered in the group's language, whatever it says it prefers.</summary>
        public void SpeakForTheGroup() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Masthead.Language.Culture;

        /// <summary>The bytes, or 304 to whoever has them.</summary>
        public FileContentHttpResult Answer(byte[] bytes, string type) =>
            Http.Answer(bytes, type, ChangeTags.Group, ChangeTags.Topics, ChangeTags.Meetings, ChangeTags.Talks, ChangeTags.Papers, ChangeTags.Members, ChangeTags.Notices);
    }
}

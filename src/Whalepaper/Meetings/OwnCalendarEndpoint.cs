using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>A member's own calendar: the meetings of the tracks that they follow and those at which they share, in their language.</summary>
public static class OwnCalendarEndpoint
{
    /// <summary>Adds the calendar. Its address is the only key, and nothing of it is kept for anybody else.</summary>
    public static IEndpointRouteBuilder MapOwnCalendar(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/calendars/{key}.ics", OfMemberAsync);
        return routes;
    }

    private static async Task<IResult> OfMemberAsync(string key, HttpContext http, WhalepaperDb db, Masthead masthead, PublicAddress house, IClock clock, IStringLocalizer<CalendarTexts> texts)
    {
        var hash = SecretKey.Hash(key);
        var owner = await (
            from kept in db.CalendarKeys
            join member in db.Members on kept.MemberId equals member.Id
            where kept.KeyHash == hash && member.LeftAt == null
            select new { member.Id, member.Name, member.Language }).SingleOrDefaultAsync(http.RequestAborted);
        if (owner is null)
            return TypedResults.NotFound();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = (Language.Parse(owner.Language) ?? masthead.Language).Culture;
        http.Response.Headers.CacheControl = "private, no-cache";
        // Should the address ever stand where a search engine finds it, the calendar still stands nowhere else.
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        var now = clock.GetCurrentInstant();
        var view = await db.CalendarOfMemberAsync(owner.Id, now, http.RequestAborted);
        var bytes = new CalendarFeed(texts, masthead, new Uri(house.Root + "/"), now).Subscription(texts["Calendar.OfMember", masthead.Name, owner.Name], view);
        return TypedResults.Bytes(bytes, "text/calendar; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"", isWeak: true));
    }
}

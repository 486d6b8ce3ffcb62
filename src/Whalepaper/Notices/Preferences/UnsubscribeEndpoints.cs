using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Preferences;

/// <summary>
/// The link in mails that stops their kind (RFC 8058). The key in it is the whole proof: the servers of mail providers call it for their users,
/// without cookies and from nowhere. To look at it changes nothing, for scanners of mail look at every link.
/// </summary>
public static class UnsubscribeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapUnsubscribing(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenByKey("POST", Subscriptions.Path + "{token}", StopAsync);
        doors.OpenByKey("DELETE", Subscriptions.Path + "{token}", ResumeAsync);
    }

    /// <summary>Says what every answer at such an address says: it stands in no search engine and in no cache, and is told to no other house.</summary>
    internal static void Hide(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache, no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
    }

    private static Task<IResult> StopAsync(string token, HttpContext http, WhalepaperDb db, Subscriptions subscriptions, MessagePreferences preferences, EntryThrottle throttle) =>
        ChangeAsync(http, db, throttle, subscriptions.Open(token), one => one.Kind is { } kind
            ? preferences.WantMailAsync(one.MemberId, kind, isWanted: false, http.RequestAborted)
            : StopDigestAsync(one.MemberId, http, preferences));

    private static Task<IResult> ResumeAsync(string token, HttpContext http, WhalepaperDb db, Subscriptions subscriptions, MessagePreferences preferences, EntryThrottle throttle) =>
        ChangeAsync(http, db, throttle, subscriptions.Open(token), one => one.Kind is { } kind
            ? preferences.WantMailAsync(one.MemberId, kind, isWanted: true, http.RequestAborted)
            : ResumeDigestAsync(one, http, preferences));

    private static async Task StopDigestAsync(int member, HttpContext http, MessagePreferences preferences) =>
        http.Features.Set(await preferences.StopDigestAsync(member, http.RequestAborted) is { } mail ? new StoppedDigest(mail) : null);

    // The page that said that it is stopped remembers what there was, and sends it along; the address that mail providers call does not.
    private static async Task ResumeDigestAsync(Subscription one, HttpContext http, MessagePreferences preferences)
    {
        var mail = http.Request.HasFormContentType && await http.Request.ReadFormAsync(http.RequestAborted) is { } form && form.ContainsKey("remembered") ? form["mail"].OfType<string>().ToList() : null;
        await preferences.ResumeDigestAsync(one.MemberId, one.Rhythm!.Value, mail, http.RequestAborted);
    }

    // The page is the answer itself: programs for mail follow no redirect (RFC 8058, 3.1), and to send it again does no harm.
    private static async Task<IResult> ChangeAsync(HttpContext http, WhalepaperDb db, EntryThrottle throttle, Subscription? subscription, Func<Subscription, Task> change)
    {
        Hide(http);
        if (subscription is null || !await db.Members.AnyAsync(m => m.Id == subscription.MemberId && m.LeftAt == null, http.RequestAborted))
        {
            // Only what is none of ours is counted: a provider calls for all of its users from one place.
            return await throttle.AdmitsAsync(http) ? new RazorComponentResult<App>() : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        try
        {
            await change(subscription);
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // The same was asked twice at once, and is done.
            db.ChangeTracker.Clear();
        }

        return new RazorComponentResult<App>();
    }
}

/// <summary>What was stopped together with a digest, for the page that offers to undo it.</summary>
/// <param name="Mail">The kinds that came by mail before; see <see cref="MessageKinds"/>.</param>
public sealed record StoppedDigest(IReadOnlyList<string> Mail);

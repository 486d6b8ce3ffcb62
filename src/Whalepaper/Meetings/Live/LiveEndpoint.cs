using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Live;

/// <summary>Where the page of a meeting listens for what changes.</summary>
public static class LiveEndpoint
{
    // After how many seconds who found no place may come again.
    private const int ComeAgain = 30;

    /// <summary>Opens it: for who may enter the room, as events without end.</summary>
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        // The least that everybody may who may enter any room; the rest is asked behind it.
        routes.MapFile("/meetings/{id:int}/live", ListenAsync).WithMetadata(new RequiresAttribute(Act.TakePart), new EndlessMetadata());
        return routes;
    }

    private static async Task ListenAsync(int id, HttpContext http)
    {
        var place = await PlaceAsync(id, http);
        if (place is null)
            return;
        if (http.IsHeadAsked())
        {
            Begin(http.Response);
            return;
        }

        var rooms = http.RequestServices.GetRequiredService<LiveRooms>();
        if (rooms.Enter(place) is not { } listener)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = ComeAgain.ToString(CultureInfo.InvariantCulture);
            return;
        }

        try
        {
            Begin(http.Response);
            http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            await listener.SendAsync(http.Response.BodyWriter, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // They closed the page, or the connection was lost.
        }
        finally
        {
            rooms.Leave(listener);
        }
    }

    // In a scope that ends before the long part begins: thousands who listen hold no database.
    private static async Task<LivePlace?> PlaceAsync(int id, HttpContext http)
    {
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var who = http.Actor();
        if (await db.LiveDoorsAsync([id], scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant(), http.RequestAborted) is not [var door])
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (door.AudienceOf(who, await db.MayObserveAsync(who, http.RequestAborted)) is { } audience && who is { MemberId: { } member, SignInId: { } signIn })
            return new LivePlace(id, door.TopicId, new LiveVariant(http.Features.GetRequiredFeature<Viewer>().Language, audience), member, signIn);
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return null;
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // A proxy that gathers an answer before it passes it on would gather for ever.
        response.Headers["X-Accel-Buffering"] = "no";
    }
}

/// <summary>Marks an address whose answer has no end: nothing may stand between what is written and the reader.</summary>
public sealed class EndlessMetadata;

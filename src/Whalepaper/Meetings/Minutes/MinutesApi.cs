using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Minutes;

/// <summary>The minutes of a meeting.</summary>
/// <param name="Text">The text, Markdown.</param>
/// <param name="Version">Which version it is, from 1; what is written from it names it as <c>read</c>.</param>
/// <param name="At">When they were written last.</param>
/// <param name="By">The name of who wrote them last.</param>
public sealed record MinutesResource(string Text, int Version, DateTimeOffset At, string By);

/// <summary>Minutes for programs, of who may enter the meeting.</summary>
public static class MinutesApi
{
    /// <summary>Adds them.</summary>
    public static void MapMinutesApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapOne("/meetings/{id:int}/minutes", OneAsync).WithMetadata(new RequiresAttribute(Act.TakePart)).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("getMinutes").WithTags("Meetings").WithSummary("The minutes of a meeting, for those who may enter it");
    }

    private static async Task<Results<Ok<MinutesResource>, ProblemHttpResult>> OneAsync(int id, HttpContext http, WhalepaperDb db, IClock clock, Masthead masthead, CancellationToken cancellation)
    {
        var minutes = await db.RightsAtAsync(id, http.Actor(), clock.GetCurrentInstant(), cancellation) is null ? null : await db.MinutesAsync(id, cancellation);
        return minutes is null ? TypedResults.Problem($"There are no minutes of meeting {id}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(new MinutesResource(minutes.Text, minutes.Number, minutes.At.In(masthead.Zone), minutes.By.Name));
    }
}

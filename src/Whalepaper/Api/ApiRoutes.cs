using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Api;

/// <summary>How the public API answers, whatever room a resource lives in.</summary>
public static class ApiRoutes
{
    /// <summary>Where the API begins.</summary>
    public const string Root = "/api/v1";

    /// <summary>The policy by which pages of other sites may read the API: everybody, without cookies.</summary>
    public const string Readers = "api";

    /// <summary>Begins the API: readable from everywhere, in the group's own language, asked again only when something changed.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) => routes.MapGroup(Root).RequireCors(Readers);

    /// <summary>What every answer of the API says of itself, and how a query is refused.</summary>
    public static ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        ArgumentNullException.ThrowIfNull(next);
        var headers = invocation.HttpContext.Response.Headers;
        headers.CacheControl = invocation.HttpContext.Request.Headers is { Authorization.Count: > 0 } or { Cookie.Count: > 0 } ? "private, no-cache" : "no-cache";
        headers.ContentLanguage = invocation.HttpContext.Features.GetRequiredFeature<Masthead>().Language.Tag;
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return invocation.Arguments.OfType<Asked>().FirstOrDefault() is { Faults.Count: > 0 } asked ? ValueTask.FromResult<object?>(Refused(asked)) : next(invocation);
    }

    /// <summary>Adds a list that understands these filters besides page and size.</summary>
    /// <param name="api">The API.</param>
    /// <param name="path">The list's address.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="filters">What the list understands.</param>
    public static RouteHandlerBuilder MapList(this IEndpointRouteBuilder api, string path, Delegate handler, params Filter[] filters) =>
        api.MapOnDemand(HttpMethods.Get, path, handler, described: true, AnswerAsync).WithMetadata(new FiltersOfList(filters)).ProducesValidationProblem();

    /// <summary>Adds a single thing, which may not be there.</summary>
    /// <param name="api">The API.</param>
    /// <param name="path">The thing's address.</param>
    /// <param name="handler">What answers.</param>
    public static RouteHandlerBuilder MapOne(this IEndpointRouteBuilder api, string path, Delegate handler) =>
        api.MapOnDemand(HttpMethods.Get, path, handler, described: true, AnswerAsync).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>A page of a list, kept until something of these sorts changes.</summary>
    public static Ok<Listing<T>> ShowList<T>(this HttpContext http, Listing<T> listing, params ReadOnlySpan<string> tags)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(listing);
        var links = new List<string>();
        if (listing.Next is { } next)
            links.Add($"<{next}>; rel=\"next\"");
        if (listing.Previous is { } previous)
            links.Add($"<{previous}>; rel=\"prev\"");
        if (links.Count > 0)
            http.Response.Headers.Link = string.Join(", ", links);
        http.Shows([ChangeTags.Group, .. tags]);
        return TypedResults.Ok(listing);
    }

    /// <summary>A single thing, kept until something of these sorts changes; 404 if there is none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="found">The thing.</param>
    /// <param name="what">What was asked for, to complete "There is no …".</param>
    /// <param name="tags">What the answer shows.</param>
    public static Results<Ok<T>, ProblemHttpResult> ShowOne<T>(this HttpContext http, T? found, string what, params ReadOnlySpan<string> tags) where T : class
    {
        if (found is null)
            return TypedResults.Problem($"There is no {what}.", statusCode: StatusCodes.Status404NotFound);
        http.Shows([ChangeTags.Group, .. tags]);
        return TypedResults.Ok(found);
    }

    /// <summary>A moment with the offset that the group's clocks have then.</summary>
    public static DateTimeOffset In(this Instant instant, DateTimeZone zone) => instant.InZone(zone).ToDateTimeOffset();

    private static ValidationProblem Refused(Asked asked) => TypedResults.ValidationProblem(
        asked.Faults, detail: "The query could not be understood. Each entry of 'errors' names a parameter and says what it takes.");
}

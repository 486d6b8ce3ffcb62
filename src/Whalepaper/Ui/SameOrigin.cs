namespace Whalepaper.Ui;

/// <summary>
/// Lets a command through only when a page of this house sent it. It stands in for an antiforgery token where the form sits on
/// pages that are cached for everybody. The rule: <c>Sec-Fetch-Site</c> decides where the browser sends it (no script can set it);
/// else <c>Origin</c> must name this host; a request with neither comes from no browser of the last years, and so carries
/// nobody's cookies against their will.
/// </summary>
public static class SameOrigin
{
    /// <summary>Answers 403 to commands that another site sent.</summary>
    public static ValueTask<object?> RefuseOthersAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        ArgumentNullException.ThrowIfNull(next);
        return IsOwn(invocation.HttpContext.Request)
            ? next(invocation)
            : ValueTask.FromResult<object?>(TypedResults.Problem("This form was sent by another site.", statusCode: StatusCodes.Status403Forbidden));
    }

    /// <summary>Whether a page of this house sent <paramref name="request"/>.</summary>
    public static bool IsOwn(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site.ToString() is "same-origin" or "none";
        if (request.Headers.Origin is not { Count: > 0 } origin)
            return true;

        return Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri)
            && string.Equals(uri.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
            && string.Equals(uri.Authority, new Uri($"{request.Scheme}://{request.Host}").Authority, StringComparison.OrdinalIgnoreCase);
    }
}

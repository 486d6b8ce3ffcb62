namespace Whalepaper.Ui;

/// <summary>
/// The headers that every answer carries. Nothing inline runs and nothing foreign loads; a violation is reported to
/// <see cref="ReportPath"/>, where what <see cref="PolicyReport"/> leaves of it is logged. There is no nonce, because a kept page would hand the same one to everybody.
/// </summary>
internal static partial class SafetyHeaders
{
    public const string ReportPath = "/csp-reports";

    private const int LongestReport = 8 * 1024;

    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; report-uri " + ReportPath;

    /// <summary>How long a browser that heard it comes by HTTPS alone (RFC 6797): a year. Nothing is said of names below this one, which are not the house's.</summary>
    public const string Transport = "max-age=31536000";

    public static IApplicationBuilder UseSafetyHeaders(this IApplicationBuilder app)
    {
        // Only where the operator names an address with HTTPS: a browser forgets it no sooner, whatever else answers under that name meanwhile.
        var isSecure = app.ApplicationServices.GetRequiredService<PublicAddress>().IsSecure;
        return app.Use((http, next) =>
        {
            Say(http.Response.Headers, isSecure && http.Request.IsHttps);
            return next(http);
        });
    }

    /// <summary>Takes the browsers' reports: what was blocked is written to the log, and they are answered with nothing.</summary>
    public static void MapPolicyReports(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOnDemand(HttpMethods.Post, ReportPath, async Task<IResult> (HttpRequest request, ReportThrottle throttle, ILogger<ReportedViolation> logger) =>
        {
            if (!throttle.Admits(request.HttpContext))
                return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
            using var reader = new StreamReader(request.Body);
            var text = new char[LongestReport];
            var length = await reader.ReadBlockAsync(text, request.HttpContext.RequestAborted);
            var (directive, blocked, page) = PolicyReport.Read(text.AsMemory(0, length));
            logger.Violation(directive, blocked, page);
            return TypedResults.NoContent();
        }, described: false).DisableAntiforgery().ExcludeFromDescription();

    private static void Say(IHeaderDictionary headers, bool bySecureWayOnly)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (bySecureWayOnly)
            headers.StrictTransportSecurity = Transport;
    }

    [LoggerMessage(LogLevel.Warning, "A page broke the content security policy: {Directive}, {Blocked}, {Page}")]
    private static partial void Violation(this ILogger logger, string directive, string blocked, string page);

    internal sealed class ReportedViolation;
}

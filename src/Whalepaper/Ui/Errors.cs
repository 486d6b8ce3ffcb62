using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Primitives;
using Whalepaper.Data;

namespace Whalepaper.Ui;

/// <summary>What is answered when something is wrong: a page to people, a problem document to programs, never a stack trace.</summary>
internal static class Errors
{
    /// <summary>After how many seconds it is worth trying again what failed by an <see cref="Outage"/>.</summary>
    public const int ComeAgain = 30;

    /// <summary>The page of a status, reached by re-execution only.</summary>
    public static string Path(int status) => $"/errors/{status}";

    /// <summary>
    /// Answers what was thrown, and what was answered with a status of 400 and above and nothing else.
    /// </summary>
    public static IApplicationBuilder UseErrors(this IApplicationBuilder app)
    {
        app.UseWhen(http => !IsForPrograms(http.Request), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = Path(500), CreateScopeForErrors = true, StatusCodeSelector = StatusOf });
            pages.UseStatusCodePagesWithReExecute("/errors/{0}", createScopeForStatusCodePages: true);
            pages.Use(ReadErrorAsync);
        });
        app.UseWhen(http => IsForPrograms(http.Request), programs =>
        {
            var told = programs.New().UseSafetyHeaders();
            told.Run(WriteProblemAsync);
            programs.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = told.Build(), StatusCodeSelector = StatusOf });
            programs.UseStatusCodePages(context => WriteProblemAsync(context.HttpContext));
        });
        return app.Use(RefuseAsync);
    }

    /// <summary>Whether this request failed by an <see cref="Outage"/>, and its answer is to be made without whatever is away.</summary>
    public static bool HasOutage(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<IExceptionHandlerFeature>()?.Error.IsOutage() is true;
    }

    /// <summary>Whether somebody asks how the program does: for whoever it is, and whatever they show, nothing is looked up that may be away.</summary>
    public static bool IsProbe(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Says when it is worth trying again.</summary>
    public static void SayWhenToComeAgain(this HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.RetryAfter = ComeAgain.ToString(CultureInfo.InvariantCulture);
    }

    private static int StatusOf(Exception failure) => failure.IsOutage() ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;

    // Whatever was sent, the error's page is read: else it would take the form that failed for its own.
    private static Task ReadErrorAsync(HttpContext http, RequestDelegate next)
    {
        if (http.HasOutage())
            http.Response.SayWhenToComeAgain();
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerPathFeature>() is not null)
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    // A body that is too long or breaks off is the sender's fault and not ours.
    private static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = refused.StatusCode;
        }
    }

    // Written without asking what is accepted: a program that names no type, or a person's browser at a program's address, gets the same.
    private static Task WriteProblemAsync(HttpContext http)
    {
        if (http.HasOutage())
            http.Response.SayWhenToComeAgain();
        var details = new ProblemDetailsContext { HttpContext = http, ProblemDetails = { Status = http.Response.StatusCode } };
        http.Request.Headers.Accept = "application/problem+json";
        return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(details).AsTask();
    }

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal) || request.Path.StartsWithSegments("/csp-reports", StringComparison.Ordinal)
        || PrefersJson(request.Headers.Accept);

    // A browser names HTML; a program that says nothing in particular at a page's address is shown the page.
    private static bool PrefersJson(StringValues accepted) => accepted.Any(types => types is not null
        && types.Contains("json", StringComparison.OrdinalIgnoreCase) && !types.Contains("text/html", StringComparison.OrdinalIgnoreCase));
}

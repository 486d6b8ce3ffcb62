using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Whalepaper.Ui.Forms;

/// <summary>How a command is answered, to a form and to a program.</summary>
public static class Answers
{
    /// <summary>It went well: a form's sender is led to where the effect is seen, a program is given the result.</summary>
    /// <param name="submission">What was sent.</param>
    /// <param name="path">Where the effect is seen.</param>
    /// <param name="result">What a program gets; null for nothing (204).</param>
    public static IResult Done(this Submission submission, string path, object? result = null)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (!submission.IsJson)
            return new SeeOther(path);
        return result is null ? TypedResults.NoContent() : TypedResults.Ok(result);
    }

    /// <summary>
    /// Something is wrong (422): a form's sender sees the page again, with what was typed and what is wrong with it; a program gets
    /// a problem document with the same fields.
    /// </summary>
    /// <param name="submission">What was sent.</param>
    /// <param name="http">The request.</param>
    /// <param name="page">The page that holds the form; null if it stands at the command's own address.</param>
    public static IResult Refused(this Submission submission, HttpContext http, string? page = null) => submission.Refused(http, page, StatusCodes.Status422UnprocessableEntity);

    /// <summary>It was sent too often (429), and is answered as what is wrong is: see <see cref="Refused(Submission, HttpContext, string?)"/>.</summary>
    /// <param name="submission">What was sent.</param>
    /// <param name="http">The request.</param>
    /// <param name="page">The page that holds the form; null if it stands at the command's own address.</param>
    /// <param name="rest">When to try again.</param>
    public static IResult TooOften(this Submission submission, HttpContext http, string? page, TimeSpan rest)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.RetryAfter = Math.Ceiling(rest.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return submission.Refused(http, page, StatusCodes.Status429TooManyRequests);
    }

    /// <summary>It cannot be done at the moment (503), for no fault of who sent it, and is answered as what is wrong is: see <see cref="Refused(Submission, HttpContext, string?)"/>.</summary>
    /// <param name="submission">What was sent.</param>
    /// <param name="http">The request.</param>
    /// <param name="page">The page that holds the form; null if it stands at the command's own address.</param>
    public static IResult NotNow(this Submission submission, HttpContext http, string? page)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.SayWhenToComeAgain();
        return submission.Refused(http, page, StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Refused(this Submission submission, HttpContext http, string? page, int status)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(http);
        if (submission.IsJson)
            return TypedResults.Json(new HttpValidationProblemDetails(submission.Faults.ToDictionary()) { Status = status }, statusCode: status, contentType: "application/problem+json");
        http.Features.Set(submission);
        if (page is not null)
            http.Request.Path = page;
        return new RazorComponentResult<App> { StatusCode = status };
    }
}

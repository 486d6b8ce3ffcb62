using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Whalepaper.Api;

/// <summary>Puts what the API needs into the container.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            // Chinese stays readable; what could be markup stays escaped.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        services.Configure<ProblemDetailsOptions>(problems => problems.CustomizeProblemDetails = SayWhatToDo);
        services.AddCors(cors => cors.AddPolicy(ApiRoutes.Readers, ForEverybody));
        services.AddApiDocument();
        return services;
    }

    private static void SayWhatToDo(ProblemDetailsContext context)
    {
        if (context.HttpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
            {
                StatusCodes.Status404NotFound => "There is nothing at this address. /openapi/v1.json says what there is.",
                StatusCodes.Status401Unauthorized => "A token is needed: send 'Authorization: Bearer …'. Members make tokens on their page.",
                StatusCodes.Status403Forbidden => "This token, or the member in whose name it acts, may not do that.",
                StatusCodes.Status400BadRequest => "This could not be read. With a cookie, a command also needs the header RequestVerificationToken; with a token it does not.",
                StatusCodes.Status409Conflict => "The same was changed at the same moment, and nothing of yours was saved. Read it again, then decide.",
                StatusCodes.Status503ServiceUnavailable => "The database, or the disk, does not do its part at the moment. Nothing that you sent counts as saved: send it again after the seconds in Retry-After.",
                StatusCodes.Status405MethodNotAllowed => "This address does not take that method. /openapi/v1.json says which it takes.",
                _ => null,
            };
        }
    }

    // No cookies go with such a request: it reads what everybody may read.
    private static void ForEverybody(CorsPolicyBuilder policy) => policy
        .AllowAnyOrigin().WithMethods("GET", "HEAD").AllowAnyHeader().WithExposedHeaders("ETag", "Link").SetPreflightMaxAge(TimeSpan.FromHours(24));
}

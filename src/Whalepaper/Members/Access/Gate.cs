using Microsoft.AspNetCore.Antiforgery;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Access;

/// <summary>Stands before every page and command: asks <see cref="Permissions"/>, and for commands from browsers a proof that their owner meant it.</summary>
public static class Gate
{
    /// <summary>Lets through who may. Stands behind routing.</summary>
    public static IApplicationBuilder UseGate(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var marks = http.GetEndpoint()?.Metadata;
        var who = http.Actor();
        if (marks?.GetMetadata<RequiresAttribute>() is { } required)
        {
            http.Response.Headers.CacheControl = "no-cache, no-store";
            if (!who.May(required.Act))
            {
                Refuse(http, who, required.Act);
                return;
            }
        }

        // A token is sent by a program that was told to; a cookie is sent by a browser whatever made it ask. The proof is good only on the
        // way from our own pages: a neighbour under the same domain could give a browser cookie and proof of its own.
        if (marks?.GetMetadata<CommandMark>() is not null && who.Scope is null && !(SameOrigin.IsOwn(http.Request) && await IsMeantAsync(http)))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(http);
    });

    private static async Task<bool> IsMeantAsync(HttpContext http)
    {
        try
        {
            // A form whose file is not to be kept whole is read up to its file: the proof stands before it, or in a header.
            if (http.GetEndpoint()?.Metadata.GetMetadata<StreamedFileMark>() is not null)
                await StreamedFile.ReadUpToAsync(http);
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (Exception broken) when (broken is AntiforgeryValidationException or InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            // A form with files that breaks off proves nothing.
            ReadableForms.Forget(http);
            return false;
        }
    }

    /// <summary>Who asks.</summary>
    public static Actor Actor(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<Actor>() ?? Access.Actor.Visitor;
    }

    private static void Refuse(HttpContext http, Actor who, Act act)
    {
        var forPrograms = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        if (who.IsVisitor && !forPrograms)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? $"?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}" : "";
            See(http, "/sign-in" + back);
        }
        else if (act is Act.Enter && !forPrograms)
        {
            See(http, "/me");
        }
        else
        {
            http.Response.StatusCode = who.IsVisitor ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
            if (who.IsVisitor)
                http.Response.Headers.WWWAuthenticate = "Bearer";
        }
    }

    private static void See(HttpContext http, string path)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = path;
    }
}

using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Whalepaper.Ui;

/// <summary>303 See Other: the answer to a command that went well, leading to where its effect is seen.</summary>
/// <param name="path">A path of this house; pass what came from outside through <see cref="ReturnPath"/>.</param>
public sealed class SeeOther(string path) : IResult, IEndpointMetadataProvider
{
    /// <summary>Where it leads.</summary>
    public string Path { get; } = path;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Path;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status303SeeOther));
    }
}

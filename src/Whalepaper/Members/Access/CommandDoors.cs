using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Members.Access;

/// <summary>Where commands are opened: each at an address for forms and, unless it only concerns a browser, at one of the API for programs.</summary>
/// <param name="Pages">The site.</param>
/// <param name="Api">The API.</param>
public sealed record CommandDoors(IEndpointRouteBuilder Pages, IEndpointRouteBuilder Api)
{
    /// <summary>Opens a command for forms and programs.</summary>
    /// <param name="method">POST, PUT or DELETE; forms send the latter two as POST with a field <c>_method</c>.</param>
    /// <param name="path">The resource.</param>
    /// <param name="act">What one must be allowed to do.</param>
    /// <param name="name">The name of the operation in the API's description.</param>
    /// <param name="summary">What it does, in a few words of English.</param>
    /// <param name="handler">What does it.</param>
    public RouteHandlerBuilder Open(string method, string path, Act act, string name, string summary, Delegate handler)
    {
        var page = OpenForm(method, path, act, handler);
        return new RouteHandlerBuilder([page, OpenApi(method, path, act, name, summary, handler)]);
    }

    /// <summary>Opens a command whose file is read as it comes, see <see cref="StreamedFile"/>: for forms, and for programs that send it as forms do.</summary>
    /// <param name="method">POST.</param>
    /// <param name="path">The resource.</param>
    /// <param name="act">What one must be allowed to do.</param>
    /// <param name="name">The name of the operation in the API's description.</param>
    /// <param name="summary">What it does, in a few words of English.</param>
    /// <param name="file">The field that holds the file, the last of the form.</param>
    /// <param name="most">The most bytes of a request that are ever read.</param>
    /// <param name="handler">What does it.</param>
    public RouteHandlerBuilder OpenStream(string method, string path, Act act, string name, string summary, string file, long most, Delegate handler) =>
        new RouteHandlerBuilder([OpenForm(method, path, act, handler), OpenApi(method, path, act, name, summary, handler, file)]).WithMetadata(StreamedFileMark.Instance, new RequestSizeLimitAttribute(most));

    /// <summary>Opens a command for forms alone.</summary>
    public RouteHandlerBuilder OpenForm(string method, string path, Act act, Delegate handler) =>
        // Pages answer any method at their own path; the command goes first.
        Pages.MapOnDemand(method, path, handler, described: false, TellWhoIsLateAsync).WithOrder(-1).WithMetadata(new RequiresAttribute(act), CommandMark.Instance).ExcludeFromDescription();

    /// <summary>
    /// Opens a command whose address holds the proof that it was meant: a key that only a letter told. No cookie counts there, and no origin: mail
    /// providers call it for their users. The handler checks the key.
    /// </summary>
    public RouteHandlerBuilder OpenByKey(string method, string path, Delegate handler) =>
        Pages.MapOnDemand(method, path, handler, described: false, TellWhoIsLateAsync).WithOrder(-1).ExcludeFromDescription();

    private RouteHandlerBuilder OpenApi(string method, string path, Act act, string name, string summary, Delegate handler, string? file = null)
    {
        var door = Api.MapOnDemand(method, path, handler, described: true, ApiRoutes.AnswerAsync, TellWhoIsLateAsync, RefuseWhatIsNotTakenAsync)
            .WithMetadata(new RequiresAttribute(act), CommandMark.Instance)
            .WithName(name).WithSummary(summary).WithTags("Commands")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        if (FormOf(handler.Method) is { } form)
            door.WithMetadata(new BodyOfCommand(form, file));
        return door;
    }

    // Of two who change the same at once, the second is told so; nothing of theirs was saved.
    private static async ValueTask<object?> TellWhoIsLateAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception failure) when (failure.IsLostRace())
        {
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }
    }

    // A command that takes nothing has no faults of its own that would be told along, and must not be done all the same.
    private static ValueTask<object?> RefuseWhatIsNotTakenAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.Arguments.OfType<Submission<NoForm>>().FirstOrDefault() is { IsSound: false } sent ? ValueTask.FromResult<object?>(sent.Refused(invocation.HttpContext)) : next(invocation);

    private static Type? FormOf(MethodInfo handler) => handler.GetParameters().Select(parameter => parameter.ParameterType)
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Submission<>))?.GetGenericArguments()[0];
}

/// <summary>Marks a command: what changes something needs proof that it was meant.</summary>
internal sealed class CommandMark
{
    public static readonly CommandMark Instance = new();
}

using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Tests.People;

/// <summary>A form of the house: how it is filled in well, and when it is not.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Pattern">Where it goes.</param>
/// <param name="FillAsync">Fills it in well.</param>
internal sealed record HouseForm(string Method, string Pattern, Func<Stage, Task<Filled>> FillAsync)
{
    /// <summary>Without what it is refused.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What a field may not hold, besides what none may.</summary>
    public IReadOnlyList<(string Field, string[] Values)> Wrong { get; init; } = [];

    /// <summary>Whether programs give this command too.</summary>
    public bool ForPrograms { get; init; }

    /// <summary>Whether who fills it in may by the committee's office alone: a program needs the widest scope for that, though the door is open to others.</summary>
    public bool ByOffice { get; init; }

    /// <summary>Whether programs give it too, as forms do and not in JSON: for a file comes along.</summary>
    public bool WithFileForPrograms { get; init; }

    /// <summary>A word for one of two ways in which the same form is shown.</summary>
    public string? Way { get; init; }

    public string Name => $"{Method} {Pattern}";

    public override string ToString() => Way is null ? Name : $"{Name} ({Way})";

    /// <summary>All forms.</summary>
    public static IReadOnlyList<HouseForm> All { get; } = [.. FormsOfEntry.All, .. FormsOfMembers.All, .. FormsOfTalks.All, .. FormsOfMaterials.All, .. FormsOfBoard.All, .. FormsOfStaff.All, .. FormsOfNotices.All, .. FormsOfChannels.All, .. FormsOfNoticeBoard.All, .. FormsOfHour.All, .. FormsOfAsking.All, .. FormsOfAround.All, .. FormsOfAdmission.All, .. FormsOfImproving.All, .. FormsOfClosing.All, .. FormsOfParticipation.All];
}

/// <summary>A field as the program reads it.</summary>
internal sealed record FormField(string Name, bool IsList, bool IsFile, int Longest, bool IsSecret, bool HasLines, bool IsUnseen);

/// <summary>A command as the program maps it.</summary>
/// <param name="Name">Method and pattern.</param>
/// <param name="Fields">What it takes.</param>
internal sealed record MappedCommand(string Name, IReadOnlyList<FormField> Fields)
{
    private const int UsualLength = 200;

    /// <summary>All commands of a site, for forms and for programs.</summary>
    public static IReadOnlyList<MappedCommand> Of(TestSite site) =>
    [
        .. site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [not "GET"])
            .Select(endpoint => new MappedCommand($"{endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} /{endpoint.RoutePattern.RawText!.TrimStart('/')}", FieldsOf(endpoint.Metadata.GetMetadata<Delegate>()?.Method))),
    ];

    /// <summary>Whether browsers are asked for a proof that the command was meant.</summary>
    public static IReadOnlyList<string> Guarded(TestSite site) =>
    [
        .. site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<CommandMark>() is not null)
            .Select(endpoint => $"{endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"),
    ];

    private static IReadOnlyList<FormField> FieldsOf(MethodInfo? handler)
    {
        var form = handler?.GetParameters().Select(parameter => parameter.ParameterType).FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Submission<>))?.GetGenericArguments()[0];
        return form is null ? [] : [.. form.GetConstructors().MaxBy(made => made.GetParameters().Length)!.GetParameters().Select(Of)];
    }

    private static FormField Of(ParameterInfo parameter) => new(
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType == typeof(string[]), parameter.ParameterType == typeof(Microsoft.AspNetCore.Http.IFormFile),
        parameter.GetCustomAttribute<LongestAttribute>()?.Length ?? UsualLength,
        parameter.IsDefined(typeof(SecretAttribute)), parameter.IsDefined(typeof(LinesAttribute)), parameter.IsDefined(typeof(UnseenAttribute)));
}

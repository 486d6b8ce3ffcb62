using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Api;

/// <summary>The OpenAPI document of the public API: what the endpoints say of themselves, completed by the filters that they name.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";
    private const string Path = "/openapi/{documentName}.json";
    private const string Bearer = "bearer";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        document.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) is true;
        document.CreateSchemaReferenceId = NameOf;
        document.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<FiltersOfList>().SingleOrDefault() is { } list)
                AddFilters(operation, list);
            if (metadata.OfType<BodyOfCommand>().SingleOrDefault() is { } body)
                operation.RequestBody = BodyOf(body);
            DescribePath(operation);
            DescribeAnswers(operation, HttpMethods.IsGet(context.Description.HttpMethod ?? ""));
            return Task.CompletedTask;
        });
        document.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type.IsEnum)
                schema.Type = JsonSchemaType.String;
            return Task.CompletedTask;
        });
        document.AddDocumentTransformer((whole, _, _) =>
        {
            whole.Info = new OpenApiInfo
            {
                Title = "Whalepaper",
                Version = Name,
                Description = "What the group's pages show, for programs, and what members do there. Everybody may read what has no lock; the rest is asked for with a token of a member, made on their page of tokens.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            // The address by which the reader came would be kept for everybody.
            whole.Servers = [new OpenApiServer { Url = "/" }];
            whole.Components ??= new OpenApiComponents();
            whole.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of a member. It reads, writes or manages, as far as its scope and its owner reach." },
            };
            foreach (var command in whole.Paths.SelectMany(path => path.Value.Operations ?? []).Where(operation => operation.Key != HttpMethod.Get))
                command.Value.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, whole)] = [] }];
            return Task.CompletedTask;
        });
    });

    /// <summary>Adds <c>/openapi/v1.json</c>. It changes with the program only, and so is kept.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi(Path).RequireCors(ApiRoutes.Readers).Add(endpoint =>
    {
        var answer = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http =>
        {
            // The framework says so in a text of its own; here it is a problem like any other.
            if (!string.Equals(http.GetRouteValue("documentName") as string, Name, StringComparison.Ordinal))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers.ContentLanguage = "en";
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            http.Shows(ChangeTags.Group);
            return answer(http);
        };
    });

    // TalkResource is "Talk" to those who read the document, and Listing<TalkResource> is "TalkListing".
    private static string? NameOf(JsonTypeInfo type)
    {
        var clr = type.Type;
        if (clr.IsGenericType && clr.GetGenericTypeDefinition() == typeof(Listing<>))
            return Plain(clr.GetGenericArguments()[0]) + "Listing";
        return clr.Namespace?.StartsWith(nameof(Whalepaper), StringComparison.Ordinal) is true && Nullable.GetUnderlyingType(clr) is null
            ? Plain(clr)
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
    }

    private static string Plain(MemberInfo type) => type.Name.Replace("Resource", "", StringComparison.Ordinal);

    private static void AddFilters(OpenApiOperation operation, FiltersOfList list)
    {
        operation.Parameters ??= [];
        foreach (var filter in list.All)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = filter.Name,
                In = ParameterLocation.Query,
                Description = filter.Description,
                Schema = filter.Schema(),
            });
        }
    }

    // A command takes texts and lists of texts; what is left out counts as empty, and what is not named is refused.
    private static OpenApiRequestBody BodyOf(BodyOfCommand body) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [body.File is null ? "application/json" : "multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = body.Form.GetProperties(BindingFlags.Instance | BindingFlags.Public).ToDictionary(
                        property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => (IOpenApiSchema)SchemaOf(property.PropertyType), StringComparer.Ordinal)
                        .Concat(body.File is { } file ? [new(file, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" })] : []).ToDictionary(StringComparer.Ordinal),
                    AdditionalPropertiesAllowed = false,
                },
            },
        },
    };

    private static OpenApiSchema SchemaOf(Type type) => type == typeof(string[])
        ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } }
        : new OpenApiSchema { Type = JsonSchemaType.String };

    private static void DescribePath(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path) ?? [])
        {
            parameter.Description = parameter.Name switch
            {
                "number" => "What the group counts the topic as.",
                "code" => "The track's code, such as nlp.",
                "handle" => "The member's name in addresses.",
                _ => "The number in its address.",
            };
        }
    }

    private static void DescribeAnswers(OpenApiOperation operation, bool reads)
    {
        var answers = operation.Responses ??= [];
        foreach (var (status, answer) in answers)
        {
            answer.Description = status switch
            {
                "200" when !reads => "It was done, and this came of it.",
                "204" => "It was done.",
                "401" => "No token came with it, or one that is none or no longer.",
                "403" => "The member, or the scope of their token, does not reach so far.",
                "409" => "Somebody changed the same at the same moment; nothing was saved.",
                "422" => "Something sent is not as it should be; 'errors' names each field concerned and says what it takes.",
                "200" => "What was asked for. The header ETag names this state of it; on lists the header Link leads to the neighbouring pages.",
                "400" => "The query could not be understood; 'errors' names each parameter concerned and says what it takes.",
                "404" => "There is no such thing.",
                _ => answer.Description,
            };
        }

        if (reads)
            answers["304"] = new OpenApiResponse { Description = "Nothing changed since the answer that If-None-Match names." };
    }
}

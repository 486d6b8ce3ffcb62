using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Whalepaper.Ui;

/// <summary>
/// Opens endpoints whose handlers are bound when somebody first asks for them. To bind one is to compile several functions, and the
/// framework binds all of them before the first page; of our commands a start needs none.
/// </summary>
internal static class HandlersOnDemand
{
    /// <summary>Opens an endpoint.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="path">The resource.</param>
    /// <param name="handler">What answers. Attributes of it are not looked for: what holds for an endpoint is said where it is opened.</param>
    /// <param name="described">Whether the endpoint stands in the API's description, and therefore tells what it takes and gives.</param>
    /// <param name="filters">What each call passes, in this order. Filters added by the framework's own means would see the request alone, and none of the handler's arguments.</param>
    public static RouteHandlerBuilder MapOnDemand(
        this IEndpointRouteBuilder routes, string method, string path, Delegate handler, bool described, params Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>>[] filters)
    {
        var door = new Door(routes.ServiceProvider, method, handler, described, filters);
        var builder = routes.MapMethods(path, [method], door.AnswerAsync);
        builder.Add(door.Describe);
        return new RouteHandlerBuilder([builder]);
    }

    /// <summary>Opens the address of a file, which stands in no description.</summary>
    public static RouteHandlerBuilder MapFile(this IEndpointRouteBuilder routes, string path, Delegate handler) =>
        routes.MapOnDemand(HttpMethods.Get, path, handler, described: false).ExcludeFromDescription();

    private sealed class Door(IServiceProvider services, string method, Delegate handler, bool described, Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>>[] filters)
    {
        private static readonly MethodInfo Telling = typeof(Door).GetMethod(nameof(TellAnswer), BindingFlags.Static | BindingFlags.NonPublic)!;

        private readonly Lock _binding = new();
        private RoutePattern? _pattern;
        private volatile RequestDelegate? _bound;

        public Task AnswerAsync(HttpContext http) => (_bound ?? Bind())(http);

        // As the framework would, and at the same place: what the handler tells of itself comes before what its door adds. What stands in no description tells nothing. No handler has
        // attributes but the compiler's, and to read those takes longer than the rest; whoever looks at all doors finds the handler here.
        public void Describe(EndpointBuilder builder)
        {
            _pattern = ((RouteEndpointBuilder)builder).RoutePattern;
            builder.Metadata.Add(handler);
            if (!described)
                return;
            builder.Metadata.Add(handler.Method);
            Tell(builder);
        }

        // The framework has a way to tell this without binding, but it compiles a function for every parameter that reads itself.
        private void Tell(EndpointBuilder builder)
        {
            foreach (var parameter in handler.Method.GetParameters().Where(parameter => _pattern!.GetParameter(parameter.Name!) is not null))
                builder.Metadata.Add(new PartOfPath(parameter));
            var answer = handler.Method.ReturnType;
            if (answer.IsGenericType && answer.GetGenericTypeDefinition() == typeof(Task<>))
                answer = answer.GetGenericArguments()[0];
            if (answer.IsAssignableTo(typeof(IEndpointMetadataProvider)))
                Telling.MakeGenericMethod(answer).Invoke(null, [handler.Method, builder]);
        }

        private static void TellAnswer<TAnswer>(MethodInfo method, EndpointBuilder builder) where TAnswer : IEndpointMetadataProvider => TAnswer.PopulateMetadata(method, builder);

        private RequestDelegate Bind()
        {
            lock (_binding)
            {
                var builder = new RouteEndpointBuilder(null, _pattern!, 0);
                foreach (var filter in filters)
                    builder.FilterFactories.Add((_, next) => invocation => filter(invocation, next));
                return _bound ??= RequestDelegateFactory.Create(handler, Options(builder)).RequestDelegate;
            }
        }

        private RequestDelegateFactoryOptions Options(EndpointBuilder builder) => new()
        {
            ServiceProvider = services,
            RouteParameterNames = _pattern!.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = services.GetRequiredService<IOptions<RouteHandlerOptions>>().Value.ThrowOnBadRequest,
            DisableInferBodyFromParameters = HttpMethods.IsGet(method) || HttpMethods.IsDelete(method),
            EndpointBuilder = builder,
        };
    }

    private sealed record PartOfPath(ParameterInfo ParameterInfo) : IParameterBindingMetadata
    {
        public string Name => ParameterInfo.Name!;

        public bool HasTryParse => ParameterInfo.ParameterType != typeof(string);

        public bool HasBindAsync => false;

        public bool IsOptional => false;
    }
}

using Microsoft.OpenApi;

namespace Whalepaper.Api;

/// <summary>
/// One query parameter of the API: what it is called, what it takes, and how it is read. Endpoints name the filters they understand; the same
/// words then check what was asked, answer what was asked wrongly, and stand in the OpenAPI document.
/// </summary>
/// <param name="name">The name in the query string.</param>
/// <param name="description">What it does, for the document.</param>
/// <param name="wanted">What it takes, to complete "The filter takes …".</param>
/// <param name="schema">Its shape in the document, made anew each time: a document owns its schemas.</param>
public abstract class Filter(string name, string description, string wanted, Func<OpenApiSchema> schema)
{
    /// <summary>The name in the query string.</summary>
    public string Name { get; } = name;

    /// <summary>What it does.</summary>
    public string Description { get; } = description;

    /// <summary>What it takes.</summary>
    public string Wanted { get; } = wanted;

    /// <summary>Its shape in the OpenAPI document.</summary>
    public OpenApiSchema Schema() => schema();

    /// <summary>Reads a value.</summary>
    /// <returns>Null where the text is none.</returns>
    internal abstract object? Read(string text);
}

/// <summary>A query parameter that gives a <typeparamref name="T"/>.</summary>
/// <param name="name">The name in the query string.</param>
/// <param name="description">What it does.</param>
/// <param name="wanted">What it takes.</param>
/// <param name="schema">Its shape in the document.</param>
/// <param name="read">Reads a value; null where the text is none.</param>
public sealed class Filter<T>(string name, string description, string wanted, Func<OpenApiSchema> schema, Func<string, object?> read)
    : Filter(name, description, wanted, schema)
{
    /// <inheritdoc />
    internal override object? Read(string text) => read(text);
}

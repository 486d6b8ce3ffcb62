using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;

namespace Whalepaper.Tests.Api;

/// <summary>
/// Compares an answer with its schema (JSON Schema 2020-12, as far as the document uses it), more strictly than a validator would: what the
/// schema does not name is a fault too. A keyword that this reader does not know is a fault of the document.
/// </summary>
internal sealed class SchemaCheck(JsonNode document)
{
    private static readonly HashSet<string> known = new(StringComparer.Ordinal)
    {
        "$ref", "type", "properties", "required", "items", "enum", "oneOf", "additionalProperties", "format", "description", "default",
    };

    /// <summary>Every fault, with the place where it is.</summary>
    public IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string place = "$")
    {
        var node = schema.AsObject();
        if (node["$ref"] is { } reference)
            return Faults(value, Resolve(reference.ToString()), place);
        if (node["oneOf"] is { } choices)
            return choices.AsArray().Count(choice => !Faults(value, choice!, place).Any()) == 1 ? [] : [$"{place} fits not exactly one of the choices"];
        return FaultsOfOne(value, node, place);
    }

    private JsonNode Resolve(string reference)
    {
        var node = document;
        foreach (var step in reference.Split('/').Skip(1))
            node = node[step] ?? throw new InvalidOperationException($"The document has no {reference}.");
        return node;
    }

    private IEnumerable<string> FaultsOfOne(JsonNode? value, JsonObject schema, string place)
    {
        foreach (var keyword in schema.Select(pair => pair.Key).Where(keyword => !known.Contains(keyword)))
            yield return $"{place} uses the keyword {keyword}, which nobody checks";
        List<string> types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => type!.ToString())],
            { } one => [one.ToString()],
            null => [],
        };
        if (!types.Contains(TypeOf(value)))
        {
            yield return $"{place} is {TypeOf(value)}, not {string.Join(" or ", types)}";
            yield break;
        }

        if (schema["enum"] is { } words && !words.AsArray().Any(word => JsonNode.DeepEquals(word, value)))
            yield return $"{place} is {value}, none of the words";
        if (value is not null && !HasFormat(value, schema["format"]?.ToString()))
            yield return $"{place} is {value}, no {schema["format"]}";
        foreach (var fault in FaultsWithin(value, schema, place))
            yield return fault;
    }

    private IEnumerable<string> FaultsWithin(JsonNode? value, JsonObject schema, string place)
    {
        if (value is JsonArray items)
            return items.Index().SelectMany(item => Faults(item.Item, schema["items"]!, $"{place}[{item.Index}]"));
        if (value is not JsonObject thing)
            return [];
        var properties = schema["properties"]?.AsObject() ?? [];
        var missing = (schema["required"]?.AsArray() ?? []).Select(name => name!.ToString()).Where(name => !thing.ContainsKey(name));
        return missing.Select(name => $"{place} lacks {name}").Concat(thing.SelectMany(pair =>
            (properties[pair.Key] ?? schema["additionalProperties"]) is { } inner ? Faults(pair.Value, inner, $"{place}.{pair.Key}") : [$"{place}.{pair.Key} is not in the schema"]));
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };

    private static bool HasFormat(JsonNode value, string? format) => format switch
    {
        null or "int32" => true,
        "date" => LocalDatePattern.Iso.Parse(value.ToString()).Success,
        "date-time" => OffsetDateTimePattern.Rfc3339.Parse(value.ToString()).Success,
        _ => false,
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NodaTime;
using NodaTime.Text;

namespace Whalepaper.Api;

/// <summary>The query parameters that mean the same in every list.</summary>
public static class Filters
{
    /// <summary>The longest text that a filter takes, in UTF-16 units.</summary>
    public const int LongestText = 200;

    /// <summary>The most that one answer holds.</summary>
    public const int LargestSize = 200;

    /// <summary>What one answer holds unless said otherwise.</summary>
    public const int UsualSize = 50;

    private const int LastPage = 1_000_000;

    /// <summary>Which page, from 1.</summary>
    public static readonly Filter<int?> Page = Number("page", "Which page, from 1. A page behind the last is empty.", 1, LastPage, usual: 1);

    /// <summary>How many items a page has.</summary>
    public static readonly Filter<int?> Size = Number("size", "How many items a page has.", 1, LargestSize, usual: UsualSize);

    /// <summary>A topic's number.</summary>
    public static readonly Filter<int?> Topic = Number("topic", "Only what belongs to the topic of this number.", 0, int.MaxValue);

    /// <summary>A track's code.</summary>
    public static readonly Filter<string> Track = Text("track", "Only what belongs to the track of this code, such as nlp.", "a track's code, such as nlp");

    /// <summary>A part of a theme.</summary>
    public static readonly Filter<string> Theme = Text(
        "theme", "Only what belongs to a theme that contains these words; case, width and punctuation do not matter.", "words of a theme");

    /// <summary>A presenter's handle.</summary>
    public static readonly Filter<string> Presenter = Text("presenter", "Only what the member of this handle shares.", "a member's handle");

    /// <summary>Words of a title or a name.</summary>
    public static readonly Filter<string> Words = Text(
        "q", "Only what contains these words in its title or name; case, width and punctuation do not matter. For a ranked search there is the page /search.", "words to look for");

    /// <summary>The first day, in the group's zone.</summary>
    public static readonly Filter<LocalDate?> From = Date("from", "Only from this day on, in the group's zone.");

    /// <summary>The last day, in the group's zone.</summary>
    public static readonly Filter<LocalDate?> To = Date("to", "Only until this day, itself included, in the group's zone.");

    /// <summary>A whole number within bounds.</summary>
    public static Filter<int?> Number(string name, string description, int least, int most, int? usual = null) => new(
        name, description, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        () => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
            Maximum = most.ToString(CultureInfo.InvariantCulture),
            Default = usual is { } number ? JsonValue.Create(number) : null,
        },
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null);

    /// <summary>A text of 1 to <see cref="LongestText"/> units, without control characters: a database takes no NUL.</summary>
    public static Filter<string> Text(string name, string description, string wanted) => new(
        name, description, string.Create(CultureInfo.InvariantCulture, $"{wanted}, at most {LongestText} characters"),
        () => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = LongestText },
        text => text.Length <= LongestText && !text.Any(char.IsControl) ? text : null);

    /// <summary>Yes or no.</summary>
    public static Filter<bool?> YesOrNo(string name, string description) => new(
        name, description, "true or false", () => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        text => text switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        });

    /// <summary>One of the words of <typeparamref name="T"/>, as they stand in the answers.</summary>
    public static Filter<T?> OneOf<T>(string name, string description) where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var words = Array.ConvertAll(values, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        return new(
            name, description, "one of " + string.Join(", ", words),
            () => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] },
            text => Array.IndexOf(words, text) is >= 0 and var at ? values[at] : null);
    }

    private static Filter<LocalDate?> Date(string name, string description) => new(
        name, description, "a date such as 2026-11-28",
        () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
        // The first and last days of the calendar have no day beside them to compare with.
        text => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 1 and < 9999 } date } ? date : null);
}

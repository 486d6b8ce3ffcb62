using System.Text.RegularExpressions;

namespace Whalepaper.Notices.Board;

/// <summary>What a template is for, and the places in it that can be filled: <c>{topic}</c> and its like.</summary>
/// <param name="Word">Its name in addresses and in the database.</param>
/// <param name="Places">The places, without braces.</param>
public sealed partial record TemplateKind(string Word, IReadOnlyList<string> Places)
{
    /// <summary>A topic opens.</summary>
    public static readonly TemplateKind TopicOpens = new("topic-opens", ["group", "topic", "date", "link"]);

    /// <summary>The plan of a topic was published.</summary>
    public static readonly TemplateKind PlanPublished = new("plan-published", ["group", "topic", "link"]);

    /// <summary>Who shares what this week.</summary>
    public static readonly TemplateKind TalkThisWeek = new("talk-this-week", ["group", "topic", "track", "date", "time", "presenter", "paper", "link"]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TemplateKind> All { get; } = [TopicOpens, PlanPublished, TalkThisWeek];

    /// <summary>The one of a name; null if there is none.</summary>
    public static TemplateKind? Find(string? word) => All.FirstOrDefault(kind => string.Equals(kind.Word, word, StringComparison.Ordinal));

    /// <summary>The places as they are written, for people to choose from.</summary>
    public string Offered => string.Join(' ', Places.Select(place => $"{{{place}}}"));

    /// <summary>What stands in a text like a place and is none of these, as it is written.</summary>
    public IReadOnlyList<string> Unknown(string text) => [.. Place().Matches(text).Where(match => !Places.Contains(match.Groups["name"].Value, StringComparer.Ordinal)).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Fills the places. What stands in the values is no place any more, whatever it looks like.</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">What to put in, by place; where there is nothing, the place stays to be filled by hand.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Place().Replace(text, match => values.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value);
    }

    [GeneratedRegex(@"\{(?<name>[^{}\r\n]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}

using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;

namespace Whalepaper.Bench;

/// <summary>What a bare component has to render, in order.</summary>
internal enum BareKind
{
    /// <summary>An element opens; its attributes follow.</summary>
    Open,

    /// <summary>An attribute of the element just opened.</summary>
    Attribute,

    /// <summary>Text, encoded while it is rendered.</summary>
    Text,

    /// <summary>Markup that a template would hold as it stands.</summary>
    Markup,

    /// <summary>The element closes.</summary>
    Close,
}

/// <summary>One step of rendering.</summary>
internal readonly record struct BareNode(BareKind Kind, string Name, string? Value = null);

/// <summary>
/// A page taken apart into what a hand-written component of the same HTML would do: what stands on it again and again in the same words
/// is markup of the template, everything else elements, attributes and texts that are encoded anew.
/// </summary>
internal static partial class BareNodes
{
    private const int OftenEnoughForTemplate = 20;

    private static readonly FrozenSet<string> Void = new[] { "area", "base", "br", "hr", "img", "input", "link", "meta", "source", "wbr" }.ToFrozenSet(StringComparer.Ordinal);
    private static IReadOnlyList<BareNode>? _known;

    /// <summary>The page that was kept plain, taken apart once.</summary>
    public static IReadOnlyList<BareNode> Read(string folder) => _known ??= Parse(File.ReadAllText(KeptAnswer.BodyPath(folder, null)));

    /// <summary>Takes apart HTML as the framework writes it: well formed, with attributes in double quotes.</summary>
    public static IReadOnlyList<BareNode> Parse(string html)
    {
        var tokens = Tokens().Matches(html).Select(m => m.Value).ToArray();
        var ends = Ends(tokens);
        var often = Enumerable.Range(0, tokens.Length).Where(i => ends[i] > i).Select(i => Whole(tokens, i, ends[i]))
            .CountBy(t => t, StringComparer.Ordinal).Where(t => t.Value >= OftenEnoughForTemplate).Select(t => t.Key).ToFrozenSet(StringComparer.Ordinal);
        var nodes = new List<BareNode>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (ends[i] > i && (tokens[i].StartsWith("<script", StringComparison.Ordinal) || often.Contains(Whole(tokens, i, ends[i]))))
            {
                nodes.Add(new(BareKind.Markup, Whole(tokens, i, ends[i])));
                i = ends[i];
            }
            else
            {
                Add(nodes, tokens[i]);
            }
        }

        return nodes;
    }

    private static void Add(List<BareNode> nodes, string token)
    {
        if (token.StartsWith("</", StringComparison.Ordinal))
        {
            nodes.Add(new(BareKind.Close, token));
            return;
        }

        // An element alone is left as it stands: a template writes it so, the framework with other spaces.
        if (token.StartsWith("<!", StringComparison.Ordinal) || string.IsNullOrWhiteSpace(token) || (token[0] == '<' && IsAlone(token)))
        {
            nodes.Add(new(BareKind.Markup, token));
            return;
        }

        if (token[0] != '<')
        {
            // The spaces around a word are the template's.
            var words = token.Trim();
            var at = token.IndexOf(words, StringComparison.Ordinal);
            if (at > 0)
                nodes.Add(new(BareKind.Markup, token[..at]));
            nodes.Add(new(BareKind.Text, WebUtility.HtmlDecode(words)));
            if (at + words.Length < token.Length)
                nodes.Add(new(BareKind.Markup, token[(at + words.Length)..]));
            return;
        }

        nodes.Add(new(BareKind.Open, NameOf(token)));
        foreach (Match attribute in Attributes().Matches(token))
            nodes.Add(new(BareKind.Attribute, attribute.Groups["name"].Value, attribute.Groups["value"].Success ? WebUtility.HtmlDecode(attribute.Groups["value"].Value) : null));
    }

    // For each opening tag the place of its closing one; its own place for everything else.
    private static int[] Ends(string[] tokens)
    {
        var ends = Enumerable.Range(0, tokens.Length).ToArray();
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].StartsWith("</", StringComparison.Ordinal))
                ends[open.Pop()] = i;
            else if (tokens[i][0] == '<' && tokens[i][1] != '!' && !IsAlone(tokens[i]))
                open.Push(i);
        }

        return ends;
    }

    private static bool IsAlone(string tag) => tag.EndsWith("/>", StringComparison.Ordinal) || Void.Contains(NameOf(tag));

    private static string NameOf(string tag) => Name().Match(tag).Value;

    private static string Whole(string[] tokens, int from, int to) => string.Concat(tokens[from..(to + 1)]);

    [GeneratedRegex("<!--.*?-->|<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>|[^<]+", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Tokens();

    [GeneratedRegex("(?<=^<)[^\\s/>]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\s(?<name>[^\\s=\"/>]+)(=\"(?<value>[^\"]*)\")?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attributes();
}

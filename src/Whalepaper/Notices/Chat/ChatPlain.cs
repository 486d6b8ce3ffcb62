using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Chat;

/// <summary>
/// Makes of what people wrote a text that no chat takes for anything else: it calls nobody, links nowhere, and is set in no other way. The services
/// differ in how markup is escaped, and some know no way at all; so its signs are written as the full-width ones that look alike.
/// </summary>
internal static partial class ChatPlain
{
    /// <summary>The longest subject, in characters as they are read.</summary>
    private const int LongestSubject = 120;

    private static readonly Dictionary<char, char> alike = new()
    {
        ['@'] = '＠',
        ['['] = '［',
        [']'] = '］',
        ['*'] = '＊',
        ['`'] = '｀',
        ['~'] = '～',
        ['|'] = '｜',
        ['\\'] = '＼',
        ['<'] = '＜',
        ['>'] = '＞',
    };

    /// <summary>A text without markup.</summary>
    /// <param name="text">What people wrote.</param>
    /// <param name="angles">Whether angle brackets are markup too; not where they are escaped afterwards.</param>
    public static string Of(string text, bool angles = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var made = new StringBuilder(text.Length);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            AppendLine(made.Append(made.Length > 0 || line.Length == 0 ? "\n" : ""), line, angles);
        return made.ToString().Trim('\n');
    }

    /// <summary>A subject without markup, on one line and not too long.</summary>
    public static string Subject(string text, bool angles = true) => Of(Shorten(Message.Line(text), LongestSubject, static _ => 1), angles);

    /// <summary>An address of ours where brackets end it.</summary>
    public static string? Link(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Uri.TryCreate(message.Link, UriKind.Absolute, out var link) && link.Scheme is ("http" or "https")
            ? Message.Line(message.Link).Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
                .Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)
            : null;
    }

    /// <summary>A text that is not too long: cut between two characters as they are read, and then it ends in an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most that it may measure.</param>
    /// <param name="measure">What a piece of it measures; pieces add up.</param>
    public static string Shorten(string text, int most, Func<string, int> measure)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(measure);
        const string Rest = "…";
        var (sum, kept) = (0, 0);
        var room = most - measure(Rest);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            sum += measure(text.Substring(at, length));
            at += length;
            if (sum <= room)
                kept = at;
            if (sum > most)
                return text[..kept].TrimEnd() + Rest;
        }

        return text;
    }

    /// <summary>What a text takes as UTF-8.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static void AppendLine(StringBuilder made, string line, bool angles)
    {
        // What is drawn under a line would make a heading of it.
        var rule = Rule().IsMatch(line);
        var leading = true;
        for (var n = 0; n < line.Length; n++)
        {
            var sign = line[n];
            if (char.IsControl(sign) && sign is not '\t')
                continue;
            made.Append(sign switch
            {
                '#' when leading => '＃',
                '>' when leading => '＞',
                '-' when rule => '－',
                '=' when rule => '＝',
                '_' when n == 0 || n == line.Length - 1 || !char.IsLetterOrDigit(line[n - 1]) || !char.IsLetterOrDigit(line[n + 1]) => '＿',
                '&' when angles && n + 1 < line.Length && (line[n + 1] is '#' || char.IsAsciiLetter(line[n + 1])) => '＆',
                '<' or '>' when !angles => sign,
                _ => alike.GetValueOrDefault(sign, sign),
            });
            leading = leading && sign is (' ' or '\t' or '-' or '#' or '>');
        }
    }

    [GeneratedRegex(@"^\s*[-=_*+ ]{2,}\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}

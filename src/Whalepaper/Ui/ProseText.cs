using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Whalepaper.Ui;

/// <summary>
/// Turns Markdown into plain text, for what shows no markup: a letter's text, an inbox, a chat. It is made from what <see cref="ProseMarkup"/> lets
/// through, so that it says what the page says and nothing that the page hides; where a link leads stands behind its words.
/// </summary>
public static class ProseText
{
    private static readonly string[] parted = ["P", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "BLOCKQUOTE", "PRE", "TABLE", "HR"];

    /// <summary>The text of a text; an empty line parts paragraphs.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="lead">Where an address of the text leads; null if it may not be a link.</param>
    public static string Of(string markdown, Func<string?, string?> lead)
    {
        using var document = new HtmlParser().ParseDocument(ProseMarkup.Html(markdown, lead));
        var text = new StringBuilder();
        Write(document.Body!, text, 0);
        return text.ToString().Trim('\n', ' ');
    }

    private static void Write(INode node, StringBuilder text, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
                Say(words, text);
            else if (child is IElement element)
                Write(element, text, depth);
        }
    }

    private static void Write(IElement element, StringBuilder text, int depth)
    {
        var isInList = depth > 0;
        if (parted.Contains(element.TagName, StringComparer.Ordinal) && !isInList)
            Break(text, "\n\n");
        switch (element.TagName)
        {
            case "BR" or "TR":
                Break(text, "\n");
                break;
            case "LI":
                Break(text, "\n");
                text.Append(' ', Math.Max(0, depth - 1) * 2).Append(element.ParentElement is { TagName: "OL" } list ? $"{list.Children.Index(element) + 1}. " : "- ");
                break;
            case "TH" or "TD" when element.PreviousElementSibling is not null:
                text.Append(" | ");
                break;
        }

        if (element.TagName is "PRE")
            text.Append(element.TextContent.TrimEnd('\n'));
        else
            Write((INode)element, text, element.TagName is "UL" or "OL" ? depth + 1 : depth);
        if (element.TagName is "A" && element.GetAttribute("href") is { } address && !string.Equals(address.TrimEnd('/'), element.TextContent.TrimEnd('/'), StringComparison.Ordinal))
            text.Append(" (").Append(address).Append(')');
        if (parted.Contains(element.TagName, StringComparer.Ordinal) && !isInList)
            Break(text, "\n\n");
    }

    // Blanks between blocks are the markup's own.
    private static void Say(IText words, StringBuilder text)
    {
        var said = words.Data.ReplaceLineEndings("\n");
        if (string.IsNullOrWhiteSpace(said) && (text.Length == 0 || text[^1] is '\n' || said.Contains('\n', StringComparison.Ordinal)))
            return;
        text.Append(text.Length > 0 && text[^1] is '\n' ? said.TrimStart('\n') : said);
    }

    private static void Break(StringBuilder text, string by)
    {
        while (text.Length > 0 && text[^1] is ' ')
            text.Length--;
        if (text.Length == 0)
            return;
        var there = text[^1] is not '\n' ? 0 : text.Length > 1 && text[^2] is '\n' ? 2 : 1;
        text.Append('\n', Math.Max(0, by.Length - there));
    }
}

file static class Places
{
    public static int Index(this IHtmlCollection<IElement> all, IElement one) => all.TakeWhile(other => other != one).Count();
}

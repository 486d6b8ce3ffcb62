using System.Text.Encodings.Web;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Whalepaper.Ui;

/// <summary>
/// Turns Markdown that anybody may have written into safe HTML: only the elements that Markdown itself can make are left, without any
/// attribute but an address, which the caller decides. Tags of the text vanish and leave their words; pictures become links.
/// </summary>
public static class ProseMarkup
{
    // Tables, struck words, bare links and task lists as on GitHub.
    private static readonly MarkdownPipeline pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseAutoLinks().UseTaskLists().Build();

    private static readonly string[] elements =
    [
        "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "sub", "sup", "ins", "mark",
        "a", "table", "thead", "tbody", "tr", "th", "td",
    ];

    // What ends with its words: a script's or style's text is not for reading.
    private static readonly string[] silent = ["script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "textarea", "select"];

    /// <summary>The HTML of a text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="lead">Where an address of the text leads; null if it may not be a link, and then its words stay as text.</param>
    public static string Html(string markdown, Func<string?, string?> lead)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        ArgumentNullException.ThrowIfNull(lead);
        if (Parsed(markdown) is not { } document)
            return $"<p>{HtmlEncoder.Default.Encode(markdown)}</p>";
        foreach (var picture in document.Descendants<LinkInline>().Where(link => link.IsImage))
            Describe(picture);
        // The page has its own h1; a text's headings stand below it.
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = Math.Clamp(heading.Level, 2, 6);
        return Wash(document.ToHtml(pipeline), lead);
    }

    // Quotes within quotes within quotes, deeper than the reader of Markdown goes: null.
    private static MarkdownDocument? Parsed(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void Describe(LinkInline picture)
    {
        picture.IsImage = false;
        if (picture.FirstChild is null)
            picture.AppendChild(new LiteralInline(picture.Url ?? ""));
    }

    private static string Wash(string html, Func<string?, string?> lead)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(elements, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "rel"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.RemovingTag += (_, removing) =>
        {
            if (Array.Exists(silent, name => string.Equals(name, removing.Tag.LocalName, StringComparison.OrdinalIgnoreCase)))
                return;
            removing.Cancel = true;
            removing.Tag.Replace([.. removing.Tag.ChildNodes]);
        };
        sanitizer.FilterUrl += (_, url) => url.SanitizedUrl = lead(url.OriginalUrl);
        sanitizer.PostProcessNode += (_, node) =>
        {
            if (node.Node is AngleSharp.Html.Dom.IHtmlAnchorElement anchor && anchor.HasAttribute("href"))
                anchor.SetAttribute("rel", "noopener noreferrer nofollow");
        };
        return sanitizer.Sanitize(html);
    }
}

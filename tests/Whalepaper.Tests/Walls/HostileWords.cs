using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Whalepaper.Tests.Walls;

/// <summary>What people type who want others' browsers to run it, and how it is seen in an answer that it did not stay words.</summary>
internal static class HostileWords
{
    /// <summary>Stands in all of them: as words it is harmless, as anything else it is a fault.</summary>
    public const string Mark = "wpx";

    // Where an element or an attribute gets its address from, and what a browser runs or fetches there.
    private static readonly string[] addresses = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background", "cite", "ping"];

    /// <summary>By what they hope for: to end an attribute, an element, a comment, a script, a style; to be an address; to be Markdown; to be filled in as a template; to turn the page around. The first is short enough for every field.</summary>
    /// <param name="trap">An address of the inside that nobody of the house must ever call.</param>
    public static IReadOnlyList<string> All(Uri trap) =>
    [
        "wpx\"'><img src=x onerror=wpx()><wpx a=\"",
        "</script></title></textarea></style><svg/onload=wpx()>wpx",
        "--><wpx>]]><!-- wpx {{wpx}} {0} {1:x} %s ${wpx} @wpx <%= wpx %>",
        "&lt;wpx&gt; &#60;wpx&#62; \\u003cwpx\\u003e %3Cwpx%3E &quot; onclick=wpx()",
        "[wpx](javascript:wpx()) ![wpx](data:image/svg+xml,wpx) <wpx onclick=wpx()> [a]: vbscript:wpx 'wpx\" onclick=wpx()'",
        "[wpx](https://wpx.example/\"onmouseover=\"wpx()) <https://wpx.example/><script>wpx()</script> `<wpx>` | <wpx> |",
        "https://wpx.example/\"onmouseover=\"wpx()\"",
        "https://wpx.example/?a='onfocus='wpx()&b=<wpx>#\"><wpx>",
        "JaVaScRiPt:wpx()//https://wpx.example/",
        $"{trap.AbsoluteUri}wpx?<wpx>",
        "O'wpx \u00ab<wpx>\u00bb \u2028 wpx \uff1cwpx\uff1e",
    ];

    /// <summary>What in an answer is more than words.</summary>
    /// <param name="type">The type of the body.</param>
    /// <param name="text">The body.</param>
    public static IReadOnlyList<string> Faults(string? type, string text) => type switch
    {
        "text/html" => FaultsOfPage(text),
        "application/json" or "application/problem+json" => IsJson(text) ? [] : ["broken JSON"],
        "application/atom+xml" or "application/xml" or "text/xml" or "application/opensearchdescription+xml" or "image/svg+xml" => FaultsOfXml(text),
        _ => [],
    };

    private static List<string> FaultsOfPage(string text)
    {
        using var page = new HtmlParser().ParseDocument(text);
        var faults = new List<string>();
        foreach (var element in page.All)
        {
            if (element.LocalName.Contains(Mark, StringComparison.OrdinalIgnoreCase))
                faults.Add($"an element {element.LocalName}");
            foreach (var attribute in element.Attributes)
            {
                if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.Contains(Mark, StringComparison.OrdinalIgnoreCase) || attribute.Name is "style" or "srcdoc")
                    faults.Add($"an attribute {attribute.Name} of {element.LocalName}");
                if (addresses.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase) && Runs(attribute.Value))
                    faults.Add($"{attribute.Name} of {element.LocalName} is {attribute.Value}");
            }

            if (element is { LocalName: "script" } && !element.HasAttribute("src") && !(element.GetAttribute("type") is "application/ld+json" or "importmap" && IsJson(element.TextContent)))
                faults.Add($"a script: {element.TextContent}");
            if (element is { LocalName: "iframe" or "object" or "embed" or "style" or "frame" or "applet" or "math" or "foreignobject" } || (element is { LocalName: "img" } && element.GetAttribute("src") is not ['/', not '/', ..]) || (element is { LocalName: "base" } && element.GetAttribute("href") is not "/"))
                faults.Add($"an element {element.LocalName}");
            if (element is { LocalName: "meta" } && string.Equals(element.GetAttribute("http-equiv"), "refresh", StringComparison.OrdinalIgnoreCase) && element.GetAttribute("content") is { } content && !content.All(sign => char.IsAsciiDigit(sign)))
                faults.Add($"a page that goes elsewhere: {content}");
        }

        return faults;
    }

    private static List<string> FaultsOfXml(string text)
    {
        try
        {
            var faults = new List<string>();
            foreach (var element in XDocument.Parse(text).Descendants())
            {
                if (element.Name.LocalName.Contains(Mark, StringComparison.OrdinalIgnoreCase))
                    faults.Add($"an element {element.Name}");
                // What a feed holds of a page is a page again.
                if (element.Attribute("type")?.Value is "html" or "xhtml")
                    faults.AddRange(FaultsOfPage(element.Value));
            }

            return faults;
        }
        catch (System.Xml.XmlException broken)
        {
            return [$"broken XML: {broken.Message}"];
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // As a browser reads it: without controls and blanks around it, and without tabs and breaks in it.
    private static bool Runs(string address)
    {
        var read = string.Concat(address.Where(sign => sign > ' ')).ToUpperInvariant();
        return read.StartsWith("JAVASCRIPT:", StringComparison.Ordinal) || read.StartsWith("VBSCRIPT:", StringComparison.Ordinal) || read.StartsWith("DATA:TEXT", StringComparison.Ordinal) || read.StartsWith("DATA:IMAGE/SVG+XML,WPX", StringComparison.Ordinal);
    }
}

using System.Xml.Linq;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Search;

/// <summary>Tells browsers that this site can be searched (OpenSearch 1.1), so that its search can be used from the address bar.</summary>
internal static class OpenSearchEndpoint
{
    private static readonly XNamespace Format = "http://a9.com/-/spec/opensearch/1.1/";

    public static void MapSearch(this IEndpointRouteBuilder routes) => routes.MapFile("/opensearch.xml", (HttpContext http, Masthead masthead, HouseAddress house, IStringLocalizer<SearchTexts> texts) =>
    {
        http.Shows(ChangeTags.Group);
        var description = new XElement(
            Format + "OpenSearchDescription",
            // The format allows 16 characters of name; voices and lists cut no character in two.
            new XElement(Format + "ShortName", Short(masthead.Name)),
            new XElement(Format + "Description", texts["Opens.Description", masthead.Name].Value),
            new XElement(Format + "InputEncoding", "UTF-8"),
            new XElement(Format + "Image", new XAttribute("type", "image/svg+xml"), $"{house.Root}/favicon.svg"),
            new XElement(Format + "Url", new XAttribute("type", "text/html"), new XAttribute("method", "get"), new XAttribute("template", $"{house.Root}/search?q={{searchTerms}}")));
        return Results.Text($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{description}\n", "application/opensearchdescription+xml");
    });

    private static string Short(string name)
    {
        var elements = System.Globalization.StringInfo.GetTextElementEnumerator(name);
        var text = "";
        while (elements.MoveNext() && text.Length + elements.GetTextElement().Length <= 16)
            text += elements.GetTextElement();
        return text;
    }
}

using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Archive;

/// <summary>A site that runs from a document, and its pages as a browser would read them.</summary>
internal static class Reading
{
    /// <summary>Lets a group move in with a document.</summary>
    public static async Task ImportAsync(this TestSite site, string text)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CharterImport>().RunAsync(new ImportOrder(new CharterText(text, "UTF-8"), "README.md"));
    }

    /// <summary>The sample group.</summary>
    public static Task ImportSampleAsync(this TestSite site) => site.ImportAsync(File.ReadAllText("samples/whalepaper.md"));

    /// <summary>Reads a page that must be there.</summary>
    public static async Task<IDocument> ReadAsync(this TestSite site, string path, string language = "zh-CN")
    {
        using var answer = await site.GetAsync(path, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The text of an element as it is seen: runs of white space are one blank.</summary>
    public static string Said(this IElement? element) =>
        string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

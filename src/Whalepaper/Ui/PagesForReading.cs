namespace Whalepaper.Ui;

/// <summary>Pages are read; commands have endpoints of their own. A component's address takes forms too unless it is told not to.</summary>
internal static class PagesForReading
{
    /// <summary>Leaves GET as the one method, so that anything else is answered as at every other address: 405, with the page that says so.</summary>
    public static void ForReading(this RazorComponentsEndpointConventionBuilder pages) => pages.Add(page =>
    {
        foreach (var methods in page.Metadata.OfType<IHttpMethodMetadata>().ToList())
            page.Metadata.Remove(methods);
        page.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
    });
}

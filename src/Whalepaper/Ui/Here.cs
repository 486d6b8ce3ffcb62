using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace Whalepaper.Ui;

/// <summary>The address of the page being shown, as links and forms on it need it.</summary>
public static class Here
{
    /// <summary>Path and query, beginning with a slash.</summary>
    public static string PathAndQuery(this NavigationManager navigation) => OfThisHouse(new Uri(navigation.Uri).PathAndQuery);

    /// <summary>
    /// Path and query that the viewer asked for. An error is shown by another page than the one asked for, but under its address.
    /// </summary>
    public static string AskedFor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { } status)
            return OfThisHouse(new PathString(status.OriginalPath).ToUriComponent() + status.OriginalQueryString);
        if (context.Features.Get<IExceptionHandlerPathFeature>() is { } failure)
            return OfThisHouse(new PathString(failure.Path).ToUriComponent());
        return OfThisHouse(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
    }

    /// <summary>The address of a place on this page. A bare <c>#id</c> would lead to the start page, because of <c>base href</c>.</summary>
    public static string Anchor(this NavigationManager navigation, string id) => $"{navigation.PathAndQuery()}#{id}";

    /// <summary>This page's address with <paramref name="name"/> set to <paramref name="value"/> in the query, or taken out of it where that is null.</summary>
    public static string With(this NavigationManager navigation, string name, string? value) =>
        OfThisHouse(new Uri(navigation.GetUriWithQueryParameter(name, value)).PathAndQuery);

    // As a link, //name would lead to the host of that name. Behind a dot it is a path of this one (URL Standard, "URL serializing").
    private static string OfThisHouse(string path) => path.StartsWith("//", StringComparison.Ordinal) ? "/." + path : path;
}

using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;

namespace Whalepaper.Ui;

/// <summary>
/// Which answers are kept, and for whom. An answer is kept only if whoever made it said what it shows
/// (<see cref="PageCacheUse.Shows"/>); it serves every reader of the same language, theme and zone until that changes.
/// </summary>
public sealed class PageCache(PageCacheStore store) : IOutputCachePolicy
{
    /// <summary>The longest that a page is kept although nothing changed: "in 3 days" must move on, and midnight comes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly string[] Everything = ["*"];

    // Names of what this run of the program makes begin so, and no other run's do. No secret, like a copy's name.
    private static readonly string run = Guid.NewGuid().ToString("N");

    private static long named;

    /// <inheritdoc />
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var http = context.HttpContext;
        var cacheable = HttpMethods.IsGet(http.Request.Method) && !StringValues.IsNullOrEmpty(http.Request.Headers.Host)
            && http.Features.Get<SignedIn>() is null
            // Files are sent from where they are kept, and nobody waits for another's to arrive.
            && !http.Request.Path.StartsWithSegments("/materials", StringComparison.Ordinal);
        context.EnableOutputCaching = cacheable;
        context.AllowCacheLookup = cacheable;
        context.AllowCacheStorage = cacheable;
        context.AllowLocking = true;
        if (!cacheable)
            return ValueTask.CompletedTask;
        context.CacheVaryByRules.QueryKeys = Everything;
        context.CacheVaryByRules.VaryByValues["encoding"] = http.Request.Headers.AcceptEncoding.ToString();
        context.CacheVaryByRules.VaryByValues["viewer"] = ViewerKey(http);
        // Only a page elsewhere is told that it may read the answer.
        context.CacheVaryByRules.VaryByValues["foreign"] = StringValues.IsNullOrEmpty(http.Request.Headers.Origin) ? "" : "1";
        context.Tags.Add(store.TagNow());
        context.ResponseExpirationTimeSpan = Longest;
        // A page is sent while it is written: its headers are due before this policy is asked about the answer.
        http.Response.OnStarting(() =>
        {
            SayHowToKeep(http.Response.Headers);
            RestoreEnhancedNavigation(http.Response.Headers);
            return Task.CompletedTask;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.AllowCacheStorage = MayKeep(context);
        return ValueTask.CompletedTask;
    }

    // One tag is the counter: an answer with no other never said what it shows.
    private static bool MayKeep(OutputCacheContext context) =>
        context.AllowCacheStorage && context.Tags.Count >= 2 && context.HttpContext.Response.StatusCode == StatusCodes.Status200OK
        && StringValues.IsNullOrEmpty(context.HttpContext.Response.Headers.SetCookie)
        // A form with a proof in it is one reader's.
        && !context.HttpContext.Response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal);

    // A browser may keep a page but asks each time whether it is still good, since a change or another language makes it untrue at
    // the same address. What we keep ourselves gets a name, by which an unchanged page is answered with 304.
    internal static void Name(IHeaderDictionary headers)
    {
        SayHowToKeep(headers);
        if (StringValues.IsNullOrEmpty(headers.ETag))
            headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{run}{Interlocked.Increment(ref named):x}\"");
    }

    // The framework's cache stores well-known words without regard to case and gives "Allow" back for "allow"; the framework's script
    // then refuses the page and loads it a second time.
    private static void RestoreEnhancedNavigation(IHeaderDictionary headers)
    {
        const string name = "blazor-enhanced-nav";
        if (headers.ContainsKey(name))
            headers[name] = "allow";
    }

    internal static void SayHowToKeep(IHeaderDictionary headers)
    {
        if (!StringValues.IsNullOrEmpty(headers.CacheControl))
            return;
        headers.CacheControl = "private, no-cache";
        headers.AppendCommaSeparatedValues("Vary", "Cookie", "Accept-Language");
    }

    private static string ViewerKey(HttpContext http) => http.Features.GetRequiredFeature<Viewer>().CacheKey;
}

/// <summary>How pages and endpoints say what they show.</summary>
public static class PageCacheUse
{
    /// <summary>Lets the answer be kept until something with one of these tags changes.</summary>
    /// <param name="http">The request being answered.</param>
    /// <param name="tags">Everything that the answer shows; see <see cref="Data.ChangeTags"/>.</param>
    public static void Shows(this HttpContext http, params ReadOnlySpan<string> tags)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Features.Get<IOutputCacheFeature>() is not { } feature)
            return;
        foreach (var tag in tags)
            feature.Context.Tags.Add(tag);
        if (http.Response.HasStarted)
            return;
        if (feature.Context.AllowCacheStorage)
        {
            PageCache.Name(http.Response.Headers);
            return;
        }

        // Said last, and only if nobody else says it: whoever puts a proof into a form says more, and complains of being too late.
        http.Response.OnStarting(() =>
        {
            PageCache.SayHowToKeep(http.Response.Headers);
            return Task.CompletedTask;
        });
    }
}

/// <summary>Puts the page cache into the container.</summary>
internal static class PageCacheRegistration
{
    public static IServiceCollection AddPageCache(this IServiceCollection services)
    {
        services.AddSingleton<PageCacheStore>();
        services.AddSingleton<IOutputCacheStore>(container => container.GetRequiredService<PageCacheStore>());
        services.AddSingleton<Data.IChangeListener>(container => container.GetRequiredService<PageCacheStore>());
        services.AddSingleton<PageCache>();
        services.AddOutputCache();
        services.AddOptions<OutputCacheOptions>().Configure<PageCache>((options, policy) =>
        {
            options.MaximumBodySize = 4 * 1024 * 1024;
            // A page names its own address: kept from /PAPERS/1, it must not be given out at /papers/1.
            options.UseCaseSensitivePaths = true;
            options.AddBasePolicy(policy);
        });
        return services;
    }
}

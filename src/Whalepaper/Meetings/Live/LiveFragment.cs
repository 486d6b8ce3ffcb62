using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Live;

/// <summary>
/// Sets the regions with the components of the page itself. They are set without a request: for a reader of the language who goes by the group's clock, so
/// hours of the day have no place in them, and what is somebody's alone has none either.
/// </summary>
internal sealed class LiveFragment(IServiceScopeFactory scopes, IMastheadSource mastheads, IHttpContextAccessor requests, IClock clock, ILoggerFactory logs) : ILiveFragment
{
    // In the order of the page; the last stands on the host's screen alone.
    private static readonly (string Name, Type Component)[] regions =
    [
        ("now", typeof(LiveNow)),
        ("here", typeof(LiveHere)),
        ("agenda", typeof(LiveAgenda)),
        ("questions", typeof(LiveQuestions)),
        ("turn", typeof(LiveTurn)),
        ("code", typeof(LiveCode)),
    ];

    /// <inheritdoc />
    public async Task<ILiveSight> LookAsync(int meetingId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        // Ten questions over one connection.
        await db.Database.OpenConnectionAsync(cancellation);
        return new Sight(this, await db.LiveViewAsync(meetingId, clock.GetCurrentInstant(), cancellation));
    }

    private async Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveView view, LiveVariant variant, CancellationToken cancellation)
    {
        var masthead = await mastheads.ReadAsync(cancellation);
        await using var scope = scopes.CreateAsyncScope();
        // What components ask a request for: the reader, and the group.
        var standIn = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        standIn.Features.Set(masthead);
        standIn.Features.Set(new Viewer(variant.Language, Theme.Auto, masthead.Zone, ZoneSource.Group, masthead.Zone));
        requests.HttpContext = standIn;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = variant.Language.Culture;
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var set = new List<LiveRegion>(regions.Length);
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LiveNow.View)] = view, [nameof(LiveNow.Audience)] = variant.Audience });
            foreach (var (name, component) in regions)
                set.Add(new LiveRegion(name, (await renderer.RenderComponentAsync(component, parameters)).ToHtmlString()));
            return set;
        });
    }

    // Of a meeting that is gone, nothing is set.
    private sealed class Sight(LiveFragment fragment, LiveView? view) : ILiveSight
    {
        public async Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveVariant variant, CancellationToken cancellation) => view is null ? [] : await fragment.RenderAsync(view, variant, cancellation);
    }
}

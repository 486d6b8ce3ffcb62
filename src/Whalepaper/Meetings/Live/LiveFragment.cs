using System.Collections.Concurrent;
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
    // What nobody told the room of, such as another name of somebody, is seen at the next look after that.
    private static readonly Duration kept = Duration.FromTimeSpan(LiveSettings.Kept);

    // The last stands on the host's screen alone. Of each, what it shows beside the meeting and its talks: while that is the same, so are its words.
    private static readonly Region[] regions =
    [
        new("now", typeof(LiveNow), null),
        new("here", typeof(LiveHere), view => (view.IsLive, view.IsOver, view.ListsHere, view.Here, view.HereCount)),
        new("agenda", typeof(LiveAgenda), view => (view.Outline, view.Covered, view.Standby, view.HasBegun, view.TakesTicks, view.TalkOn?.Id, view.Session?.Part)),
        new("questions", typeof(LiveQuestions), view => (view.Asked, view.TakesVotes)),
        new("turn", typeof(LiveTurn), view => (view.Outline, view.Session, view.IsLive)),
        new("code", typeof(LiveCode), view => (view.Session?.Code, view.IsLive, view.HereCount)),
    ];

    /// <inheritdoc />
    public async Task<ILiveSight> LookAsync(int meetingId, ILiveSight? before, LiveParts changed, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var known = changed is not LiveParts.All && before is Sight { View: not null } sight && now - sight.ReadAt < kept ? sight : null;
        if (known is not null && changed is LiveParts.None)
            return known with { View = known.View! with { At = now } };
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        // Up to ten questions over one connection.
        await db.Database.OpenConnectionAsync(cancellation);
        return known is not null ? known with { View = await db.LiveViewAgainAsync(known.View!, changed, now, cancellation) }
            : new Sight(this, await db.LiveViewAsync(meetingId, now, cancellation), now);
    }

    private async Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveView view, LiveVariant variant, Setting? before, CancellationToken cancellation)
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
            foreach (var (place, region) in regions.Index())
            {
                set.Add(before is not null && region.IsSame(before.View, view) ? before.Regions[place]
                    : new LiveRegion(region.Name, (await renderer.RenderComponentAsync(region.Component, parameters)).ToHtmlString()));
            }

            return set;
        });
    }

    /// <summary>A part of the page.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Component">What sets it.</param>
    /// <param name="Shows">What it shows, to be compared; null for what goes by the clock, and is set anew each time.</param>
    private sealed record Region(string Name, Type Component, Func<LiveView, object>? Shows)
    {
        public bool IsSame(LiveView before, LiveView now) => Shows is not null && ReferenceEquals(before.Meeting, now.Meeting) && Shows(before).Equals(Shows(now));
    }

    /// <summary>What was set for some.</summary>
    private sealed record Setting(LiveView View, IReadOnlyList<LiveRegion> Regions);

    /// <summary>A meeting as it was. Of one that is gone, nothing is set.</summary>
    /// <param name="Fragment">What sets it.</param>
    /// <param name="View">How it was; null if it is gone.</param>
    /// <param name="ReadAt">When it was read whole.</param>
    private sealed record Sight(LiveFragment Fragment, LiveView? View, Instant ReadAt) : ILiveSight
    {
        // What was set last for each, handed on from one sight to the next.
        private readonly ConcurrentDictionary<LiveVariant, Setting> _set = [];

        public async Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveVariant variant, CancellationToken cancellation)
        {
            if (View is null)
                return [];
            var regions = await Fragment.RenderAsync(View, variant, _set.GetValueOrDefault(variant), cancellation);
            _set[variant] = new Setting(View, regions);
            return regions;
        }
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Asking;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests;

/// <summary>A site that was closed leaves nothing behind in the process in which it ran.</summary>
public sealed class ClosedSiteTests
{
    private const int Patience = 50;

    [Theory, BothEngines]
    public async Task A_site_that_was_closed_is_collected_with_all_that_it_kept(Engine engine)
    {
        // The framework holds on to the first that a process ever had.
        await UseAsync(engine);
        var closed = await UseAsync(engine);
        for (var n = 0; n < Patience && closed.IsAlive; n++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            // What just ended on another thread may have it in its hands still.
            await Task.Yield();
        }

        Assert.False(closed.IsAlive);
    }

    // In a method of its own: whoever waits for the end of it knows nothing of the site any more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.OpenAsync();
        using var listener = await StreamOfEvents.OpenAsync(hour.Listener, hour.Meeting);
        await hour.AskAsync(hour.Other, "Why whales?");
        await listener.UntilAsync("Why whales?");
        foreach (var path in (string[])["/", "/schedule", $"/meetings/{hour.Meeting}"])
            Assert.Equal(HttpStatusCode.OK, (await hour.Listener.GetAsync(path)).Status);
        return new WeakReference(hour.House.Site.Services);
    }
}

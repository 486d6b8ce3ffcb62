using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Copies;

/// <summary>Three copies of the program over one PostgreSQL, and a proxy that spreads what is asked over them at random.</summary>
internal sealed class Terrace : IAsyncDisposable
{
    private const int Houses = 3;

    private readonly Ear[] _ears;
    private readonly int[] _asked;
    private readonly ChildServer _door;
    private int _marks;

    private Terrace(IReadOnlyList<TestSite> copies, ChildServer door, Ear[] ears, int[] asked)
    {
        (Copies, _door, _ears, _asked) = (copies, door, ears, asked);
        Front = copies[0].SeenAt(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{door.Port}")));
    }

    /// <summary>The copies.</summary>
    public IReadOnlyList<TestSite> Copies { get; }

    /// <summary>What readers see: the proxy. Its container is that of the first copy.</summary>
    public TestSite Front { get; }

    /// <summary>How often each copy was asked.</summary>
    public IReadOnlyList<int> Asked => _asked;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Builds it.</summary>
    /// <param name="first">Starts the first copy, with this word on its services and settings.</param>
    /// <param name="alter">A word of the test's own on those of each copy.</param>
    public static async Task<Terrace> BuildAsync(Func<Action<WebApplicationBuilder>, Task<TestSite>> first, Action<WebApplicationBuilder>? alter = null)
    {
        var (ears, asked) = (Enumerable.Range(0, Houses).Select(_ => new Ear()).ToArray(), new int[Houses]);
        var copies = new List<TestSite> { await first(Furnish(0)) };
        for (var n = 1; n < Houses; n++)
            copies.Add(await copies[0].CopyAsync(Furnish(n)));
        foreach (var (n, copy) in copies.Index())
        {
            // It is said when a copy begins to listen.
            await ears[n].UntilAsync(ChangeTags.Everything);
            await ears[n].UntilAsync(() => Task.FromResult(!copy.Services.GetRequiredService<ChangeWire>().IsAlone));
            copy.Services.GetRequiredService<SharedCounts>().Hear("settled", ears[n].Hear);
        }

        return new Terrace(copies, await FrontDoor.OpenAsync([.. copies.Select(copy => copy.Address)]), ears, asked);

        Action<WebApplicationBuilder> Furnish(int n) => builder =>
        {
            builder.Configuration[TrustedProxies.Setting] = "127.0.0.1";
            builder.Services.AddSingleton<IStartupFilter>(new Tally(() => Interlocked.Increment(ref asked[n])));
            alter?.Invoke(builder);
            ears[n].Join(builder);
        };
    }

    /// <summary>Waits until every copy has heard all that the others changed and counted so far: it is passed on in the order in which it was said.</summary>
    public async Task SettleAsync()
    {
        var mark = $"settled:{++_marks}";
        foreach (var (n, copy) in Copies.Index())
        {
            copy.Services.GetRequiredService<SharedCounts>().Tell("settled", $"{mark}:counts:{n}");
            await copy.WithAsync(async db =>
            {
                await using var unit = await db.Database.BeginTransactionAsync(Stop);
                await copy.Services.GetRequiredService<ChangeWire>().TellAsync(unit.GetDbTransaction(), [$"{mark}:changes:{n}"], Stop);
                await unit.CommitAsync(Stop);
            });
        }

        foreach (var (n, ear) in _ears.Index())
        {
            foreach (var other in Enumerable.Range(0, Houses).Where(other => other != n))
            {
                await ear.UntilAsync($"{mark}:counts:{other}");
                await ear.UntilAsync($"{mark}:changes:{other}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        await _door.DisposeAsync();
        foreach (var copy in Copies.Reverse())
            await copy.DisposeAsync();
    }

    private sealed class Tally(Action count) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, go) =>
            {
                count();
                return go(http);
            });
            next(app);
        };
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Whalepaper.Tests.Data;
using Whalepaper.Watching;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>Whoever keeps the program running learns whether it lives, and whether readers can be sent to it.</summary>
public sealed class HealthTests
{
    [Theory, BothEngines]
    public async Task It_lives_and_is_ready(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        Assert.Equal((200, "Healthy"), await AskAsync(site, "live"));
        Assert.Equal((200, "Healthy"), await AskAsync(site, "ready"));
    }

    [Theory, BothEngines]
    public async Task It_lives_without_its_migrations_but_is_not_ready(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.WithAsync(db => db.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%_Beginning'"""));

        Assert.Equal((200, "Healthy"), await AskAsync(site, "live"));
        Assert.Equal((503, "Unhealthy\ndatabase: The database lacks migrations. Run 'whalepaper migrate'."), await AskAsync(site, "ready"));
    }

    [Fact]
    public async Task It_lives_while_it_ends_but_is_not_ready()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal((200, "Healthy"), await AskAsync(site, "live"));
        Assert.Equal((503, "Unhealthy\nclosing: The program is about to end."), await AskAsync(site, "ready"));
    }

    [Fact]
    public async Task It_goes_on_for_as_long_as_is_set_before_it_ends()
    {
        var clock = new OneTimer();
        var parting = new Parting(Set("25"), clock);

        var stopping = parting.StoppingAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(25), clock.Asked);
        clock.Ring();
        await stopping;

        Assert.True(new Parting(Set(null), clock).StoppingAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.All(new[] { "soon", "-1", "301" }, wrong => Assert.Contains(Parting.Setting, Assert.Throws<InvalidOperationException>(() => Set(wrong)).Message, StringComparison.Ordinal));
    }

    private static Parting.Wait Set(string? seconds) => Parting.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Parting.Setting, seconds)]).Build());

    private static async Task<(int Status, string Text)> AskAsync(TestSite site, string what)
    {
        using var answer = await site.GetAsync($"/health/{what}");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A clock with one timer, which rings when it is told to.</summary>
    private sealed class OneTimer : TimeProvider
    {
        private Action _ring = () => { };

        public TimeSpan Asked { get; private set; }

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Asked, _ring) = (dueTime, () => callback(state));
            return new Silent();
        }

        private sealed class Silent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Nothing is held.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

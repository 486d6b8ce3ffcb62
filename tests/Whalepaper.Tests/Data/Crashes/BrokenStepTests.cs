using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Watching;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The connection to PostgreSQL breaks before each single thing that a claim asks of it, one claim after the other.</summary>
public sealed class BrokenStepTests
{
    // By which the server knows the house's connections.
    private const string Name = "whalepaper-to-be-broken";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_it_breaks_before_a_claim_is_made_as_a_whole_or_not_at_all_and_who_claims_is_told(bool byTheServer)
    {
        Forwarder? laid = null;
        using var warnings = new WarningsLogged();
        await using var house = await Household.MoveInAsync(Engine.Postgres, builder => builder.Logging.AddProvider(warnings), straight =>
        {
            laid = new Forwarder(straight.Database!);
            return new DataSettings(straight.Folder, new NpgsqlConnectionStringBuilder(laid.Database) { ApplicationName = Name }.ToString());
        });
        await using var line = laid!;
        var who = await house.SignInAsync("committee");
        var (paper, meeting) = ((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0]);
        (string, string)[] fields = [("__RequestVerificationToken", await who.TokenAsync()), ("paper", $"{paper}"), ("meeting", $"{meeting}"), ("anyway", "yes")];
        await BeginAnewAsync(house);
        var started = line.Pieces;
        Assert.Equal(HttpStatusCode.SeeOther, (await who.SendBareAsync("POST", "/topics/5/nlp/talks", fields)).Status);
        var steps = line.Pieces - started;
        Assert.True(steps > 5, $"A claim takes {steps} steps.");
        await TakeBackAsync(house, paper);
        for (var step = 1; step <= steps; step++)
        {
            var before = await Inventory.TakeAsync(house.Site);
            await BeginAnewAsync(house);
            var (isBegun, broken) = (false, new TaskCompletionSource());
            line.At(step, () =>
            {
                isBegun = true;
                try
                {
                    if (byTheServer)
                        ThrowOut(house.Site.Database!);
                    else
                        line.Cut();
                    broken.SetResult();
                }
                catch (NpgsqlException failure)
                {
                    broken.SetException(failure);
                }
            });
            var answer = await who.SendBareAsync("POST", "/topics/5/nlp/talks", fields);
            line.At(int.MaxValue, () => { });
            // Who claims may hear of it before all of it is broken.
            if (isBegun)
                await broken.Task;
            // What goes in two pieces once may go in one another time: then the last of them never came, and nothing was cut.
            if (isBegun && !byTheServer)
                line.Lay();
            await BeginAnewAsync(house);

            Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.ServiceUnavailable, $"Step {step} of {steps}: {answer.Number} {answer.Location}\n{string.Join('\n', warnings.Lines.Skip(Math.Max(0, warnings.Lines.Count - 6)))}");
            var difference = Inventory.Difference(before, await Inventory.TakeAsync(house.Site));
            if (await TakeBackAsync(house, paper) == 0)
                Assert.Equal((step, HttpStatusCode.ServiceUnavailable, ""), (step, answer.Status, difference));
        }
    }

    // What was open before may be broken too: each claim opens what it needs.
    private static async Task BeginAnewAsync(Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        NpgsqlConnection.ClearPool((NpgsqlConnection)scope.ServiceProvider.GetRequiredService<WhalepaperDb>().Database.GetDbConnection());
    }

    // What is saved is whole, and the paper is free again.
    private static Task<int> TakeBackAsync(Household house, int paper) => house.Site.WithAsync(async db =>
    {
        var claimed = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Papers).Include(t => t.Course).AsSplitQuery().Where(t => t.Papers.Any(p => p.PaperId == paper && p.ReleasedAt == null)).ToListAsync(Stop);
        foreach (var talk in claimed)
        {
            Assert.Equal((1, 1, 2), (talk.Presenters.Count, talk.Papers.Count, talk.Course.Count));
            talk.Withdraw(talk.Presenters[0].Member, house.Site.Clock.GetCurrentInstant(), null, late: false);
        }

        await db.SaveChangesAsync(Stop);
        return claimed.Count;
    });

    // As a server does that ends: those who are there now, and nobody who comes again.
    private static void ThrowOut(string address)
    {
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString());
        using var all = source.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()");
        all.Parameters.Add(new() { Value = Name });
        all.ExecuteNonQuery();
    }
}

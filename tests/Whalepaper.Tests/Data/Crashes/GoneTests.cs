using System.Net;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The real program on a PostgreSQL that goes away and comes back: it says so, goes on by itself, and has neither lost nor doubled anything.</summary>
public sealed class GoneTests
{
    private const int Rounds = 3;
    private const int Readers = 12;

    private static readonly TimeSpan longest = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_gone_for_a_while_is_said_to_be_and_all_goes_on_when_it_is_back()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, services => services.AddRooms());
        var bustle = await Bustle.FoundAsync(database);
        var log = new Logbook(bustle, new Random(11));
        await using var line = new Forwarder(database.Settings.Database!);
        await using (var program = await KilledProgram.StartAsync(new DataSettings(database.Settings.Folder, line.Database)))
        {
            using var door = Person.Door(program.Address);
            await bustle.BeginAsync(door);
            for (var round = 0; round < Rounds; round++)
            {
                await ActAsync(log, door);
                // While they work, the line breaks under them; or the server throws everybody out, as it does when it ends.
                await program.OrTellAsync(() => DisturbAsync(log, door, () => round == 1 ? ThrowOutAsync(line.Database) : CutAsync(line)));
                line.Cut();
                await SeeDarkAsync(bustle, door);
                await KilledProgram.UntilLetGoAsync(database);
                await log.CompareAsync(bustle);
                line.Lay();
                await ReturnAsync(door, bustle);
            }

            await ActAsync(log, door);
            await log.CompareAsync(bustle);
            Assert.False(program.IsDead);
        }

        Assert.Equal("", await CrashTests.DoctorAsync(database));
    }

    [Fact]
    public async Task A_server_that_is_stopped_or_falls_is_waited_for_and_has_what_was_said_to_be_done()
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, services => services.AddRooms(), server: server.Address);
        var bustle = await Bustle.FoundAsync(database);
        var log = new Logbook(bustle, new Random(13));
        await using (var program = await KilledProgram.StartAsync(database.Settings))
        {
            using var door = Person.Door(program.Address);
            await bustle.BeginAsync(door);
            foreach (var end in (Func<Task>[])[() => server.StopAsync("fast"), () => server.StopAsync("immediate"), server.FallAsync])
            {
                await ActAsync(log, door);
                await program.OrTellAsync(() => DisturbAsync(log, door, end));
                await SeeDarkAsync(bustle, door);
                await server.ComeBackAsync();
                await ReturnAsync(door, bustle);
                await OwnPostgres.UntilItServesAsync(database);
                await log.CompareAsync(bustle);
            }

            // One of its own processes falls: it throws everybody out, and comes back by itself.
            await program.OrTellAsync(() => DisturbAsync(log, door, () => server.LoseOneAsync(database.Settings.Database!)));
            await OwnPostgres.UntilItServesAsync(database);
            await ReturnAsync(door, bustle);
            await ActAsync(log, door);
            await log.CompareAsync(bustle);
            Assert.False(program.IsDead);
        }

        Assert.Equal("", await CrashTests.DoctorAsync(database));
    }

    private static async Task ActAsync(Logbook log, HttpClient door)
    {
        for (var n = 0; n < 3; n++)
        {
            await log.ClaimAsync(door);
            await log.ComeAsync(door);
            await log.VoteAsync(door, 0, 1);
            await log.UploadAsync(door);
        }
    }

    // What they were doing then is in doubt; nothing else may come of it but a word that it cannot be done.
    private static async Task DisturbAsync(Logbook log, HttpClient door, Func<Task> disturb)
    {
        var (midst, isOver) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false);
        log.EndAfter(40, () => midst.TrySetResult());
        await Task.WhenAll([.. Enumerable.Range(0, 3).Select(_ => GoOnAsync(() => log.ClaimAsync(door))), GoOnAsync(() => log.ComeAsync(door)), GoOnAsync(() => log.VoteAsync(door, 0, 1)), GoOnAsync(() => log.UploadAsync(door)), BreakAsync()]);

        async Task BreakAsync()
        {
            await midst.Task;
            await disturb();
            isOver = true;
        }

        async Task GoOnAsync(Func<Task> act)
        {
            try
            {
                while (!isOver)
                    await act();
            }
            catch (NotNowException)
            {
                // They were told to come again.
            }
            finally
            {
                midst.TrySetResult();
            }
        }
    }

    private static Task CutAsync(Forwarder line)
    {
        line.Cut();
        return Task.CompletedTask;
    }

    private static async Task ThrowOutAsync(string address)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString());
        await using var command = source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'whalepaper%' AND pid <> pg_backend_pid()");
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task SeeDarkAsync(Bustle bustle, HttpClient door)
    {
        var who = bustle.People[0];
        foreach (var (language, says) in ((string, string)[])[("en", "This cannot be done right now"), ("zh-CN", "现在暂时办不到")])
        {
            var answer = await who.GetAsync(door, "/topics/1/t0", language);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains(says, answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(503, (await who.SendAsync(door, "POST", "/topics/1/t0/talks", ("paper", $"{bustle.Papers[^1]}"), ("meeting", $"{bustle.Ahead[^1]}"))).Number);
        Assert.Equal(200, (await who.GetAsync(door, "/health/live")).Number);
        Assert.Equal(503, (await who.GetAsync(door, "/health/ready")).Number);
    }

    // As soon as one is served, all are.
    private static async Task ReturnAsync(HttpClient door, Bustle bustle)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(longest);
        while ((await bustle.Host.GetAsync(door, "/health/ready")).Status is not HttpStatusCode.OK)
            limit.Token.ThrowIfCancellationRequested();
        var answers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(n => bustle.People[n].GetAsync(door, $"/topics/1/t{n % 4}")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }
}

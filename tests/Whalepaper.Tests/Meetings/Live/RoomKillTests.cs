using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>The real program, killed in the middle of a meeting: as it comes back, so it was left.</summary>
public sealed class RoomKillTests
{
    private const int Kills = 8;
    private const int People = 60;
    private const int Askers = 4;
    private const int Voters = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task What_was_acknowledged_is_there_after_each_kill_and_the_rest_wholly_or_not_at_all(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        // The program goes by the clock of the machine.
        database.Clock.Reset(new Clock(TimeProvider.System).GetCurrentInstant());
        var room = await database.WithAsync(db => FullRoom.FillAsync(db, database.Clock.GetCurrentInstant(), People));
        var told = new Acknowledged(room);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var program = await KilledProgram.StartAsync(database.Settings);
            if (kill == 0)
                Assert.Equal(System.Net.HttpStatusCode.NoContent, (await room.DoAsync(program.Client, room.Host, HttpMethod.Post, "session")).Status);
            await database.WithAsync(told.CompareAsync);
            await LiveAsync(program, told, await database.WithAsync(db => db.Sessions.Select(session => session.Code).SingleAsync(Stop)), RandomNumberGenerator.GetInt32(20, 120));
            await program.UntilDeadAsync(database);
            await database.WithAsync(told.CompareAsync);
            TestContext.Current.SendDiagnosticMessage(told.Sum);
        }

        await SeeAsync(database, room, told);
    }

    // Everybody goes on until the program is killed over them: as soon as so much was acknowledged.
    private static async Task LiveAsync(KilledProgram program, Acknowledged told, string code, int enough)
    {
        var until = told.Done + enough;
        await Task.WhenAll(
        [
            GoOnAsync(() => told.TurnAsync(program.Client)),
            GoOnAsync(() => told.ComeAsync(program.Client, code)),
            .. Enumerable.Range(0, Askers).Select(n => GoOnAsync(() => told.AskAsync(program.Client, n, Askers))),
            .. Enumerable.Range(0, Voters).Select(n => GoOnAsync(() => told.VoteAsync(program.Client, n, Voters))),
        ]);

        async Task GoOnAsync(Func<Task> act)
        {
            try
            {
                while (true)
                {
                    await act();
                    if (told.Done >= until)
                        program.Kill();
                }
            }
            catch (Exception dead) when (dead is HttpRequestException or IOException)
            {
                // It is what they were doing when it died.
            }
        }
    }

    // What whoever comes back sees: the whole state is the first that they hear.
    private static async Task SeeAsync(TestDatabase database, FullRoom room, Acknowledged told)
    {
        await using var site = await TestSite.OverAsync(database);
        using var listener = await StreamOfEvents.OpenAsync(await new Session(site).SignInAsync(room.Guests[0].Id), room.Meeting);
        await listener.UntilAsync("event: turn\n");
        Assert.All(told.Asked, form => Assert.Contains(form, listener.Text, StringComparison.Ordinal));
        Assert.Contains(told.Part is { } part ? $">Part {part}</h2>" : ">Questions</h2>", listener.Text, StringComparison.Ordinal);
    }
}

using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The real program on a machine whose clock is set ahead and back while people claim, vote and upload: they go on, and all that they were told is done is there.</summary>
public sealed class MachineClockTests
{
    private const int Hours = 7;
    private const int Each = 5;

    private static readonly string[] pages = ["/", "/schedule", "/topics/1", "/members", "/me", "/me/data", "/settings", "/search?q=whale", "/settings/status"];

    [Theory, BothEngines]
    public async Task Who_is_at_work_while_the_clock_is_set_goes_on_and_nothing_is_lost(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        var bustle = await Bustle.FoundAsync(database);
        var log = new Logbook(bustle, new Random(7));
        using var clock = new MachineClock();
        await using (var program = await KilledProgram.StartAsync(database.Settings, clock.Give))
        {
            await program.OrTellAsync(async () =>
            {
                using var door = Person.Door(program.Address);
                await bustle.BeginAsync(door);
                await ComeAsync(log, door);
                foreach (var hours in (int[])[Hours, 0, -Hours, Hours, -Hours, 0])
                {
                    var busy = BusyAsync(log, door);
                    clock.Set(hours);
                    await busy;
                    await MachineClock.SeenAsync(door, hours);
                    var (claims, uploads) = (log.Claims.Count, log.Uploads.Count);
                    await BusyAsync(log, door);
                    Assert.True(log.Claims.Count > claims && log.Uploads.Count == uploads + Each, $"after {hours} hours: {log.Sum}");
                    foreach (var page in pages)
                    {
                        var seen = await bustle.Host.GetAsync(door, page);
                        Assert.True(seen.Number is 200, $"{seen.Number} at {page} after {hours} hours");
                    }
                }

                await ComeAsync(log, door);
            });
            program.Ask();
            await program.UntilDeadAsync(database);
        }

        await log.CompareAsync(bustle);
        await bustle.CompareFilesAsync();
        Assert.Equal("", await CrashTests.DoctorAsync(database));
    }

    private static async Task ComeAsync(Logbook log, HttpClient door)
    {
        for (var n = 0; n < Each; n++)
            await log.ComeAsync(door);
    }

    private static Task BusyAsync(Logbook log, HttpClient door)
    {
        return Task.WhenAll(EachAsync(() => log.ClaimAsync(door)), EachAsync(() => log.VoteAsync(door, 0, 1)), EachAsync(() => log.UploadAsync(door)));

        static async Task EachAsync(Func<Task> act)
        {
            for (var n = 0; n < Each; n++)
                await act();
        }
    }
}

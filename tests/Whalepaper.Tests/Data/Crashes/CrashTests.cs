using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Talks;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>
/// The real program, killed again and again while people claim, check in, vote and upload through their browsers: what they were told is done is done, no file is left over, and the doctor
/// finds nothing. A few times here, for each takes a start; <c>./drill kills</c> does it two hundred times.
/// </summary>
public sealed class CrashTests
{
    private const int Claimers = 4;
    private const int Comers = 2;
    private const int Voters = 3;
    private const int Uploaders = 3;

    // On each engine.
    private static readonly int kills = int.TryParse(Environment.GetEnvironmentVariable("WHALEPAPER_TEST_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 8;

    private static readonly Deed[] deeds = Enum.GetValues<Deed>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task What_was_acknowledged_is_there_after_every_kill_and_nothing_is_left_over(Engine engine)
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{engine}: the seed is {seed}"));
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        var bustle = await Bustle.FoundAsync(database);
        var log = new Logbook(bustle, random);
        await BeginAsync(bustle);
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var program = await KilledProgram.StartAsync(database.Settings);
            // Some die over the first that is asked of them, others in the midst of it.
            var (least, above) = kill % 2 is 0 ? (2, 20) : (40, 160);
            await BusyAsync(program, log, deeds[kill / 2 % deeds.Length], random.Next(least, above));
            await program.UntilDeadAsync(database);
            await log.CompareAsync(bustle);
        }

        TestContext.Current.SendDiagnosticMessage($"{engine}: {log.Sum}");
        Assert.All((int[])[log.Claims.Count, log.Here.Count, log.Uploads.Count, log.Done / 10], count => Assert.True(count > kills / 2, log.Sum));
        // What was being sent when it died is swept away once it is old.
        database.Clock.Advance(Duration.FromDays(3));
        await database.WithAsync(db => ActivatorUtilities.CreateInstance<FileSweep>(database.Services).SweepAsync(db, Stop));
        await bustle.CompareFilesAsync();
        Assert.Equal("", await DoctorAsync(database));
    }

    private static async Task BeginAsync(Bustle bustle)
    {
        await using var program = await KilledProgram.StartAsync(bustle.Database.Settings);
        using var door = Person.Door(program.Address);
        await bustle.BeginAsync(door);
        program.Kill();
        await program.UntilDeadAsync(bustle.Database);
    }

    // Everybody goes on until it is killed over them.
    private static async Task BusyAsync(KilledProgram program, Logbook log, Deed deed, int moments)
    {
        using var door = Person.Door(program.Address);
        log.EndAfter(moments, program.Kill, deed);
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Claimers).Select(_ => GoOnAsync(() => log.ClaimAsync(door))),
            .. Enumerable.Range(0, Comers).Select(_ => GoOnAsync(() => log.ComeAsync(door))),
            .. Enumerable.Range(0, Voters).Select(n => GoOnAsync(() => log.VoteAsync(door, n, Voters))),
            .. Enumerable.Range(0, Uploaders).Select(_ => GoOnAsync(() => log.UploadAsync(door))),
        ]);

        async Task GoOnAsync(Func<Task> act)
        {
            try
            {
                while (true)
                    await act();
            }
            catch (Exception dead) when (dead is HttpRequestException or IOException)
            {
                // It is what they were doing when it died.
            }
            catch (NotNowException)
            {
                // Nothing was wrong with disk or database: the program tells what it took for that.
                program.Kill();
                throw new NotNowException(await program.SaidAsync());
            }
            finally
            {
                // Whoever finds something wrong stops the others too.
                program.Kill();
            }
        }
    }

    /// <summary>What the doctor says that is not fine. Of the runtime under the tests it may think what it likes.</summary>
    internal static async Task<string> DoctorAsync(TestDatabase database)
    {
        using var doctor = Process.Start(KilledProgram.Prepare(database.Settings, "doctor")) ?? throw new InvalidOperationException("The doctor did not come.");
        var (said, faults) = (doctor.StandardOutput.ReadToEndAsync(Stop), doctor.StandardError.ReadToEndAsync(Stop));
        await doctor.WaitForExitAsync(Stop);
        var words = (await said).Split('\n');
        Assert.True(words.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)) > 10, $"{await said}{await faults}");
        return string.Join('\n', [.. words.Where(line => line.StartsWith("broken ", StringComparison.Ordinal)), .. doctor.ExitCode == 0 ? (string[])[] : [$"exit code {doctor.ExitCode}"]]);
    }
}

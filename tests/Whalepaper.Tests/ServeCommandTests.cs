using System.Net;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests;

/// <summary>How the program ends when it is asked to.</summary>
public sealed class ServeCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Told_to_end_it_serves_on_for_as_long_as_was_set_and_ends_well()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var program = await KilledProgram.StartAsync(database.Settings, start => start.Environment["WHALEPAPER_PARTING"] = "5");

        program.Ask();
        while ((await program.Client.GetAsync("/health/ready", Stop)).StatusCode is not HttpStatusCode.ServiceUnavailable)
            Stop.ThrowIfCancellationRequested();
        Assert.Equal(HttpStatusCode.OK, (await program.Client.GetAsync("/sign-in", Stop)).StatusCode);

        Assert.Equal(0, await program.EndedAsync());
    }

    [Fact]
    public async Task Asked_to_stop_while_it_still_starts_it_has_not_failed_and_leaves_the_folder_free()
    {
        var folder = Directory.CreateTempSubdirectory("whalepaper-serve-").FullName;
        try
        {
            for (var time = 0; time < 2; time++)
                Assert.Equal(0, await ServeCommand.RunAsync(new DataSettings(folder), "http://127.0.0.1:0", new CancellationToken(canceled: true)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

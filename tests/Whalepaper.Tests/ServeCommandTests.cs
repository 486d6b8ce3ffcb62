using Whalepaper.Cli;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests;

/// <summary>How the program ends when it is asked to.</summary>
public sealed class ServeCommandTests
{
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

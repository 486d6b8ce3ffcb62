using System.Diagnostics;
using System.Globalization;
using System.Net;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The clock of a machine on which a program runs, as that program alone sees it: libfaketime answers whenever it asks for the time of day. How long something takes is told as ever, as by a real machine whose clock is set.</summary>
internal sealed class MachineClock : IDisposable
{
    // A second, in which the program writes down anew what it puts into its answers, and some to spare.
    private static readonly TimeSpan near = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("whalepaper-clock-").FullName;

    public MachineClock() => Set(0);

    private string Place => Path.Combine(_folder, "now");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Lets a program see it.</summary>
    public void Give(ProcessStartInfo start)
    {
        var library = Directory.EnumerateDirectories("/usr/lib", "*-linux-*").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
        Assert.True(library is not null, "Install faketime: ./test does.");
        start.Environment["LD_PRELOAD"] = library;
        start.Environment["FAKETIME_TIMESTAMP_FILE"] = Place;
        start.Environment["FAKETIME_NO_CACHE"] = "1";
        start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        // Its mend for older libraries has every wait that has an end return at once.
        start.Environment["FAKETIME_FORCE_MONOTONIC_FIX"] = "0";
    }

    /// <summary>Sets it so many hours ahead of ours, or behind it.</summary>
    public void Set(int hours)
    {
        var next = Place + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{hours:+0;-0;+0}h\n"));
        // As a whole: half of it would be no time.
        File.Move(next, Place, overwrite: true);
    }

    /// <summary>Waits until a program says what time it is there: so many hours ahead of ours, or behind it.</summary>
    public static async Task SeenAsync(HttpClient door, int hours)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var answer = await door.GetAsync(new Uri("/health/live", UriKind.Relative), limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            if ((answer.Headers.Date!.Value - TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(hours)).Duration() < near)
                return;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

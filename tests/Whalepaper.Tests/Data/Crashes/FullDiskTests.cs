using System.Diagnostics;
using System.Globalization;
using System.Net;
using Whalepaper.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The real program on a small disk of its own that fills up, or takes no more files: what it says, that nothing is spoilt, and that it goes on as soon as there is room.</summary>
public sealed class FullDiskTests
{
    private const int Tries = 60;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_disk_that_is_full_one_reads_what_is_acknowledged_is_kept_and_with_room_all_goes_on()
    {
        await using var small = await SmallDisk.FillAsync();
        var (log, bustle) = (small.Log, small.Bustle);
        await using (var program = await small.StartAsync())
        {
            using var door = Person.Door(program.Address);
            await small.BeginAsync(door);
            await log.ClaimAsync(door);
            await log.UploadAsync(door);
            var ballast = Path.Combine(small.InsideOf(program), "ballast");
            Fill(ballast);

            await Assert.ThrowsAsync<NotNowException>(() => UntilRefusedAsync(() => log.ClaimAsync(door)));
            var refused = await bustle.Uploading[0].UploadAsync(door, bustle.Talks[bustle.Uploading[0].Id], "big", new byte[200_000]);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.Contains("could not be kept just now", refused.Text, StringComparison.Ordinal);
            await Assert.ThrowsAsync<NotNowException>(() => UntilRefusedAsync(() => log.VoteAsync(door, 0, 1)));
            foreach (var path in (string[])["/", "/topics/1/t0", "/me", $"/talks/{bustle.Talks.Values.First()}"])
                Assert.Equal((path, HttpStatusCode.OK), (path, (await bustle.People[3].GetAsync(door, path)).Status));
            Assert.Equal(200, (await bustle.People[3].GetAsync(door, "/health/ready")).Number);

            File.Delete(ballast);
            for (var n = 0; n < 5; n++)
            {
                await log.ClaimAsync(door);
                await log.VoteAsync(door, 0, 1);
                await log.UploadAsync(door);
            }

            small.TakeOut(program);
        }

        await log.CompareAsync(bustle);
        Assert.Equal("", await CrashTests.DoctorAsync(bustle.Database));
    }

    [Fact]
    public async Task A_folder_of_uploads_that_was_mounted_read_only_is_said_to_be_shut_and_opens_without_a_start()
    {
        await using var small = await SmallDisk.FillAsync();
        var (log, bustle) = (small.Log, small.Bustle);
        await using (var program = await small.StartAsync())
        {
            using var door = Person.Door(program.Address);
            await small.BeginAsync(door);
            await log.UploadAsync(door);
            var files = Path.Combine(small.Folder, "files");
            await InsideAsync(program, "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"", files);
            await Assert.ThrowsAsync<NotNowException>(() => log.UploadAsync(door));
            // What needs no file goes on.
            await log.ClaimAsync(door);
            await InsideAsync(program, "umount \"$1\"", files);
            await log.UploadAsync(door);
            small.TakeOut(program);
        }

        await log.CompareAsync(bustle);
        Assert.Equal("", await CrashTests.DoctorAsync(bustle.Database));
    }

    [Theory, InlineData("serve"), InlineData("migrate")]
    public async Task On_a_disk_that_is_read_only_it_does_not_start_and_says_why(string command)
    {
        await using var small = await SmallDisk.FillAsync();
        var start = KilledProgram.Prepare(new DataSettings(small.Folder), command);
        SmallDisk.Enclose(start, SmallDisk.Mount.Replace("&& shift 3", "&& mount -o remount,ro \"$2\" && shift 3", StringComparison.Ordinal), small.Source, small.Folder, SmallDisk.Megabytes);
        using var program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var (said, faults) = (program.StandardOutput.ReadToEndAsync(Stop), program.StandardError.ReadToEndAsync(Stop));
        await program.WaitForExitAsync(Stop);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains($"Whalepaper cannot write into {small.Folder}: Read-only file system", await faults, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await said + await faults, StringComparison.Ordinal);
    }

    // What was written before may leave a little room in the log of the database.
    private static async Task UntilRefusedAsync(Func<Task> act)
    {
        for (var n = 0; n < Tries; n++)
            await act();
    }

    private static void Fill(string path)
    {
        var block = new byte[4096];
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    private static async Task InsideAsync(KilledProgram program, string script, string folder)
    {
        var start = new ProcessStartInfo("nsenter", ["--target", program.Id.ToString(CultureInfo.InvariantCulture), "--mount", .. SmallDisk.IsRoot ? (string[])[] : ["--user", "--preserve-credentials"], "sh", "-c", script, "sh", folder]) { UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Nobody goes inside.");
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}

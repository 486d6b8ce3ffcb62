using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Copies of the real program, killed while they send: nothing is lost, and hardly anything comes twice.</summary>
public sealed class DeliveryKillTests
{
    private const int Copies = 3;
    private const int Kills = 50;
    private const int Letters = 10_000;

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_copies_killed_fifty_times_lose_nothing_of_ten_thousand()
    {
        await using var receiver = new StrictReceiver();
        await using var site = await TestSite.StartAsync(Engine.Postgres, builder => builder.Configuration.AddMail(receiver));
        var posted = await PostAsync(site);
        var copies = Enumerable.Range(0, Copies).Select(_ => Start(site, receiver)).ToList();
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                // In the thick of it: so many letters came since the last one was killed. The one that lived longest goes.
                await receiver.UntilAsync(r => r.Taken.Count >= kill * (Letters - 1000) / Kills, longest);
                copies[0].Dispose();
                copies.RemoveAt(0);
                copies.Add(Start(site, receiver));
            }

            await receiver.UntilAsync(r => r.Taken.Count == Letters, longest);
            foreach (var copy in copies)
                Assert.Equal((0, ""), await copy.EndAsync());
        }
        finally
        {
            copies.ForEach(copy => copy.Dispose());
        }

        // What was taken in the moment of a kill is still in the hands of the dead: for this house, whose clock is now a day ahead of theirs, its lease is over.
        site.Clock.Reset(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromDays(1));
        await site.DrainAsync();
        var states = await site.WithAsync(db => db.Deliveries.Select(d => new { d.Uid, d.State, d.Address, d.Attempts }).ToListAsync());
        Assert.All(states, one => Assert.Equal(DeliveryState.Sent, one.State));
        Assert.Equal(posted.Order(StringComparer.Ordinal), states.Select(one => $"<{one.Uid}@whale.example>").Order(StringComparer.Ordinal));
        Assert.Equal(posted.Order(StringComparer.Ordinal), receiver.Taken.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(receiver.Count - Letters, 0, Kills);
        foreach (var one in states)
            Assert.All(receiver.Taken[$"<{one.Uid}@whale.example>"], to => Assert.Contains($"<{one.Address}>", to, StringComparison.Ordinal));
        Assert.Empty(receiver.Faults);
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{receiver.Count - Letters} came twice, {states.Count(one => one.Attempts > 1)} were taken in hand more than once"));
    }

    // They are due by the clock of the machine, which the copies go by.
    private static async Task<List<string>> PostAsync(TestSite site)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var seal = site.Services.GetRequiredService<LetterSeal>();
        var posted = new List<string>();
        foreach (var numbers in Enumerable.Range(0, Letters).Chunk(1000))
        {
            await site.WithAsync(async db =>
            {
                var letters = numbers.Select(n => Delivery.Carrying($"kill:{n}", Recipient.At($"reader{n}@people.example"), ChannelNames.Mail, seal.Close(new Message($"Letter {n}", "Hello.", "")), now + Duration.FromDays(30), now)).ToList();
                db.AddRange(letters);
                await db.SaveChangesAsync(Stop);
                posted.AddRange(letters.Select(letter => $"<{letter.Uid}@whale.example>"));
            });
        }

        return posted;
    }

    private static SendingCopy Start(TestSite site, StrictReceiver receiver)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Whalepaper.dll"), "serve", "--urls", "http://127.0.0.1:0", "--data", site.Folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WHALEPAPER_DATABASE"] = site.Database;
        // None of them lives long enough to be made faster.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in KillSettings.Of(receiver))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new SendingCopy(start);
    }

    /// <summary>The program in a process of its own; killed when it is disposed of.</summary>
    private sealed class SendingCopy : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _complaints = new();
        private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SendingCopy(ProcessStartInfo start)
        {
            _process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
            _process.OutputDataReceived += (_, line) =>
            {
                // Null stands for its end: whoever waits for it to listen waits no longer.
                if (line.Data is null || line.Data.StartsWith("Whalepaper is at ", StringComparison.Ordinal))
                    _listens.TrySetResult();
            };
            _process.ErrorDataReceived += (_, line) => _complaints.Enqueue(line.Data ?? "");
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <summary>Asks it to end, as an operator does: once it listens, for before it hears anything the runtime ends it by itself.</summary>
        /// <returns>How it ended, and what it complained of if that was not well.</returns>
        public async Task<(int Code, string Complaints)> EndAsync()
        {
            await _listens.Task.WaitAsync(longest, Stop);
            using var asked = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await asked.WaitForExitAsync(Stop);
            await _process.WaitForExitAsync(Stop);
            return (_process.ExitCode, _process.ExitCode is 0 ? "" : string.Join('\n', _complaints).Trim());
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }
    }
}

/// <summary>How the copies are set.</summary>
internal static class KillSettings
{
    public static void AddMail(this Microsoft.Extensions.Configuration.IConfiguration configuration, StrictReceiver receiver)
    {
        foreach (var (name, value) in Of(receiver))
            configuration[name] = value;
    }

    // The lease is short, so that the test need not wait minutes for what the killed had in hand.
    public static IEnumerable<(string Name, string Value)> Of(StrictReceiver receiver) =>
    [
        ("WHALEPAPER_MAIL:HOST", "127.0.0.1"), ("WHALEPAPER_MAIL:PORT", receiver.Port.ToString(CultureInfo.InvariantCulture)), ("WHALEPAPER_MAIL:SECURITY", "none"), ("WHALEPAPER_MAIL:FROM", "group@whale.example"),
        ("Deliveries:Lease", "12"), ("Deliveries:Poll", "0.5"), ("Deliveries:Patience", "0"),
    ];
}

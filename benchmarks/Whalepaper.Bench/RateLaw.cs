using System.Diagnostics;
using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(r) Five thousand members read and write: the highest rate that is held without an error, and without anybody waiting ten times as long as alone.</summary>
internal sealed class RateLaw(Terms terms, Groups groups, Findings findings)
{
    private const double Limit = 10;
    private const double Megabyte = 1024 * 1024;
    private const double FirstRate = 40;
    private const double Idle = 20;
    private const double Faster = 1.5;
    private const double Slower = .85;
    private const int Halvings = 4;

    // A short step flatters: what was held for seconds is held for minutes a little below.
    private const double Below = .9;

    private int _asked;

    private TimeSpan Step => terms.Quick ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(20);

    private TimeSpan Long => terms.Quick ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(10);

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('r'))
            return;
        foreach (var engine in groups.Engines)
            await HoldAsync(engine, cancellation);
    }

    private async Task HoldAsync(BenchEngine engine, CancellationToken cancellation)
    {
        var day = await DayOfGroup.PrepareAsync(groups, engine, 0, cancellation);
        await using var site = await day.ServeAsync(terms, cancellation);
        using var load = new PacedLoad(site.Port);
        await load.OpenAsync(cancellation);
        // Warm: what runs often is compiled anew, and the pages of readers without an account are kept.
        for (var rate = FirstRate; rate < FirstRate * 4; rate *= Faster)
            await AskAsync(load, day, rate, Step, cancellation);
        var idle = await AskAsync(load, day, Idle, Step * 3, cancellation);
        findings.Add('r', $"answers at {Idle:0} requests a second, {engine}", Said(idle));
        var best = await SearchAsync(load, day, idle, cancellation);
        for (var rate = best * Below; ; rate *= Slower)
        {
            var (worked, machine, started) = (site.Worked, MachineNow.Worked, Stopwatch.GetTimestamp());
            var held = await AskAsync(load, day, rate, Long, cancellation);
            var took = Stopwatch.GetElapsedTime(started);
            if (!Holds(held, idle) && rate > FirstRate)
            {
                findings.Add('r', $"not held for {Long.TotalMinutes:0.#} minutes, {engine}", Said(held));
                continue;
            }

            Tell(engine, site, held, idle, (site.Worked - worked) / took, (MachineNow.Worked - machine) / took);
            return;
        }
    }

    private void Tell(BenchEngine engine, SiteProcess site, Paced held, Paced idle, double cores, double machine)
    {
        findings.Add('r', $"the highest rate held for {Long.TotalMinutes:0.#} minutes at {DayOfGroup.Papers:N0} papers and {DayOfGroup.Members:N0} members, {engine}", Said(held));
        findings.Add('r', $"meanwhile, {engine}", string.Create(
            CultureInfo.InvariantCulture, $"the program worked on {cores:0.00} cores, the machine with database and load on {machine:0.00}; {site.Memory / Megabyte:N0} MB held, {site.PeakMemory / Megabyte:N0} MB at most"));
        findings.Judge('r', $"errors among {held.Reads.Length + held.Writes.Length + held.Failures:N0} requests, {engine}", held.Failures, 0, atLeast: false);
        findings.Judge('r', $"95th percentile of reads against their idle median, {engine}", Times(held.Reads, idle.Reads), Limit, atLeast: false);
        findings.Judge('r', $"95th percentile of writes against their idle median, {engine}", Times(held.Writes, idle.Writes), Limit, atLeast: false);
    }

    // Up while it holds; then between what held and what did not.
    private async Task<double> SearchAsync(PacedLoad load, DayOfGroup day, Paced idle, CancellationToken cancellation)
    {
        var (held, broke) = (Idle, FirstRate);
        while (Holds(await AskAsync(load, day, broke, Step, cancellation), idle))
            (held, broke) = (broke, broke * Faster);
        for (var n = 0; n < Halvings; n++)
        {
            var between = (held + broke) / 2;
            (held, broke) = Holds(await AskAsync(load, day, between, Step, cancellation), idle) ? (between, broke) : (held, between);
        }

        return held;
    }

    private async Task<Paced> AskAsync(PacedLoad load, DayOfGroup day, double rate, TimeSpan time, CancellationToken cancellation)
    {
        var paced = await load.RunAsync(day.Next, _asked, rate, time, cancellation);
        // Nobody asks the same again: the next stretch goes on where this one ended.
        _asked += (int)(rate * time.TotalSeconds);
        return paced;
    }

    private static bool Holds(Paced paced, Paced idle) => paced.Failures == 0 && Times(paced.Reads, idle.Reads) < Limit && Times(paced.Writes, idle.Writes) < Limit;

    // Reads against reads, writes against writes: a commit that waits for the disk is no page from memory.
    private static double Times(TimeSpan[] now, TimeSpan[] alone) => Paced.Percentile(now, .95) / Paced.Percentile(alone, .5);

    /// <summary>What some time at a rate came to, in words.</summary>
    internal static string Said(Paced paced) => string.Create(
        CultureInfo.InvariantCulture,
        $"{paced.Rate:N0} req/s; reads {Of(paced.Reads)}; writes {Of(paced.Writes)}; {paced.Failures} errors{string.Concat(paced.Errors.Select(error => string.Create(CultureInfo.InvariantCulture, $" ({error.Value} of {error.Key})")))}");

    private static string Of(TimeSpan[] times) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Paced.Percentile(times, .5).TotalMilliseconds:0.0} ms, p95 {Paced.Percentile(times, .95).TotalMilliseconds:0.0} ms, p99 {Paced.Percentile(times, .99).TotalMilliseconds:0.0} ms");
}

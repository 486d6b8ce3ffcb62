using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(m) Half an hour under load: memory, handles and threads stay what they were once it was warm.</summary>
internal sealed class SoakLaw(Terms terms, Groups groups, Findings findings)
{
    private const double Megabyte = 1024 * 1024;

    // Well below what is held: what is always late never rests, and a program that never rests tells nothing of what it keeps.
    private const double Rate = 60;

    // Pages a second, while what may be kept is filled.
    private const double Filling = 200;

    // What the line through all that was seen may rise from its beginning to its end. Threads come and go by the few.
    private const double MemoryGrowth = 1.05;
    private const double CountGrowth = 1.1;

    private TimeSpan Warming => terms.Quick ? TimeSpan.FromSeconds(40) : TimeSpan.FromMinutes(5);

    private TimeSpan Long => terms.Quick ? TimeSpan.FromSeconds(80) : TimeSpan.FromMinutes(30);

    private TimeSpan Between => terms.Quick ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(10);

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('m'))
            return;
        foreach (var engine in groups.Engines)
            await SoakAsync(engine, cancellation);
    }

    private async Task SoakAsync(BenchEngine engine, CancellationToken cancellation)
    {
        // A group of its own: nobody is taken in twice.
        var day = await DayOfGroup.PrepareAsync(groups, engine, 1, cancellation);
        await using var site = await day.ServeAsync(terms, cancellation);
        using var load = new PacedLoad(site.Port);
        await load.OpenAsync(cancellation);
        // What it may keep it keeps: asked for here and there, pages would be added to that for longer than anybody looks on.
        await load.RunAsync(day.Kept, 0, Filling, TimeSpan.FromSeconds(DayOfGroup.Papers / Filling), cancellation);
        var asked = (int)(Rate * Warming.TotalSeconds);
        await load.RunAsync(day.Next, 0, Rate, Warming, cancellation);
        var soaking = load.RunAsync(day.Next, asked, Rate, Long, cancellation);
        var seen = new List<Seen>();
        while (!soaking.IsCompleted)
        {
            seen.Add(new Seen(site.Memory, site.Handles, site.Threads));
            await Task.WhenAny(soaking, Task.Delay(Between, cancellation));
        }

        Tell(engine, site, await soaking, seen);
    }

    private void Tell(BenchEngine engine, SiteProcess site, Paced soaked, List<Seen> seen)
    {
        findings.Add('m', $"{Long.TotalMinutes:0.#} minutes after {Warming.TotalMinutes:0.#} of warming up, {engine}", RateLaw.Said(soaked));
        findings.Add('m', $"at first and at last, {engine}", string.Create(
            CultureInfo.InvariantCulture,
            $"{seen[0].Memory / Megabyte:N0} and {seen[^1].Memory / Megabyte:N0} MB ({site.PeakMemory / Megabyte:N0} MB at most), {seen[0].Handles} and {seen[^1].Handles} handles, {seen[0].Threads} and {seen[^1].Threads} threads"));
        findings.Judge('m', $"errors, {engine}", soaked.Failures, 0, atLeast: false);
        findings.Judge('m', $"memory at the end of the line through {seen.Count} looks against its beginning, {engine}", Growth(seen.ConvertAll(one => (double)one.Memory)), MemoryGrowth, atLeast: false);
        findings.Judge('m', $"handles, the same, {engine}", Growth(seen.ConvertAll(one => (double)one.Handles)), CountGrowth, atLeast: false);
        findings.Judge('m', $"threads, the same, {engine}", Growth(seen.ConvertAll(one => (double)one.Threads)), CountGrowth, atLeast: false);
    }

    // The straight line that lies closest to all of them (least squares).
    private static double Growth(List<double> looks)
    {
        var (middle, mean) = ((looks.Count - 1) / 2.0, looks.Average());
        var slope = looks.Index().Sum(look => (look.Index - middle) * (look.Item - mean)) / looks.Index().Sum(look => (look.Index - middle) * (look.Index - middle));
        return (mean + (slope * middle)) / (mean - (slope * middle));
    }

    private sealed record Seen(long Memory, int Handles, int Threads);
}

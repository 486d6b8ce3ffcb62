using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(d) the import, (e) the start, (f) memory.</summary>
internal sealed class OtherLaws(Terms terms, Groups groups, Findings findings)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (terms.Wants('d'))
            await ImportAsync(cancellation);
        if (terms.Wants('e'))
            await StartAsync(cancellation);
        if (terms.Wants('f'))
            await MemoryAsync(cancellation);
    }

    private async Task ImportAsync(CancellationToken cancellation)
    {
        foreach (var engine in groups.Engines)
        {
            var group = await groups.OfAsync(engine, terms.Largest, cancellation);
            findings.Add('d', $"import of {terms.Largest:N0} entries, {engine}", string.Create(
                CultureInfo.InvariantCulture,
                $"{terms.Largest / group.Took.TotalSeconds:N0} entries/s, {group.Took.TotalSeconds:0.0} s, at most {group.PeakMemory / Megabyte:N0} MB"));
        }
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        // A group of its own, with an organizer: a house without one makes a new way in at every start.
        var group = await groups.OfAsync(BenchEngine.Sqlite, Terms.Small + 2, cancellation);
        await using (var living = LivingGroup.Open(group))
            await living.TakeInOrganizerAsync(cancellation);
        var (program, empty) = (new List<double>(), new List<double>());
        for (var round = 0; round <= terms.Rounds; round++)
        {
            var theirs = await FirstAnswerAsync(terms.Empty, [], cancellation);
            var ours = await FirstAnswerAsync(terms.Program, ["serve", .. group.Arguments], cancellation);
            if (round == 0)
                continue; // The first start reads the programs from the disk.
            empty.Add(theirs);
            program.Add(ours);
        }

        findings.Add('e', "start to the first 200 of the start page", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(program):N0} ms"));
        findings.Add('e', "start to the first 200 of an empty web project", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(empty):N0} ms"));
        findings.Judge('e', "start to the first 200 against an empty web project", Race.Median(program.Zip(empty, (a, b) => a / b)), 3, atLeast: false);
    }

    private async Task<double> FirstAnswerAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        await using var site = await SiteProcess.StartAsync(terms.Cores, program, arguments, "/", cancellation);
        return site.StartedWithin.TotalMilliseconds;
    }

    private async Task MemoryAsync(CancellationToken cancellation)
    {
        var group = await groups.OfAsync(BenchEngine.Sqlite, Terms.Large, cancellation);
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/", cancellation);
        Note("after the start", site.Memory);
        using var load = new Load(site.Port, 32, "br");
        await load.OpenAsync(cancellation);
        var pages = Enumerable.Range(1, ReadingGroup.NewestTopic(Terms.Large)).Select(n => string.Create(CultureInfo.InvariantCulture, $"/topics/{n}"))
            .Concat(["/", "/schedule", "/topics", "/papers", "/members"]).Select(load.Request).ToArray();
        await load.RunAsync(n => pages[n % pages.Length], terms.Stretch * 3, cancellation);
        Note($"after load on {pages.Length} pages that are kept", site.Memory);
        await load.RunUnkeptAsync("/topics/7", terms.Stretch * 3, cancellation);
        Note("after load on pages that are not kept", site.Memory);
        Note("at most", site.PeakMemory);

        void Note(string when, long bytes) => findings.Add('f', $"memory {when}", string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:N0} MB"));
    }
}

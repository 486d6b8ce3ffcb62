namespace Whalepaper.Bench;

/// <summary>Measures law after law.</summary>
internal static class Measuring
{
    /// <summary>Runs everything that is asked for.</summary>
    /// <returns>0 if every law is kept, 1 otherwise.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var terms = Terms.Read(arguments);
        var groups = new Groups(terms);
        var findings = new Findings();
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        await new PageLaws(terms, groups, findings).RunAsync(stop.Token);
        await new OtherLaws(terms, groups, findings).RunAsync(stop.Token);
        await new YearsLaw(terms, groups, findings).RunAsync(stop.Token);
        await new ClaimsLaw(terms, groups, findings).RunAsync(stop.Token);
        await new NoticesLaw(terms, groups, findings).RunAsync(stop.Token);
        await new ListenersLaw(terms, groups, findings).RunAsync(stop.Token);
        await new ComersLaw(terms, groups, findings).RunAsync(stop.Token);
        await new ClosingLaw(terms, groups, findings).RunAsync(stop.Token);
        await new RateLaw(terms, groups, findings).RunAsync(stop.Token);
        await new SoakLaw(terms, groups, findings).RunAsync(stop.Token);
        await new SearchLaw(terms, groups, findings).RunAsync(stop.Token);
        var failed = findings.Verdicts.Count(v => !v.Passed);
        if (terms is { Report: { } report, Only: null, Quick: false })
            await File.WriteAllTextAsync(report, Report.Of(findings, terms), stop.Token);
        Console.WriteLine($"\n{findings.Verdicts.Count - failed} laws kept, {failed} broken");
        return failed == 0 ? 0 : 1;
    }
}

using System.Diagnostics;
using System.Globalization;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Bench;

/// <summary>(n) One notice to a large group: what readers notice of it, how fast its letters leave, and what memory it takes.</summary>
internal sealed class NoticesLaw(Terms terms, Groups groups, Findings findings)
{
    private const double Megabyte = 1024 * 1024;

    // Looks and starts soon: what is measured is the work, not the rest.
    private static readonly Dictionary<string, string> eager = new(StringComparer.Ordinal) { ["Deliveries__Poll"] = "0.2", ["Deliveries__Patience"] = "0" };

    private readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('n'))
            return;
        foreach (var engine in groups.Engines)
        {
            var group = await groups.OfAsync(engine, Terms.Small, cancellation);
            await using var living = LivingGroup.Open(group);
            await living.FillAsync(terms.Audience, cancellation);
            await WriteAsync(engine, group, living, cancellation);
            if (terms.Mail is { } mail)
                await new LettersLaw(terms, findings, mail, eager).RunAsync(engine, group, living, cancellation);
        }
    }

    // Nobody sends letters yet: the inboxes are filled meanwhile, as they would be.
    private async Task WriteAsync(BenchEngine engine, Groups.Imported group, LivingGroup living, CancellationToken cancellation)
    {
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation, eager);
        using var load = new Load(site.Port, 1, null);
        await load.OpenAsync(cancellation);
        var quiet = new List<Stretch>();
        for (var round = 0; round < terms.Rounds * 2; round++)
            quiet.Add(await load.RunUnkeptAsync("/topics", terms.Stretch, cancellation));
        quiet.RemoveRange(0, terms.Rounds);
        var started = Stopwatch.GetTimestamp();
        var notice = await living.AnnounceAsync(cancellation);
        var busy = new List<Stretch>();
        while (!await living.IsToldAsync(notice, cancellation))
            busy.Add(await load.RunUnkeptAsync("/topics", TimeSpan.FromMilliseconds(500), cancellation));
        var took = Stopwatch.GetElapsedTime(started);
        var (before, during) = (Stretch.Of(quiet), Stretch.Of(busy));
        findings.Add('n', $"a page before the notice, {engine}", before);
        findings.Add('n', $"a page while {terms.Audience:N0} are written down, {engine}", during);
        findings.Add('n', $"the slowest page meanwhile, {engine}", string.Create(CultureInfo.InvariantCulture, $"{during.Percentile(1).TotalMilliseconds:N0} ms; all were written down after {took.TotalSeconds:0.0} s, {2 * terms.Audience / took.TotalSeconds:N0} deliveries/s"));
        findings.Judge('n', $"the slowest page meanwhile against the time of all the writing, {engine}", during.Percentile(1) / took, 0.02, atLeast: false);
        var (from, filled) = (Stopwatch.GetTimestamp(), await living.WaitingAsync(ChannelNames.Inbox, cancellation));
        while (await living.WaitingAsync(ChannelNames.Inbox, cancellation) > 0)
            await Task.Delay(_look, cancellation);
        findings.Add('n', $"inboxes filled after that, {engine}", string.Create(CultureInfo.InvariantCulture, $"{filled / Stopwatch.GetElapsedTime(from).TotalSeconds:N0}/s; {site.PeakMemory / Megabyte:N0} MB at most"));
    }
}

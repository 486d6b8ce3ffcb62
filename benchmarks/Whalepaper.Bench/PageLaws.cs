using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(a) A kept page against a fixed answer; (b) an unkept page against a bare component; (c) a page among many papers against among few.</summary>
internal sealed class PageLaws(Terms terms, Groups groups, Findings findings)
{
    private const int Connections = 16;

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (terms.Wants('a') || terms.Wants('b'))
            await InsideOneServerAsync(cancellation);
        if (!terms.Wants('c'))
            return;
        foreach (var engine in groups.Engines)
            await ManyAgainstFewAsync(engine, cancellation);
    }

    private async Task InsideOneServerAsync(CancellationToken cancellation)
    {
        var group = await groups.OfAsync(BenchEngine.Sqlite, Terms.Small, cancellation);
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Bench, ["host", group.Folder, terms.Work], "/health/live", cancellation);
        foreach (var encoding in (string?[])[null, "br", "gzip"])
            await KeptAnswer.KeepAsync(site.Client, Page(Terms.Small), encoding, terms.Work, cancellation);
        if (terms.Wants('a'))
        {
            foreach (var encoding in (string?[])["br", "gzip", null])
                await KeptAsync(site, encoding, cancellation);
        }

        if (terms.Wants('b'))
            await UnkeptAsync(site, cancellation);
    }

    private async Task KeptAsync(SiteProcess site, string? encoding, CancellationToken cancellation)
    {
        using var load = new Load(site.Port, Connections, encoding);
        await load.OpenAsync(cancellation);
        var name = encoding ?? "plain";
        var (page, passed, ratio) = await Race.RunAsync(
            terms.Rounds, () => load.RunAsync(Page(Terms.Small), terms.Stretch, cancellation), () => load.RunAsync(BenchHost.Passed, terms.Stretch, cancellation));
        var (_, bare, strict) = await Race.RunAsync(
            terms.Rounds, () => load.RunAsync(Page(Terms.Small), terms.Stretch, cancellation), () => load.RunAsync(BenchHost.Fixed, terms.Stretch, cancellation));
        findings.Add('a', $"the kept page, {name}", page);
        findings.Add('a', $"a fixed answer of the same bytes, {name}", passed);
        findings.Add('a', $"the same bytes before the site is asked, {name}", bare);
        findings.Judge('a', $"a kept page of {ReadingGroup.EntriesOfTopic} entries against a fixed answer of the same bytes, {name}", ratio, .75, atLeast: true);
        findings.Add('a', $"a kept page against the same bytes before the site is asked, {name}", string.Create(CultureInfo.InvariantCulture, $"{strict:0.00} of its rate"));
    }

    private async Task UnkeptAsync(SiteProcess site, CancellationToken cancellation)
    {
        var page = await File.ReadAllTextAsync(KeptAnswer.BodyPath(terms.Work, null), cancellation);
        var bare = await site.Client.GetStringAsync(BenchHost.Bare, cancellation);
        if (!string.Equals(page, bare, StringComparison.Ordinal))
            throw new InvalidOperationException(Difference(page, bare));
        using var load = new Load(site.Port, 1, null);
        await load.OpenAsync(cancellation);
        var (unkept, component, ratio) = await Race.RunAsync(
            terms.Rounds, () => load.RunUnkeptAsync(Page(Terms.Small), terms.Stretch, cancellation), () => load.RunUnkeptAsync(BenchHost.Bare, terms.Stretch, cancellation));
        findings.Add('b', "the page from the database", unkept);
        findings.Add('b', "a bare component with the same HTML", component);
        findings.Judge('b', $"an unkept page of {ReadingGroup.EntriesOfTopic} entries against a bare component", ratio, .5, atLeast: true);
    }

    private async Task ManyAgainstFewAsync(BenchEngine engine, CancellationToken cancellation)
    {
        var few = await groups.OfAsync(engine, Terms.Small, cancellation);
        var many = await groups.OfAsync(engine, Terms.Large, cancellation);
        await using var small = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. few.Arguments], "/health/live", cancellation);
        await using var large = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. many.Arguments], "/health/live", cancellation);
        using var toSmall = new Load(small.Port, 1, null);
        using var toLarge = new Load(large.Port, 1, null);
        await toSmall.OpenAsync(cancellation);
        await toLarge.OpenAsync(cancellation);
        foreach (var (name, page) in ((string, Func<int, string>)[])[("topic", Page), ("start", _ => "/"), ("papers", _ => "/papers"), ("paper", _ => "/papers/7"), ("schedule", _ => "/schedule")])
        {
            var (fast, slow, ratio) = await Race.RunAsync(
                terms.Rounds, () => toSmall.RunUnkeptAsync(page(Terms.Small), terms.Stretch, cancellation), () => toLarge.RunUnkeptAsync(page(Terms.Large), terms.Stretch, cancellation));
            findings.Add('c', $"{name} page among {Terms.Small:N0} papers, {engine}", fast);
            findings.Add('c', $"{name} page among {Terms.Large:N0} papers, {engine}", slow);
            findings.Judge('c', $"cost of the {name} page at {Terms.Large:N0} papers against {Terms.Small:N0}, {engine}", ratio, 1.3, atLeast: false);
        }
    }

    private static string Difference(string page, string bare)
    {
        var same = page.Zip(bare).TakeWhile(p => p.First == p.Second).Count();
        string Near(string text) => text.Substring(Math.Max(0, same - 60), Math.Min(120, text.Length - Math.Max(0, same - 60)));
        return $"The bare component does not give the page's HTML. The page has: {Near(page)}\nThe component has: {Near(bare)}";
    }

    private static string Page(int entries) => string.Create(CultureInfo.InvariantCulture, $"/topics/{ReadingGroup.NewestTopic(entries)}");
}

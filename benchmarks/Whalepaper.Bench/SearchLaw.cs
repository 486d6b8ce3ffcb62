using System.Diagnostics;
using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(s) The search page among many papers against among few, over questions of every kind that readers ask.</summary>
internal sealed class SearchLaw(Terms terms, Groups groups, Findings findings)
{
    private static readonly string[] Questions =
    [
        "人脸", "推荐系统", "知识图谱与机器翻译", "杨夕", "retrieval", "recommendations", "graph contrastive learning", "trans", "multimodal embeddings for speech",
        "Topic 2", "2000.00123", "nothing at all like this",
    ];

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('s'))
            return;
        foreach (var engine in groups.Engines)
            await ManyAgainstFewAsync(engine, cancellation);
    }

    private async Task ManyAgainstFewAsync(BenchEngine engine, CancellationToken cancellation)
    {
        var few = await groups.OfAsync(engine, Terms.Searched, cancellation);
        var many = await groups.OfAsync(engine, terms.Largest, cancellation);
        await using var small = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. few.Arguments], "/health/live", cancellation);
        await using var large = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. many.Arguments], "/health/live", cancellation);
        using var toSmall = new Load(small.Port, 1, null);
        using var toLarge = new Load(large.Port, 1, null);
        await toSmall.OpenAsync(cancellation);
        await toLarge.OpenAsync(cancellation);

        var (fast, slow, _) = await Race.RunAsync(terms.Rounds, () => AskAllAsync(toSmall), () => AskAllAsync(toLarge));
        findings.Add('s', $"searches among {Terms.Searched:N0} papers, {engine}", fast);
        findings.Add('s', $"searches among {terms.Largest:N0} papers, {engine}", slow);
        findings.Judge('s', $"median of a search at {terms.Largest:N0} papers against {Terms.Searched:N0}, {engine}", slow.Percentile(.5) / fast.Percentile(.5), 3, atLeast: false);
        foreach (var question in Questions)
        {
            var (one, other) = (await AskAsync(toSmall, [question]), await AskAsync(toLarge, [question]));
            findings.Add('s', string.Create(CultureInfo.InvariantCulture, $"{question}: among {terms.Largest:N0} papers, {engine}"), string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {other.Percentile(.5).TotalMilliseconds:0.0} ms, {other.Percentile(.5) / one.Percentile(.5):0.0} times that among {Terms.Searched:N0}"));
        }

        Task<Stretch> AskAllAsync(Load load) => AskAsync(load, Questions);

        // Each address only once: nothing kept may answer.
        Task<Stretch> AskAsync(Load load, string[] questions)
        {
            var run = Stopwatch.GetTimestamp();
            return load.RunAsync(n => load.Request($"/search?q={Uri.EscapeDataString(questions[n % questions.Length])}&unkept={run}-{n}"), terms.Stretch, cancellation);
        }
    }
}

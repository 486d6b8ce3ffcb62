using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>A figure without a judgement.</summary>
/// <param name="Law">The letter of the law that it belongs to.</param>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure with its unit; with load: requests a second, the median, the 99th percentile and bytes.</param>
internal sealed record Figure(char Law, string What, string Value);

/// <summary>A ratio and what it must keep.</summary>
/// <param name="Law">The letter of the law.</param>
/// <param name="What">What was compared with what.</param>
/// <param name="Value">The ratio.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="AtLeast">Whether the limit is the least; otherwise it is the most.</param>
internal sealed record Verdict(char Law, string What, double Value, double Limit, bool AtLeast)
{
    /// <summary>Whether the law is kept.</summary>
    public bool Passed => AtLeast ? Value >= Limit : Value <= Limit;

    /// <summary>The limit in words.</summary>
    public string LimitText => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Limit:0.##}");
}

/// <summary>Collects what was found, and says it at once.</summary>
internal sealed class Findings
{
    private readonly List<Figure> _figures = [];
    private readonly List<Verdict> _verdicts = [];

    /// <summary>The figures, in the order in which they were found.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>The judgements, in the order in which they were found.</summary>
    public IReadOnlyList<Verdict> Verdicts => _verdicts;

    /// <summary>Notes what a load came to.</summary>
    public void Add(char law, string what, Stretch stretch) => Add(law, what, string.Create(
        CultureInfo.InvariantCulture,
        $"{stretch.Rate:N0} req/s, p50 {stretch.Percentile(.5).TotalMilliseconds:0.00} ms, p99 {stretch.Percentile(.99).TotalMilliseconds:0.00} ms, {stretch.Bytes:N0} bytes"));

    /// <summary>Notes a figure.</summary>
    public void Add(char law, string what, string value)
    {
        _figures.Add(new(law, what, value));
        Console.WriteLine($"  ({law}) {what}: {value}");
    }

    /// <summary>Judges a ratio.</summary>
    public void Judge(char law, string what, double value, double limit, bool atLeast)
    {
        var verdict = new Verdict(law, what, value, limit, atLeast);
        _verdicts.Add(verdict);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(verdict.Passed ? "PASS" : "FAIL")} ({law}) {what}: {value:0.00} ({verdict.LimitText})"));
    }
}

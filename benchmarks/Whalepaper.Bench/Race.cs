namespace Whalepaper.Bench;

/// <summary>
/// Lets two things take turns under load. The machine's mood touches both alike, and the middle of the rounds' ratios leaves out the
/// round that something else disturbed.
/// </summary>
internal static class Race
{
    // The runtime compiles anew what runs often, in the background and on the same core: until it has, both run slower, the longer program more
    // so, and it takes a minute or two. Both are warm when neither became faster than in its best stretch before.
    private const int WarmingUp = 4;
    private const int LongestWarmingUp = 24;
    private const double Faster = 1.03;

    /// <summary>Runs it, after some stretches each for warming up.</summary>
    /// <returns>What each came to in all, and the middle ratio of the rates: first by second.</returns>
    public static async Task<(Stretch First, Stretch Second, double Ratio)> RunAsync(int rounds, Func<Task<Stretch>> first, Func<Task<Stretch>> second)
    {
        var (bestFirst, bestSecond, still) = (0.0, 0.0, 0);
        for (var round = 0; round < LongestWarmingUp && still < WarmingUp; round++)
        {
            var (one, other) = ((await first()).Rate, (await second()).Rate);
            still = one > bestFirst * Faster || other > bestSecond * Faster ? 0 : still + 1;
            (bestFirst, bestSecond) = (Math.Max(one, bestFirst), Math.Max(other, bestSecond));
        }

        var (firsts, seconds) = (new List<Stretch>(), new List<Stretch>());
        for (var round = 0; round < rounds; round++)
        {
            firsts.Add(await first());
            seconds.Add(await second());
        }

        return (Stretch.Of(firsts), Stretch.Of(seconds), Median(firsts.Zip(seconds, (a, b) => a.Rate / b.Rate)));
    }

    /// <summary>The middle of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

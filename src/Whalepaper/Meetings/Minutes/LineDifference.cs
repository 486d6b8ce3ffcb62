namespace Whalepaper.Meetings.Minutes;

/// <summary>What became of a line from one text to another.</summary>
public enum LineChange
{
    /// <summary>It is in both.</summary>
    Same = 0,

    /// <summary>It is in the second alone.</summary>
    Added = 1,

    /// <summary>It is in the first alone.</summary>
    Removed = 2,

    /// <summary>Here stand lines that are in both, and are left out.</summary>
    Skipped = 3,
}

/// <summary>A line of a difference.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Text">The line; of lines that are left out, nothing.</param>
/// <param name="Count">How many lines it stands for.</param>
public sealed record DifferenceLine(LineChange Change, string Text, int Count = 1);

/// <summary>Tells two texts apart, line by line: by the longest row of lines that both have.</summary>
public static class LineDifference
{
    // How many lines that are the same stand around those that are not.
    private const int Around = 2;

    // Beyond, the middle of the texts is told as gone and come: a table of all pairs of lines would take too long.
    private const int MostPairs = 4_000_000;

    /// <summary>The difference; empty where the texts are the same.</summary>
    public static IReadOnlyList<DifferenceLine> Of(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (Lines(before), Lines(after));
        if (old.AsSpan().SequenceEqual(now))
            return [];
        var head = 0;
        while (head < old.Length && head < now.Length && Equal(old[head], now[head]))
            head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && Equal(old[^(tail + 1)], now[^(tail + 1)]))
            tail++;
        List<DifferenceLine> all =
        [
            .. old[..head].Select(line => new DifferenceLine(LineChange.Same, line)),
            .. Middle(old[head..^tail], now[head..^tail]),
            .. old[^tail..].Select(line => new DifferenceLine(LineChange.Same, line)),
        ];
        return Short(all);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private static bool Equal(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static IEnumerable<DifferenceLine> Middle(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostPairs)
            return old.Select(line => new DifferenceLine(LineChange.Removed, line)).Concat(now.Select(line => new DifferenceLine(LineChange.Added, line)));
        var common = Table(old, now);
        return Walk(old, now, common);
    }

    // How many lines the rests of both have in common, from each pair of places on.
    private static int[,] Table(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var o = old.Length - 1; o >= 0; o--)
        {
            for (var n = now.Length - 1; n >= 0; n--)
                common[o, n] = Equal(old[o], now[n]) ? common[o + 1, n + 1] + 1 : Math.Max(common[o + 1, n], common[o, n + 1]);
        }

        return common;
    }

    private static IEnumerable<DifferenceLine> Walk(string[] old, string[] now, int[,] common)
    {
        var (o, n) = (0, 0);
        while (o < old.Length || n < now.Length)
        {
            if (o < old.Length && n < now.Length && Equal(old[o], now[n]))
            {
                yield return new DifferenceLine(LineChange.Same, old[o]);
                (o, n) = (o + 1, n + 1);
            }
            else if (n == now.Length || (o < old.Length && common[o + 1, n] >= common[o, n + 1]))
            {
                yield return new DifferenceLine(LineChange.Removed, old[o++]);
            }
            else
            {
                yield return new DifferenceLine(LineChange.Added, now[n++]);
            }
        }
    }

    private static List<DifferenceLine> Short(List<DifferenceLine> all)
    {
        var near = new bool[all.Count];
        for (var line = 0; line < all.Count; line++)
        {
            if (all[line].Change is LineChange.Same)
                continue;
            near.AsSpan(Math.Max(0, line - Around)..Math.Min(all.Count, line + Around + 1)).Fill(true);
        }

        var shown = new List<DifferenceLine>();
        for (var line = 0; line < all.Count; line++)
        {
            if (near[line])
                shown.Add(all[line]);
            else if (shown.Count > 0 && shown[^1].Change is LineChange.Skipped)
                shown[^1] = shown[^1] with { Count = shown[^1].Count + 1 };
            else
                shown.Add(new DifferenceLine(LineChange.Skipped, ""));
        }

        return shown;
    }
}

namespace Whalepaper.Ui;

/// <summary>Splits a text into passages to mark and passages to leave.</summary>
public static class Passages
{
    /// <summary>
    /// The passages of <paramref name="text"/> in order; joined they are the text again. A passage is marked where any of
    /// <paramref name="terms"/> covers it, without regard to case; touching and overlapping finds become one mark.
    /// </summary>
    public static IEnumerable<(string Text, bool Marked)> Of(string text, IReadOnlyList<string> terms)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(terms);

        var covered = new bool[text.Length];
        foreach (var term in terms)
            Cover(covered, text, term);

        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && covered[end] == covered[start])
                end++;
            yield return (text[start..end], covered[start]);
            start = end;
        }
    }

    private static void Cover(bool[] covered, string text, string term)
    {
        if (term.Length == 0)
            return;

        var at = text.IndexOf(term, StringComparison.OrdinalIgnoreCase);
        while (at >= 0)
        {
            Array.Fill(covered, true, at, term.Length);
            at = text.IndexOf(term, at + 1, StringComparison.OrdinalIgnoreCase);
        }
    }
}

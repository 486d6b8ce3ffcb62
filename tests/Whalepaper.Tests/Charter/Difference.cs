namespace Whalepaper.Tests.Charter;

/// <summary>The lines that differ between two texts, by their longest common subsequence: "-old" and "+new".</summary>
internal static class Difference
{
    public static List<string> Of(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var changes = new List<string>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (i < before.Length && (j == after.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                changes.Add("-" + before[i++]);
            }
            else
            {
                changes.Add("+" + after[j++]);
            }
        }

        return changes;
    }
}

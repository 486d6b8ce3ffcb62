using System.Buffers;

namespace Whalepaper.Charter;

/// <summary>White space within a line, of every kind: texts that come from office programs are full of blanks at which no line may break.</summary>
internal static class WhiteSpace
{
    /// <summary>Every character of it.</summary>
    public static readonly IReadOnlyList<char> All = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(char.IsWhiteSpace)];

    private static readonly SearchValues<char> Unusual = SearchValues.Create([.. All.Where(c => c != ' ')]);

    /// <summary>The same line with a blank for each of them; the line itself where it has no other.</summary>
    public static string Blanked(string line) =>
        !line.AsSpan().ContainsAny(Unusual) ? line : string.Create(line.Length, line, (blanked, from) => from.AsSpan().ReplaceAny(blanked, Unusual, ' '));
}

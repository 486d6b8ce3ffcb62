using System.Globalization;
using System.Text;

namespace Whalepaper.Files;

/// <summary>The name under which an upload is shown and saved. It is never a path of ours: what is kept has a <see cref="FileKey"/>.</summary>
public static class FileName
{
    /// <summary>The longest name, ending included, in UTF-16 units.</summary>
    public const int Maximum = 120;

    // What some system gives another meaning in names.
    private const string Reserved = "<>:\"|?*/\\";

    /// <summary>
    /// A name for a file of this sort, made from what its sender calls it: without folders, signs that steer, turn or hide text, and signs that
    /// a system reads otherwise. An ending that says nothing is followed by one that does.
    /// </summary>
    /// <returns>Null if its ending belongs to another sort: the sender is mistaken, or wants others to be.</returns>
    public static string? For(FileSort sort, string? sent)
    {
        var name = Plain(sent);
        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (sort.Endings().Contains(ending, StringComparer.Ordinal))
            return Shorten(name[..^ending.Length], ending);
        return FileSorts.IsKnown(ending) ? null : Shorten(name, sort.Endings()[0]);
    }

    /// <summary>What is left of a name as sent; may be empty.</summary>
    private static string Plain(string? sent)
    {
        var text = sent ?? "";
        var name = new StringBuilder();
        foreach (var rune in text[(text.AsSpan().LastIndexOfAny('/', '\\') + 1)..].EnumerateRunes())
        {
            var blank = Rune.IsWhiteSpace(rune) || rune.Value <= 0xFFFF && Reserved.Contains((char)rune.Value, StringComparison.Ordinal);
            if (blank && name is [.., not ' '])
                name.Append(' ');
            if (!blank && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
                && rune != Rune.ReplacementChar)
                name.Append(rune.ToString());
        }

        return name.ToString().Trim(' ', '.');
    }

    private static string Shorten(string stem, string ending)
    {
        var trimmed = stem.Trim(' ', '.');
        if (trimmed.Length == 0)
            trimmed = "file";
        var most = Maximum - ending.Length;
        if (trimmed.Length > most)
            trimmed = trimmed[..(char.IsHighSurrogate(trimmed[most - 1]) ? most - 1 : most)].TrimEnd(' ', '.');
        return trimmed + ending;
    }
}

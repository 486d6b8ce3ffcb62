using System.Globalization;
using System.Text;

namespace Whalepaper.Meetings;

/// <summary>User text made fit for a line of a calendar or a feed.</summary>
internal static class PlainLine
{
    /// <summary>
    /// The text on one line: whatever breaks or controls a line (line and paragraph separators too, at which some parsers break) becomes
    /// a blank, and what is no character at all is left out: both formats refuse a whole document for one of them.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(text.Length);
        var blank = false;
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) is not System.Buffers.OperationStatus.Done)
            {
                at += length;
                continue;
            }

            at += length;
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control)
            {
                blank = line.Length > 0;
            }
            else if ((rune.Value & 0xFFFE) != 0xFFFE)
            {
                line.Append(blank ? " " : "").Append(rune);
                blank = false;
            }
        }

        return line.ToString();
    }
}

using System.Buffers;
using Ical.Net;
using Ical.Net.Serialization;

namespace Whalepaper.Meetings;

/// <summary>Writes a calendar down.</summary>
internal static class CalendarText
{
    /// <summary>The longest line, in octets without its end (RFC 5545, 3.1).</summary>
    public const int LongestLine = 75;

    private static readonly byte[] Fold = "\r\n "u8.ToArray();

    /// <summary>
    /// The calendar in UTF-8. The library folds lines by UTF-16 units and so cuts an emoji in two; its folds are undone and set anew by octets,
    /// never inside a character: one badly folded line makes some readers drop the whole calendar.
    /// </summary>
    public static byte[] Write(Calendar calendar)
    {
        var text = new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The calendar could not be written.");
        var bytes = new ArrayBufferWriter<byte>(text.Length * 2);
        foreach (var line in text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            WriteFolded(line, bytes);
            bytes.Write("\r\n"u8);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteFolded(string line, ArrayBufferWriter<byte> bytes)
    {
        var room = LongestLine;
        Span<byte> character = stackalloc byte[4];
        foreach (var rune in line.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(character);
            if (length > room)
            {
                bytes.Write(Fold);
                room = LongestLine - 1;
            }

            bytes.Write(character[..length]);
            room -= length;
        }
    }
}

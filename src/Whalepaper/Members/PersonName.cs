using System.Globalization;
using System.Text;

namespace Whalepaper.Members;

/// <summary>What may stand as a person's name: what others can read, and cannot take for somebody else's.</summary>
public static class PersonName
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int Maximum = 60;

    // Four: Hebrew and Vietnamese stack up to three upon a letter, Tibetan one more.
    private const int MostMarks = 4;

    /// <summary>What is wrong with a name, as a key of <see cref="MemberTexts"/>; null if nothing.</summary>
    public static string? Fault(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "Name.Missing";
        if (name.Trim().Length > Maximum)
            return "Name.TooLong";
        var runes = name.Trim().EnumerateRunes().ToList();
        // Signs that turn the direction of writing, or are not seen at all, make one name look like another.
        if (runes.Index().Any(at => !JoinsRightly(runes, at.Index) && IsHidden(at.Item)))
            return "Name.Hidden";
        if (!runes.Exists(Rune.IsLetterOrDigit))
            return "Name.NoLetter";
        // Marks piled upon a letter grow out of their line, over the names above and below.
        if (IsPiledUp(runes))
            return "Name.Marks";
        // A Cyrillic or Greek letter among Latin ones is there to be taken for one of them.
        if (runes.Exists(IsLatin) && runes.Exists(IsLookAlike))
            return "Name.Mixed";
        return null;
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || IsUnseen(rune);

    // A joiner or non-joiner is seen where it changes how its neighbours are drawn (RFC 5892, A.1 and A.2): between Arabic letters, as Persian
    // names have it, and behind the sign by which an Indian script joins two consonants.
    private static bool JoinsRightly(List<Rune> runes, int at) =>
        runes[at].Value is 0x200C or 0x200D && at > 0 && at + 1 < runes.Count
        && ((runes[at].Value is 0x200C && IsArabic(runes[at - 1]) && IsArabic(runes[at + 1])) || IsVirama(runes[at - 1]));

    private static bool IsArabic(Rune rune) => Rune.IsLetter(rune) && rune.Value is (>= 0x600 and <= 0x6FF) or (>= 0x750 and <= 0x77F) or (>= 0x8A0 and <= 0x8FF);

    private static bool IsVirama(Rune rune) => rune.Value is 0x94D or 0x9CD or 0xA4D or 0xACD or 0xB4D or 0xBCD or 0xC4D or 0xCCD or 0xD4D or 0xDCA or 0x1039;

    private static bool IsPiledUp(List<Rune> runes)
    {
        var marks = 0;
        foreach (var rune in runes)
        {
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MostMarks)
                return true;
        }

        return false;
    }

    // Letters and marks that are drawn as nothing: fillers of Hangul and Khmer, the blank of Braille, joiners and variation selectors.
    private static bool IsUnseen(Rune rune) => rune.Value is 0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0100 and <= 0xE01EF);

    private static bool IsLatin(Rune rune) => rune.Value is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0x24F);

    private static bool IsLookAlike(Rune rune) => rune.Value is (>= 0x370 and <= 0x3FF) or (>= 0x400 and <= 0x52F) or (>= 0x530 and <= 0x58F) or (>= 0x13A0 and <= 0x13FF);
}

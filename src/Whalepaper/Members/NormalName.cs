using System.Globalization;
using System.Text;

namespace Whalepaper.Members;

/// <summary>
/// The form in which names and titles are compared: compatibility forms folded (full-width letters become plain ones), lower
/// case, only letters and digits, words parted by one space. Computed here and not by a database, whose engines disagree on case.
/// </summary>
public static class NormalName
{
    /// <summary>Longer keys are cut here, so that an index row stays within what both engines allow.</summary>
    public const int MaximumLength = 300;

    /// <summary>The key of a text; never null, perhaps empty if the text has neither letter nor digit.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(Math.Min(text.Length, MaximumLength));
        var gap = false;
        foreach (var rune in Folded(text).EnumerateRunes())
        {
            if (key.Length >= MaximumLength)
                break;
            if (!Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                gap = key.Length > 0;
                continue;
            }

            if (gap)
                key.Append(' ');
            gap = false;
            key.Append(Rune.ToLowerInvariant(rune));
        }

        return key.ToString();
    }

    private static string Folded(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // A lone surrogate has no normal form; such a text is compared as it stands.
            return text;
        }
    }
}

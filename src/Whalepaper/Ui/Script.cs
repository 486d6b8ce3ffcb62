namespace Whalepaper.Ui;

/// <summary>Finds in which script a short text is written, so that fonts and voices treat it rightly.</summary>
public static class Script
{
    /// <summary>
    /// The <c>lang</c> of a title or name: kana is Japanese, hangul Korean, any other Han is Chinese, letters alone are Latin and
    /// taken for English; null where there is no letter at all.
    /// </summary>
    public static string? LangOf(string? text)
    {
        var (han, latin) = (false, false);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case >= 0x3041 and <= 0x30FF:
                    return "ja";
                case >= 0xAC00 and <= 0xD7A3:
                    return "ko";
                case (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF):
                    han = true;
                    break;
                case (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0x24F):
                    latin = true;
                    break;
            }
        }

        return han ? "zh" : latin ? "en" : null;
    }

    /// <summary>The <c>lang</c> to write on a run of <paramref name="text"/> within a page of <paramref name="language"/>; null where they agree.</summary>
    public static string? Foreign(string? text, Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return LangOf(text) is { } lang && !language.Tag.StartsWith(lang, StringComparison.OrdinalIgnoreCase) ? lang : null;
    }
}

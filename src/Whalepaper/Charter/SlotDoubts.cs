using System.Text.RegularExpressions;

namespace Whalepaper.Charter;

/// <summary>Why a line that speaks of days and hours is not taken as a track's weekly hour.</summary>
internal static partial class SlotDoubts
{
    /// <summary>What is doubtful about an hour that was found; null if nothing is.</summary>
    public static Doubt? Of(string text, SlotLine slot)
    {
        var phrase = slot.Phrase;
        var after = text[phrase.End..];
        if (SlotPhrase.NamesDay(text[..phrase.Start]) || SlotPhrase.Find(after) is not null || SeveralDays().IsMatch(text))
            return Doubt.SeveralDays;
        if (RareDay().IsMatch(text) || Rare().IsMatch(text[slot.Label.End..phrase.Start]) || Rare().IsMatch(after))
            return Doubt.NotWeekly;
        return phrase.Slot is null ? Doubt.UnclearHour : null;
    }

    /// <summary>What is doubtful about a line without an hour; null if it names no day either.</summary>
    public static Doubt? OfDay(string text, int start)
    {
        var words = text[start..];
        return !SlotPhrase.NamesDay(words) ? null
            : SeveralDays().IsMatch(words) ? Doubt.SeveralDays
            : RareDay().IsMatch(words) || Rare().IsMatch(words) ? Doubt.NotWeekly
            : Doubt.NoHour;
    }

    /// <summary>Whether the words begin with a day of the week, or with what leads to one: every, 每.</summary>
    public static bool BeginsWithDay(string words) => DayFirst().IsMatch(words);

    [GeneratedRegex("""
        ^[\s*_(（]*((每|隔|下|上|本|[这這]|[双雙单單]|逢|第[一二三四五]|最[后後]一?|[个個])*\s*(周|週|星期|礼拜|禮拜)[一二三四五六日天1-7]
        |((every|each|on|the|weekly|other|second|first|third|last|next)\s+)*(mon|tue|wed|thu|fri|sat|sun)([a-z]*days?|s|r|rs|nes)?s?\b)
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex DayFirst();

    // 周三、五 and 周一至五, Mon/Wed and Mon-Fri.
    [GeneratedRegex("""
        (周|週|星期|礼拜|禮拜)[一二三四五六日天1-7]\s*[、，,/和与與及&~～至到\-–—]\s*(周|週|星期|礼拜|禮拜)?[一二三四五六日天](?![点點时時十])
        |\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s*(/|,|&|and|to|-|–|—)\s*(mon|tue|wed|thu|fri|sat|sun)
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex SeveralDays();

    // 隔周六, 下周六, 双周六, every other Saturday, the first Saturday.
    [GeneratedRegex("""
        (隔|[下上][个個]?|[本这這][个個]?|[双雙单單]|[每隔][一两兩二]|第[一二三四五][个個]?|最[后後]一?[个個]?|月的?)\s*(周|週|星期|礼拜|禮拜)[一二三四五六日天1-7]
        |\b(other|second|third|fourth|first|last|next|this|alternate|2nd|3rd|4th|1st)\s+(mon|tue|wed|thu|fri|sat|sun)
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex RareDay();

    // Anywhere beside the hour: （双周）, fortnightly, of the month.
    [GeneratedRegex("""
        [双雙单單隔][周週]|每[隔两兩二].?[周週]|每[个個]?月|一次性|仅此一次
        |\b(biweekly|bi-weekly|fortnight(ly)?|monthly|every\ (other|second|two|2)|alternat(e|ing)|of\ the\ month|each\ month|once\ a\ month)\b
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Rare();
}

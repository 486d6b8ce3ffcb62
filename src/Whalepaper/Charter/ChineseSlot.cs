using NodaTime;

namespace Whalepaper.Charter;

/// <summary>Weekly hours in Chinese: 每周六 晚上 九点半, 星期日20:30, 禮拜三下午三點一刻, 周五19:00～20:30.</summary>
internal static class ChineseSlot
{
    private static readonly string[] Weeks = ["周", "週", "星期", "礼拜", "禮拜"];
    private static readonly string[] RangeSigns = ["-", "–", "—", "－", "~", "～", "〜", "至", "到"];

    public static SlotPhrase? Find(string text)
    {
        foreach (var (start, at, day) in Days(text))
        {
            if (TimeAfter(text, at + 1) is { } time)
                return time with { Start = start, Slot = time.Slot is { } slot ? slot with { Weekday = day } : null, Day = at..(at + 1), DayName = new ChineseDay(text[at]) };
        }

        return null;
    }

    public static bool NamesDay(string text) => Days(text).Any();

    private static IEnumerable<(int Start, int At, IsoDayOfWeek Day)> Days(string text)
    {
        foreach (var week in Weeks)
        {
            for (var start = text.IndexOf(week, StringComparison.Ordinal); start >= 0; start = text.IndexOf(week, start + 1, StringComparison.Ordinal))
            {
                var at = start + week.Length;
                if (at < text.Length && DayOf(text, at) is { } day)
                    yield return (start, at, day);
            }
        }
    }

    private static IsoDayOfWeek? DayOf(string text, int at) => text[at] switch
    {
        '天' => IsoDayOfWeek.Sunday,
        >= '1' and <= '7' when !CountsThings(text, at + 1) => (IsoDayOfWeek)(text[at] - '0'),
        var c when ChineseDay.Words.IndexOf(c, StringComparison.Ordinal) is >= 0 and var index => (IsoDayOfWeek)(index + 1),
        _ => null,
    };

    // 每周3次, 周2个小时: how many, not which day.
    private static bool CountsThings(string text, int at) =>
        at < text.Length && (ChineseNumber.IsPart(text[at]) || "点點时時次个個篇天场場人小期节節回遍轮輪项項:：.-".Contains(text[at], StringComparison.Ordinal));

    private static SlotPhrase? TimeAfter(string text, int from)
    {
        var start = SkipGap(text, from);
        // 每周六 9:30 PM: the half of the day is said in English.
        if (EnglishSlot.TimeAt(text, start, mustName: true) is { } english)
            return english;
        if (ChineseClock.Read(text, start) is not { } first)
            return null;
        var after = SlotPhrase.AfterRangeSign(text, first.End, RangeSigns);
        var last = after < 0 ? null : ChineseClock.Read(text, after);
        // 晚上8-9点: the first number borrows the sign of the second.
        if (!first.IsWhole)
        {
            if (last is null)
                return null;
            first = first with { Separator = last.Separator is '：' or ':' ? '点' : last.Separator };
        }

        var begins = first.Time(first.Period);
        var ends = last?.Time(last.Period ?? first.Period);
        var minutes = begins is { } b && ends is { } e ? SlotPhrase.Length(b, e) : null;
        return new SlotPhrase(0, begins is { } time ? new SlotFact(IsoDayOfWeek.Monday, time, minutes) : null,
            default, first.Start..first.End, minutes is null ? null : last!.Start..last.End, ChineseDay.Usual, new ChineseHour(first, minutes is null ? null : last));
    }

    private static int SkipGap(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '的' or ',' or '，' or '*' or '_' or '（' or '('))
            at++;
        return at;
    }
}

/// <summary>How a day of the week is named in Chinese: 六, or 6 where the document counts.</summary>
internal sealed record ChineseDay(char Said) : DayName
{
    public const string Words = "一二三四五六日";

    public static readonly ChineseDay Usual = new('一');

    public override string Of(IsoDayOfWeek day) => char.IsAsciiDigit(Said) ? ((char)('0' + (int)day)).ToString() : Words[(int)day - 1].ToString();
}

using System.Globalization;
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
                return time with { Start = start, Slot = time.Slot is { } slot ? slot with { Weekday = day } : null, Day = at..(at + 1) };
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
                if (at < text.Length && DayOf(text[at]) is { } day)
                    yield return (start, at, day);
            }
        }
    }

    private static IsoDayOfWeek? DayOf(char c) => c is '天' ? IsoDayOfWeek.Sunday
        : ChineseManner.Days.IndexOf(c, StringComparison.Ordinal) is >= 0 and var index ? (IsoDayOfWeek)(index + 1) : null;

    private static SlotPhrase? TimeAfter(string text, int from)
    {
        if (ChineseClock.Read(text, SkipGap(text, from)) is not { } first)
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
        var manner = new ChineseManner(first, minutes is null ? null : last);
        return new SlotPhrase(0, begins is { } time ? new SlotFact(IsoDayOfWeek.Monday, time, minutes) : null,
            default, first.Start..first.End, minutes is null ? null : last!.Start..last.End, manner);
    }

    private static int SkipGap(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '的' or ',' or '，'))
            at++;
        return at;
    }
}

/// <summary>A time of day in Chinese, as it stands in a text.</summary>
/// <param name="Start">Where it begins: at the part of the day, if it names one.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Period">The part of the day: 晚上.</param>
/// <param name="Gap">What stands between it and the number.</param>
/// <param name="Hour">The hour as written.</param>
/// <param name="Minute">The minute.</param>
/// <param name="Words">Whether its numbers are words and not digits.</param>
/// <param name="Padded">Whether the hour begins with a zero.</param>
/// <param name="TwoDigits">Whether the hour has two digits.</param>
/// <param name="Separator">What stands behind the hour: 点, a colon; NUL if nothing does.</param>
/// <param name="Suffix">整, if it is said.</param>
internal sealed record ChineseClock(
    int Start, int End, string? Period, string Gap, int Hour, int Minute, bool Words, bool Padded, bool TwoDigits, char Separator, string Suffix)
{
    /// <summary>Whether it says more than a number.</summary>
    public bool IsWhole => Separator != '\0';

    /// <summary>The time that is meant, given the part of the day; null if it could be morning or evening.</summary>
    public LocalTime? Time(string? period) => HourIn(Hour, period, Separator is ':' or '：' && TwoDigits) is { } hour ? new LocalTime(hour, Minute) : null;

    /// <summary>Reads one; null if there is none here.</summary>
    public static ChineseClock? Read(string text, int start)
    {
        var period = ChineseManner.Periods.Select(p => p.Word).FirstOrDefault(word => string.CompareOrdinal(text, start, word, 0, word.Length) == 0);
        var number = start + (period?.Length ?? 0);
        while (period is not null && number < text.Length && char.IsWhiteSpace(text[number]))
            number++;
        var end = NumberEnd(text, number);
        if (ChineseNumber.Read(text.AsSpan(number, end - number)) is not { } hour || hour > 24)
            return null;
        var clock = new ChineseClock(start, end, period, text[(start + (period?.Length ?? 0))..number], hour, 0, !ChineseNumber.IsDigit(text[number]), text[number] is '0' or '０', end - number == 2, '\0', "");
        if (end == text.Length || text[end] is not (':' or '：' or '点' or '點' or '时' or '時'))
            return clock;
        var (minute, stop) = text[end] is ':' or '：' ? ExactMinutes(text, end + 1) : SpokenMinutes(text, end + 1);
        return minute is null ? null : clock with { Minute = minute.Value, End = stop, Separator = text[end], Suffix = text[stop - 1] is '整' ? "整" : "" };
    }

    // Twelve at night belongs to two days, and an hour up to twelve without a part of the day to two hours: nobody guesses here. Two digits are a clock of 24 hours.
    internal static int? HourIn(int hour, string? period, bool sure)
    {
        if (period is null)
            return hour is >= 13 and <= 23 || (sure && hour < 24) ? hour : null;
        if (hour is >= 13 and <= 23)
            return hour;
        return period switch
        {
            "凌晨" => hour == 12 ? 0 : hour < 12 ? hour : null,
            "中午" => hour is 1 or 2 ? hour + 12 : hour is 11 or 12 ? hour : null,
            "下午" => hour == 12 ? 12 : hour is >= 1 and < 12 ? hour + 12 : null,
            "傍晚" or "晚上" or "晚间" or "晚間" or "夜里" or "夜裡" or "晚" => hour is >= 4 and < 12 ? hour + 12 : null,
            _ => hour <= 12 ? hour : null,
        };
    }

    private static (int? Minute, int End) ExactMinutes(string text, int at) =>
        at + 1 < text.Length && ChineseNumber.IsDigit(text[at]) && ChineseNumber.Read(text.AsSpan(at, 2)) is <= 59 and var minute ? (minute, at + 2) : (null, at);

    private static (int? Minute, int End) SpokenMinutes(string text, int at)
    {
        if (at >= text.Length)
            return (0, at);
        if (text[at] is '半')
            return (30, at + 1);
        if (text[at] is '整')
            return (0, at + 1);
        var end = NumberEnd(text, at);
        if (end == at)
            return (0, at);
        var number = ChineseNumber.Read(text.AsSpan(at, end - at));
        if (end < text.Length && text[end] is '刻')
            return (number is 1 or 3 ? number * 15 : null, end + 1);
        return (number is <= 59 ? number : null, end < text.Length && text[end] is '分' ? end + 1 : end);
    }

    private static int NumberEnd(string text, int at)
    {
        while (at < text.Length && ChineseNumber.IsPart(text[at]))
            at++;
        return at;
    }
}

/// <summary>How one place of a document writes days and times in Chinese.</summary>
internal sealed record ChineseManner(ChineseClock First, ChineseClock? Last) : PhraseManner
{
    public const string Days = "一二三四五六日";

    // The hours in which we write each word ourselves; we read it in others too.
    public static readonly (string Word, int From, int To)[] Periods =
    [
        ("凌晨", 0, 5), ("早上", 5, 9), ("早晨", 5, 9), ("清晨", 5, 8), ("上午", 6, 11), ("中午", 11, 13), ("下午", 12, 18), ("傍晚", 17, 19), ("晚上", 18, 23),
        ("晚间", 18, 23), ("晚間", 18, 23), ("夜里", 21, 23), ("夜裡", 21, 23), ("晚", 18, 23), ("早", 5, 11),
    ];

    public override string Day(IsoDayOfWeek day) => Days[(int)day - 1].ToString();

    public override string Time(LocalTime time) => Write(First, First.Period is null ? null : PeriodFor(First.Period, time.Hour), time);

    public override string Until(LocalTime start, LocalTime end)
    {
        if (Last!.Period is not null)
            return Write(Last, PeriodFor(Last.Period, end.Hour), end);
        if (First.Period is null)
            return Write(Last, null, end);
        // The part of the day is said once, unless the end then means another hour.
        var inherited = PeriodFor(First.Period, start.Hour);
        var told = ChineseClock.HourIn(end.Hour > 12 ? end.Hour - 12 : end.Hour, inherited, sure: false) == end.Hour;
        return told ? Write(Last, inherited, end)[(inherited.Length + Last.Gap.Length)..] : Write(Last, PeriodFor(First.Period, end.Hour), end);
    }

    private static string Write(ChineseClock like, string? period, LocalTime time)
    {
        var hour = period is not null && time.Hour > 12 ? time.Hour - 12 : time.Hour;
        var lead = period is null ? "" : period + like.Gap;
        if (like.Separator is ':' or '：')
            return lead + hour.ToString(like.Padded || period is null ? "00" : "0", CultureInfo.InvariantCulture) + like.Separator + time.Minute.ToString("00", CultureInfo.InvariantCulture);
        // Without a part of the day, an hour before one in the afternoon can only be told by two digits.
        if (period is null && hour < 13)
            return time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return lead + (like.Words && hour == 2 ? (like.Separator is '點' or '時' ? "兩" : "两") : Number(like, hour)) + like.Separator + Minutes(like, time.Minute);
    }

    private static string Minutes(ChineseClock like, int minute) => minute switch
    {
        0 => like.Suffix,
        30 => "半",
        15 when like.Words => "一刻",
        45 when like.Words => "三刻",
        < 10 => (like.Words ? "零" : "0") + Number(like, minute) + "分",
        _ => Number(like, minute) + "分",
    };

    private static string Number(ChineseClock like, int number) => like.Words ? ChineseNumber.Write(number) : number.ToString(CultureInfo.InvariantCulture);

    private static string PeriodFor(string said, int hour)
    {
        var usual = Periods.First(p => string.Equals(p.Word, said, StringComparison.Ordinal));
        if (hour >= usual.From && hour <= usual.To && ChineseClock.HourIn(hour > 12 ? hour - 12 : hour, said, sure: false) == hour)
            return said;
        return hour switch
        {
            < 6 => "凌晨",
            < 12 => "上午",
            12 => "中午",
            < 18 => "下午",
            _ => "晚上",
        };
    }
}

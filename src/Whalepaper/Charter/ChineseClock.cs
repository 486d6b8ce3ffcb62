using System.Globalization;
using NodaTime;

namespace Whalepaper.Charter;

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
/// <param name="Suffix">整 or 钟, if it is said.</param>
/// <param name="Air">The blank between a number and the word behind it: 9 点.</param>
/// <param name="Past">过 before few minutes, if it is said: 九点过五分.</param>
internal sealed record ChineseClock(
    int Start, int End, string? Period, string Gap, int Hour, int Minute, bool Words, bool Padded, bool TwoDigits, char Separator, string Suffix, string Air, string Past)
{
    /// <summary>Whether it says more than a number.</summary>
    public bool IsWhole => Separator != '\0';

    /// <summary>The time that is meant, given the part of the day; null if it could be morning or evening.</summary>
    public LocalTime? Time(string? period) => HourIn(Hour, period, Separator is ':' or '：' && TwoDigits) is { } hour ? new LocalTime(hour, Minute) : null;

    /// <summary>Reads one; null if there is none here.</summary>
    public static ChineseClock? Read(string text, int start)
    {
        var period = ChineseHour.Periods.Select(p => p.Word).FirstOrDefault(word => string.CompareOrdinal(text, start, word, 0, word.Length) == 0);
        var number = start + (period?.Length ?? 0);
        while (period is not null && number < text.Length && (char.IsWhiteSpace(text[number]) || text[number] is '*'))
            number++;
        var end = NumberEnd(text, number);
        if (ChineseNumber.Read(text.AsSpan(number, end - number)) is not { } hour || hour > 24)
            return null;
        var clock = new ChineseClock(
            start, end, period, text[(start + (period?.Length ?? 0))..number], hour, 0, !ChineseNumber.IsDigit(text[number]), text[number] is '0' or '０', end - number == 2, '\0', "", "", "");
        var sign = SkipBlank(text, end);
        if (sign == text.Length || text[sign] is not (':' or '：' or '点' or '點' or '时' or '時'))
            return clock;
        clock = clock with { Separator = text[sign], Air = text[end..sign] };
        return text[sign] is ':' or '：' ? clock.WithExactMinutes(text, SkipBlank(text, sign + 1)) : clock.WithSpokenMinutes(text, sign + 1);
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
            "下午" or "午后" or "午後" => hour == 12 ? 12 : hour is >= 1 and < 12 ? hour + 12 : null,
            "傍晚" or "晚上" or "晚间" or "晚間" or "夜里" or "夜裡" or "深夜" or "晚" => hour is >= 4 and < 12 ? hour + 12 : null,
            _ => hour <= 12 ? hour : null,
        };
    }

    private ChineseClock? WithExactMinutes(string text, int at) =>
        at + 1 < text.Length && ChineseNumber.IsDigit(text[at]) && ChineseNumber.Read(text.AsSpan(at, 2)) is { } minute and <= 59
            ? this with { Minute = minute, End = at + 2 }
            : null;

    private ChineseClock? WithSpokenMinutes(string text, int after)
    {
        var at = SkipBlank(text, after);
        if (at < text.Length && text[at] is '半')
            return this with { Minute = 30, End = at + 1 };
        if (at < text.Length && text[at] is '整' or '钟' or '鐘')
            return this with { End = at + 1, Suffix = text[at].ToString() };
        var past = at < text.Length && text[at] is '过' or '過' ? text[at].ToString() : "";
        var start = SkipBlank(text, at + past.Length);
        var end = NumberEnd(text, start);
        if (end == start)
            return this with { End = after };
        var number = ChineseNumber.Read(text.AsSpan(start, end - start));
        var unit = SkipBlank(text, end);
        var minute = unit < text.Length && text[unit] is '刻' ? number is 1 or 3 ? number * 15 : null : number <= 59 ? number : null;
        return minute is null ? null : this with { Minute = minute.Value, Past = past, End = unit < text.Length && text[unit] is '刻' or '分' ? unit + 1 : end };
    }

    private static int SkipBlank(string text, int at) => at < text.Length && text[at] is ' ' or '\u3000' ? at + 1 : at;

    private static int NumberEnd(string text, int at)
    {
        while (at < text.Length && ChineseNumber.IsPart(text[at]))
            at++;
        return at;
    }
}

/// <summary>How one place of a document writes hours in Chinese.</summary>
internal sealed record ChineseHour(ChineseClock First, ChineseClock? Last) : HourManner
{
    // The hours in which we write each word ourselves; we read it in others too.
    public static readonly (string Word, int From, int To)[] Periods =
    [
        ("凌晨", 0, 5), ("早上", 5, 9), ("早晨", 5, 9), ("清晨", 5, 8), ("上午", 6, 11), ("中午", 11, 13), ("下午", 12, 18), ("傍晚", 17, 19), ("晚上", 18, 23),
        ("晚间", 18, 23), ("晚間", 18, 23), ("夜里", 21, 23), ("夜裡", 21, 23), ("深夜", 21, 23), ("午后", 12, 18), ("午後", 12, 18), ("晚", 18, 23), ("早", 5, 11),
    ];

    public override string Of(LocalTime time) => Write(First, First.Period is null ? null : PeriodFor(First.Period, time.Hour), time);

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
            return lead + hour.ToString(like.Padded || period is null ? "00" : "0", CultureInfo.InvariantCulture) + like.Air + like.Separator + like.Air + time.Minute.ToString("00", CultureInfo.InvariantCulture);
        // Without a part of the day, an hour before one in the afternoon can only be told by two digits.
        if (period is null && hour < 13)
            return time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return lead + (like.Words && hour == 2 ? (like.Separator is '點' or '時' ? "兩" : "两") : Number(like, hour)) + like.Air + like.Separator + Minutes(like, time.Minute);
    }

    private static string Minutes(ChineseClock like, int minute) => minute switch
    {
        0 => like.Suffix,
        30 => "半",
        15 when like.Words => "一刻",
        45 when like.Words => "三刻",
        < 10 => like.Air + (like.Past.Length > 0 ? like.Past : like.Words ? "零" : "0") + Number(like, minute) + like.Air + "分",
        _ => like.Air + Number(like, minute) + like.Air + "分",
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

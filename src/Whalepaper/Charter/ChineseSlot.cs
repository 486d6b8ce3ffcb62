using System.Globalization;
using NodaTime;

namespace Whalepaper.Charter;

/// <summary>Weekly hours in Chinese: 每周六 晚上 九点半, 星期日20:30, 礼拜三下午三点一刻.</summary>
internal static class ChineseSlot
{
    private const string Days = "一二三四五六日";
    private static readonly string[] Weeks = ["周", "星期", "礼拜"];

    // The first of each hour is what we write ourselves; the rest we read.
    private static readonly (string Word, int From, int To)[] Periods =
    [
        ("凌晨", 0, 5), ("早上", 5, 9), ("早晨", 5, 9), ("清晨", 5, 8), ("上午", 6, 11), ("中午", 11, 13), ("下午", 12, 18), ("傍晚", 17, 19), ("晚上", 18, 23),
        ("晚间", 18, 23), ("夜里", 21, 23), ("晚", 18, 23), ("早", 5, 11),
    ];

    public static SlotPhrase? Find(string text)
    {
        foreach (var week in Weeks)
        {
            for (var at = text.IndexOf(week, StringComparison.Ordinal); at >= 0; at = text.IndexOf(week, at + 1, StringComparison.Ordinal))
            {
                var day = at + week.Length;
                if (day < text.Length && DayOf(text[day]) is { } weekday && TimeAfter(text, day + 1) is { } time)
                    return time with { Start = at, Slot = time.Slot is { } slot ? slot with { Weekday = weekday } : null, Day = day..(day + 1) };
            }
        }

        return null;
    }

    private static IsoDayOfWeek? DayOf(char c) => c is '天' ? IsoDayOfWeek.Sunday
        : Days.IndexOf(c, StringComparison.Ordinal) is >= 0 and var index ? (IsoDayOfWeek)(index + 1) : null;

    private static SlotPhrase? TimeAfter(string text, int from)
    {
        var start = SkipGap(text, from);
        var period = Periods.FirstOrDefault(p => string.CompareOrdinal(text, start, p.Word, 0, p.Word.Length) == 0);
        var number = period.Word is null ? start : SkipGap(text, start + period.Word.Length);
        var gap = period.Word is null ? "" : text[(start + period.Word.Length)..number];
        var end = number;
        while (end < text.Length && ChineseNumber.IsPart(text[end]))
            end++;
        if (ChineseNumber.Read(text.AsSpan(number, end - number)) is not { } hour || hour > 24 || end == text.Length)
            return null;
        var manner = new Manner(period.Word, gap, !ChineseNumber.IsDigit(text[number]), text[end], Padded: text[number] is '0' or '０', "");
        if (text[end] is ':' or '：')
        {
            if (end + 2 >= text.Length || ChineseNumber.Read(text.AsSpan(end + 1, 2)) is not { } exact || exact > 59 || !ChineseNumber.IsDigit(text[end + 1]))
                return null;
            return Phrase(hour, exact, start..(end + 3), manner, sure: end - number == 2);
        }

        if (text[end] is not ('点' or '點' or '时'))
            return null;
        var (minute, stop) = MinutesAfter(text, end + 1);
        return minute is null ? null : Phrase(hour, minute.Value, start..stop, manner with { Suffix = text[stop - 1] is '整' ? "整" : "" }, sure: false);
    }

    private static (int? Minute, int End) MinutesAfter(string text, int at)
    {
        if (at >= text.Length)
            return (0, at);
        if (text[at] is '半')
            return (30, at + 1);
        if (text[at] is '整')
            return (0, at + 1);
        var end = at;
        while (end < text.Length && ChineseNumber.IsPart(text[end]))
            end++;
        if (end == at)
            return (0, at);
        var number = ChineseNumber.Read(text.AsSpan(at, end - at));
        if (end < text.Length && text[end] is '刻')
            return (number is 1 or 3 ? number * 15 : null, end + 1);
        return (number is <= 59 ? number : null, end < text.Length && text[end] is '分' ? end + 1 : end);
    }

    private static SlotPhrase Phrase(int hour, int minute, Range time, Manner manner, bool sure)
    {
        var clock = ClockHour(hour, manner.Period, sure);
        var slot = clock is { } h ? new SlotFact(IsoDayOfWeek.Monday, new LocalTime(h, minute)) : null;
        return new SlotPhrase(0, slot, default, time, manner);
    }

    // Twelve at night belongs to two days, and an hour up to twelve without a part of the day to two hours: nobody guesses here. Two digits are a clock of 24 hours.
    private static int? ClockHour(int hour, string? period, bool sure)
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
            "傍晚" or "晚上" or "晚间" or "夜里" or "晚" => hour is >= 4 and < 12 ? hour + 12 : null,
            _ => hour <= 12 ? hour : null,
        };
    }

    private static int SkipGap(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '的' or ',' or '，'))
            at++;
        return at;
    }

    private sealed record Manner(string? Period, string Gap, bool Words, char Separator, bool Padded, string Suffix) : PhraseManner
    {
        public override string Day(IsoDayOfWeek day) => Days[(int)day - 1].ToString();

        public override string Time(LocalTime time)
        {
            var period = Period is null ? null : PeriodFor(time.Hour);
            var hour = period is not null && (time.Hour > 12) ? time.Hour - 12 : time.Hour;
            var lead = period is null ? "" : period + Gap;
            if (Separator is ':' or '：')
                return lead + hour.ToString(Padded || period is null ? "00" : "0", CultureInfo.InvariantCulture) + Separator + time.Minute.ToString("00", CultureInfo.InvariantCulture);
            // Without a part of the day, an hour before one in the afternoon can only be told by two digits.
            if (period is null && hour < 13)
                return $"{hour:00}:{time.Minute:00}";
            return lead + Number(hour) + Separator + Minutes(time.Minute);
        }

        private string Minutes(int minute) => minute switch
        {
            0 => Suffix,
            30 => "半",
            15 when Words => "一刻",
            45 when Words => "三刻",
            < 10 => (Words ? "零" : "0") + Number(minute) + "分",
            _ => Number(minute) + "分",
        };

        private string Number(int number) => Words ? ChineseNumber.Write(number) : number.ToString(CultureInfo.InvariantCulture);

        private string PeriodFor(int hour)
        {
            var usual = Periods.FirstOrDefault(p => string.Equals(p.Word, Period, StringComparison.Ordinal));
            if (usual.Word is not null && hour >= usual.From && hour <= usual.To && ClockHour(hour > 12 ? hour - 12 : hour, usual.Word, sure: false) == hour)
                return usual.Word;
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
}

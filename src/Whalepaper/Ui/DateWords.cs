using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Whalepaper.Ui;

/// <summary>
/// Says dates and times as the viewer's language does. A date always carries its week-day, a year only where it is not this one,
/// a time has 24 hours.
/// </summary>
public sealed class DateWords(Viewer viewer, IClock clock, IStringLocalizer<UiTexts> texts)
{
    private readonly CultureInfo culture = viewer.Language.Culture;
    private readonly bool chinese = viewer.Language == Language.Chinese;

    /// <summary>Now, as the viewer's clock shows it.</summary>
    public LocalDateTime Now => clock.GetCurrentInstant().InZone(viewer.Zone).LocalDateTime;

    /// <summary>Today in the viewer's zone.</summary>
    public LocalDate Today => Now.Date;

    /// <summary>"Saturday 28 November", "11月28日 周六".</summary>
    public string Day(LocalDate date) => chinese
        ? $"{ChineseDate(date)} {Weekday(date.DayOfWeek)}"
        : $"{Weekday(date.DayOfWeek)} {date.Day} {MonthName(date)}{EnglishYear(date)}";

    /// <summary>"Sat 28 Nov", "11月28日 周六": for narrow places.</summary>
    public string ShortDay(LocalDate date) => chinese
        ? Day(date)
        : $"{ShortWeekday(date.DayOfWeek)} {date.Day} {culture.DateTimeFormat.AbbreviatedMonthNames[date.Month - 1]}{EnglishYear(date)}";

    /// <summary>"Saturday 28 November 21:30": a day and its hour, by the clock that the reader goes by.</summary>
    public string DayAndTime(LocalDateTime at) => $"{Day(at.Date)} {Time(at.TimeOfDay)}";

    /// <summary>"Sat 28 Nov 21:30": the same for narrow places and lists to choose from.</summary>
    public string ShortDayAndTime(LocalDateTime at) => $"{ShortDay(at.Date)} {Time(at.TimeOfDay)}";

    /// <summary>"Today", "Tomorrow", "Saturday", "本周六", "下周六"; a plain day where it is farther off or past.</summary>
    public string Near(LocalDate date)
    {
        var days = Period.DaysBetween(Today, date);
        if (days is 0)
            return texts["Day.Today"];
        if (days is 1)
            return texts["Day.Tomorrow"];

        return Period.DaysBetween(MondayOf(Today), MondayOf(date)) switch
        {
            0 when days > 0 => texts["Day.ThisWeek", Weekday(date.DayOfWeek)],
            7 => texts["Day.NextWeek", Weekday(date.DayOfWeek)],
            _ => Day(date),
        };
    }

    /// <summary>Whether <see cref="Near"/> says something shorter than the date, so that the date may stand beside it.</summary>
    public bool IsNear(LocalDate date) => !string.Equals(Near(date), Day(date), StringComparison.Ordinal);

    /// <summary>"Saturday", "周六".</summary>
    public string Weekday(IsoDayOfWeek day) => chinese ? ShortWeekday(day) : culture.DateTimeFormat.DayNames[(int)day % 7];

    /// <summary>"Sat", "周六".</summary>
    public string ShortWeekday(IsoDayOfWeek day) => culture.DateTimeFormat.AbbreviatedDayNames[(int)day % 7];

    /// <summary>"Saturdays", "每周六": the day of a weekly hour.</summary>
    public string EveryWeekday(IsoDayOfWeek day) => texts["Day.Every", Weekday(day)];

    /// <summary>"November 2026", "2026年11月".</summary>
    public string Month(LocalDate date) => chinese ? $"{date.Year}年{date.Month}月" : $"{MonthName(date)} {date.Year}";

    /// <summary>"23 – 29 November", "11月23日 – 29日": a week, or any span of days, without week-days.</summary>
    public string Span(LocalDate first, LocalDate last)
    {
        var sameMonth = first.Month == last.Month && first.Year == last.Year;
        if (chinese)
            return sameMonth ? $"{ChineseDate(first)} – {last.Day}日" : $"{ChineseDate(first)} – {ChineseDate(last)}";

        var end = $"{last.Day} {MonthName(last)}{EnglishYear(last)}";
        return sameMonth ? $"{first.Day} – {end}" : $"{first.Day} {MonthName(first)}{EnglishYear(first)} – {end}";
    }

    /// <summary>"21:30".</summary>
    public static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The Monday on or before <paramref name="date"/>: weeks begin on Monday (ISO 8601).</summary>
    public static LocalDate MondayOf(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);

    private string MonthName(LocalDate date) => culture.DateTimeFormat.MonthNames[date.Month - 1];

    private string EnglishYear(LocalDate date) =>
        date.Year == Today.Year ? "" : string.Create(CultureInfo.InvariantCulture, $" {date.Year}");

    private string ChineseDate(LocalDate date) =>
        date.Year == Today.Year ? $"{date.Month}月{date.Day}日" : $"{date.Year}年{date.Month}月{date.Day}日";
}

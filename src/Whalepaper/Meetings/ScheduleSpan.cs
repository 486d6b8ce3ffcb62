using NodaTime;
using NodaTime.Text;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>The days that a schedule page shows, whole weeks from a Monday on.</summary>
/// <param name="First">The first day, a Monday.</param>
/// <param name="Last">The last day, a Sunday.</param>
public sealed record ScheduleSpan(LocalDate First, LocalDate Last)
{
    /// <summary>How many weeks the agenda shows at once.</summary>
    public const int AgendaWeeks = 6;

    // A crawler that follows "later" for ever comes to an end somewhere.
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    private static readonly LocalDatePattern monthPattern = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM");

    /// <summary>The Mondays of the weeks.</summary>
    public IEnumerable<LocalDate> Mondays
    {
        get
        {
            for (var monday = First; monday < Last; monday = monday.PlusWeeks(1))
                yield return monday;
        }
    }

    /// <summary>The agenda from the week of <paramref name="from"/> (ISO date) on; from this week on where that is no date.</summary>
    public static ScheduleSpan Agenda(string? from, LocalDate today)
    {
        var asked = LocalDatePattern.Iso.Parse(from ?? "");
        var first = DateWords.MondayOf(asked is { Success: true } && IsNear(asked.Value) ? asked.Value : today);
        return new ScheduleSpan(first, first.PlusDays((AgendaWeeks * 7) - 1));
    }

    /// <summary>The first day of <paramref name="month"/> (as 2026-11); of this month where that is none.</summary>
    public static LocalDate MonthOf(string? month, LocalDate today)
    {
        var asked = monthPattern.Parse(month ?? "");
        var day = asked is { Success: true } && IsNear(asked.Value) ? asked.Value : today;
        return day.With(DateAdjusters.StartOfMonth);
    }

    /// <summary>The weeks in which a month lies.</summary>
    public static ScheduleSpan Month(LocalDate firstOfMonth)
    {
        var last = firstOfMonth.With(DateAdjusters.EndOfMonth);
        return new ScheduleSpan(DateWords.MondayOf(firstOfMonth), DateWords.MondayOf(last).PlusDays(6));
    }

    /// <summary>A month as its address has it.</summary>
    public static string Word(LocalDate firstOfMonth) => monthPattern.Format(firstOfMonth);

    private static bool IsNear(LocalDate date) => date.Year is >= FirstYear and <= LastYear;
}

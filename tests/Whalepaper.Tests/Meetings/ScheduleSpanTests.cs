using CsCheck;
using NodaTime;
using Whalepaper.Meetings;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class ScheduleSpanTests
{
    private static readonly LocalDate Today = new(2026, 11, 28);

    [Fact]
    public void The_agenda_begins_on_this_weeks_monday() =>
        Assert.Equal(new ScheduleSpan(new LocalDate(2026, 11, 23), new LocalDate(2027, 1, 3)), ScheduleSpan.Agenda(null, Today));

    [Fact]
    public void A_month_is_shown_in_whole_weeks() =>
        Assert.Equal(new ScheduleSpan(new LocalDate(2026, 10, 26), new LocalDate(2026, 12, 6)), ScheduleSpan.Month(new LocalDate(2026, 11, 1)));

    [Fact]
    public void Whatever_is_asked_for_whole_weeks_come_out() => Gen.Int[1990, 2110].Select(Gen.Int[1, 12], Gen.Int[1, 28]).Sample((year, month, day) =>
    {
        var date = new LocalDate(year, month, day);
        var first = ScheduleSpan.MonthOf($"{date:uuuu-MM}", Today);
        foreach (var span in new[] { ScheduleSpan.Agenda($"{date:uuuu-MM-dd}", Today), ScheduleSpan.Month(first) })
        {
            Assert.Equal((IsoDayOfWeek.Monday, IsoDayOfWeek.Sunday), (span.First.DayOfWeek, span.Last.DayOfWeek));
            Assert.Equal(Period.DaysBetween(span.First, span.Last) + 1, span.Mondays.Count() * 7);
        }

        Assert.True(year is >= 2000 and <= 2100 ? first == new LocalDate(year, month, 1) : first == new LocalDate(2026, 11, 1));
    });
}

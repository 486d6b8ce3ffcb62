using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Testing;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class DateWordsTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();

    // Monday in Shanghai, still Sunday in New York.
    private readonly FakeClock _clock = new(Instant.FromUtc(2026, 11, 23, 1, 0));

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = _before;
        _services.Dispose();
    }

    [Theory]
    [InlineData("2026-11-23", "Today", "今天")]
    [InlineData("2026-11-24", "Tomorrow", "明天")]
    [InlineData("2026-11-28", "Saturday", "本周六")]
    [InlineData("2026-12-05", "Saturday next week", "下周六")]
    [InlineData("2026-12-12", "Saturday 12 December", "12月12日 周六")]
    [InlineData("2026-11-22", "Sunday 22 November", "11月22日 周日")]
    [InlineData("2027-01-02", "Saturday 2 January 2027", "2027年1月2日 周六")]
    public void A_day_is_said_as_people_say_it(string date, string english, string chinese)
    {
        var day = Date(date);

        Assert.Equal(english, Words(Language.English).Near(day));
        Assert.Equal(chinese, Words(Language.Chinese).Near(day));
    }

    [Fact]
    public void Today_is_the_viewers()
    {
        Assert.Equal(new LocalDate(2026, 11, 23), Words(Language.English).Today);
        Assert.Equal(new LocalDate(2026, 11, 22), Words(Language.English, "America/New_York").Today);
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-29", "23 – 29 November", "11月23日 – 29日")]
    [InlineData("2026-11-30", "2026-12-06", "30 November – 6 December", "11月30日 – 12月6日")]
    [InlineData("2026-12-28", "2027-01-03", "28 December – 3 January 2027", "12月28日 – 2027年1月3日")]
    [InlineData("2025-06-02", "2025-06-08", "2 – 8 June 2025", "2025年6月2日 – 8日")]
    public void A_span_says_nothing_twice(string first, string last, string english, string chinese)
    {
        Assert.Equal(english, Words(Language.English).Span(Date(first), Date(last)));
        Assert.Equal(chinese, Words(Language.Chinese).Span(Date(first), Date(last)));
    }

    [Fact]
    public void Weekly_hours_months_and_short_days_have_their_words()
    {
        Assert.Equal(("Saturdays", "每周六"), (Words(Language.English).EveryWeekday(IsoDayOfWeek.Saturday), Words(Language.Chinese).EveryWeekday(IsoDayOfWeek.Saturday)));
        Assert.Equal(("November 2026", "2026年11月"), (Words(Language.English).Month(Date("2026-11-01")), Words(Language.Chinese).Month(Date("2026-11-01"))));
        Assert.Equal(("Sun 29 Nov", "11月29日 周日"), (Words(Language.English).ShortDay(Date("2026-11-29")), Words(Language.Chinese).ShortDay(Date("2026-11-29"))));
    }

    private DateWords Words(Language language, string zone = "Asia/Shanghai")
    {
        CultureInfo.CurrentUICulture = language.Culture;
        var shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var viewer = new Viewer(language, Theme.Auto, DateTimeZoneProviders.Tzdb[zone], ZoneSource.Chosen, shanghai);
        return new DateWords(viewer, _clock, _services.GetRequiredService<IStringLocalizer<UiTexts>>());
    }

    private static LocalDate Date(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
}

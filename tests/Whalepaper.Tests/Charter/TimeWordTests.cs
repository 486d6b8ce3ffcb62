using System.Globalization;
using NodaTime;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>Every hour of the week, written in every style by hands that are not the program's, is read as what it is.</summary>
public sealed class TimeWordTests
{
    private const string Numerals = "零一二三四五六七八九";

    public static TheoryData<string> Styles => [.. Writers.Keys];

    private static readonly Dictionary<string, Func<IsoDayOfWeek, int, int, string>> Writers = new()
    {
        ["周, words"] = (day, hour, minute) => $"每周{Chinese(day)} {Period(hour)} {Words(Twelve(hour))}点{WordMinutes(minute)}",
        ["星期, words without gaps"] = (day, hour, minute) => $"星期{Chinese(day)}{Period(hour)}{Words(Twelve(hour))}点{WordMinutes(minute)}",
        ["礼拜, 天 for Sunday"] = (day, hour, minute) => $"礼拜{(day == IsoDayOfWeek.Sunday ? '天' : Chinese(day))}的{Period(hour)}{Twelve(hour)}点{(minute == 0 ? "整" : minute + "分")}",
        ["traditional"] = (day, hour, minute) => $"每週{Chinese(day)} {Period(hour)} {Words(Twelve(hour))}點{WordMinutes(minute)}",
        ["Chinese, digits and a colon"] = (day, hour, minute) => $"每周{Chinese(day)}{Period(hour)}{Twelve(hour)}:{minute:00}",
        ["Chinese, 24 hours"] = (day, hour, minute) => $"周{Chinese(day)} {hour:00}:{minute:00}",
        ["Chinese, full width"] = (day, hour, minute) => $"周{Chinese(day)}{FullWidth($"{hour:00}：{minute:00}")}",
        ["English, pm"] = (day, hour, minute) => $"{day}s {Clock(hour)}{(minute == 0 ? "" : $":{minute:00}")} {(hour < 12 ? "am" : "pm")}",
        ["English, p.m."] = (day, hour, minute) => $"every {day} at {Clock(hour)}:{minute:00} {(hour < 12 ? "a.m." : "p.m.")}",
        ["English, short, PM"] = (day, hour, minute) => $"{day.ToString()[..3]} {Clock(hour)}.{minute:00}{(hour < 12 ? "AM" : "PM")}",
        ["English, 24 hours"] = (day, hour, minute) => $"each {day.ToString().ToLowerInvariant()}, {hour:00}:{minute:00}",
        ["English, evenings"] = (day, hour, minute) => $"{day} {(hour < 12 ? "mornings" : hour < 18 ? "afternoons" : "evenings")} from {hour:00}:{minute:00}",
        ["English, the time first"] = (day, hour, minute) => $"{Clock(hour)}:{minute:00} {(hour < 12 ? "am" : "pm")} on {day}s",
        ["Chinese day, English hour"] = (day, hour, minute) => $"每周{Chinese(day)} {Clock(hour)}:{minute:00} {(hour < 12 ? "AM" : "PM")}",
        ["Chinese, counted days and wide marks"] = (day, hour, minute) => $"周{(int)day}（{hour:00} : {minute:00}）",
    };

    [Theory, MemberData(nameof(Styles))]
    public void Every_hour_is_read_as_what_it_is(string style)
    {
        for (var slot = 0; slot < 7 * 24 * 60; slot++)
        {
            var expected = new SlotFact((IsoDayOfWeek)(1 + (slot / 1440)), new LocalTime(slot / 60 % 24, slot % 60));
            var text = "NLP: " + Writers[style](expected.Weekday, expected.Time.Hour, expected.Time.Minute);
            if (SlotPhrase.Find(text)?.Slot != expected)
                Assert.Fail($"'{text}' was read as {SlotPhrase.Find(text)?.Slot}");
        }
    }

    [Theory]
    [InlineData("每周六 九点半")]
    [InlineData("周六 8:30")]
    [InlineData("Saturdays 9:30")]
    [InlineData("周日 晚上十二点")]
    [InlineData("Saturday nights, 12:30")]
    [InlineData("Saturday evenings, 2:30")]
    [InlineData("周五 深夜一点")]
    [InlineData("每周六 晚上三点")]
    public void An_hour_that_could_be_two_is_not_guessed(string text) => Assert.Null(SlotPhrase.Find(text)!.Slot);

    [Theory]
    [InlineData("每周六 晚上")]
    [InlineData("周六 25:30")]
    [InlineData("周六 20:60")]
    [InlineData("周末 20:30")]
    [InlineData("每周3次 20:30")]
    [InlineData("第6周3点半")]
    [InlineData("周8 20:30")]
    [InlineData("Saturday")]
    [InlineData("Saturdays 13 pm")]
    [InlineData("Someday 21:30")]
    [InlineData("Satellite 21:30")]
    [InlineData("Saturday 3 talks")]
    [InlineData("21:30")]
    public void What_is_no_weekly_hour_is_none(string text) => Assert.Null(SlotPhrase.Find(text));

    [Theory]
    [InlineData("周五 19:00-20:30", 90)]
    [InlineData("周五晚上八点到九点", 60)]
    [InlineData("周五晚上8-10点", 120)]
    [InlineData("周五 23:30 ～ 00:30", 60)]
    [InlineData("Wednesdays 20:00–21:15", 75)]
    [InlineData("Thu 8–9:30 pm", 90)]
    [InlineData("Sat 11-1 pm", 120)]
    [InlineData("Sat 8 pm to 9", null)]
    [InlineData("Saturday evenings 8:30-10:00", 90)]
    [InlineData("6:30–8:00 pm every Thursday", 90)]
    [InlineData("每周六 8-9:30 PM", 90)]
    [InlineData("Sat 20:00–20:05", null)]
    public void The_length_is_read_where_it_is_said(string text, int? minutes) => Assert.Equal(minutes, SlotPhrase.Find(text)!.Slot!.Minutes);

    [Theory]
    [InlineData("隔周六 晚上九点半", Doubt.NotWeekly)]
    [InlineData("下周六 21:30", Doubt.NotWeekly)]
    [InlineData("每周六 21:30（双周）", Doubt.NotWeekly)]
    [InlineData("每月第一个周六 21:30", Doubt.NotWeekly)]
    [InlineData("every other Saturday, 21:30", Doubt.NotWeekly)]
    [InlineData("Saturdays 21:30 (biweekly)", Doubt.NotWeekly)]
    [InlineData("first Saturday of the month", Doubt.NotWeekly)]
    [InlineData("周六 晚上", Doubt.NoHour)]
    [InlineData("Saturdays at noon", Doubt.NoHour)]
    [InlineData("Saturday nights 12 sharp, 9 or 10", Doubt.NoHour)]
    [InlineData("周三、周五 20:00", Doubt.SeveralDays)]
    [InlineData("周一至五 20:00", Doubt.SeveralDays)]
    [InlineData("Mon/Wed 20:00", Doubt.SeveralDays)]
    [InlineData("9 pm on Mondays and Fridays", Doubt.SeveralDays)]
    [InlineData("每周六 九点半", Doubt.UnclearHour)]
    public void What_no_week_can_keep_is_told_and_not_taken(string hour, Doubt doubt)
    {
        var document = CharterReader.Read($"# G\n\n## 分享时间 / Schedule\n\n- NLP：{hour}\n");
        Assert.Equal([doubt], document.Remarks.Select(remark => remark.Doubt));
        Assert.DoesNotContain(document.Facts.Tracks, track => track.Slot is not null);
    }

    [Theory]
    [InlineData("- 请假：请提前两天说一声，周六之前更好")]
    [InlineData("- We skip the Saturday before a holiday.")]
    [InlineData("- 双周论文：每周六 21:30")]
    public void Other_words_about_days_are_no_doubt(string line) =>
        Assert.Empty(CharterReader.Read($"# G\n\n## 分享时间 / Schedule\n\n- NLP：每周日 20:00\n{line}\n").Remarks);

    private static char Chinese(IsoDayOfWeek day) => "一二三四五六日"[(int)day - 1];

    private static int Twelve(int hour) => hour > 12 ? hour - 12 : hour;

    private static int Clock(int hour) => hour % 12 == 0 ? 12 : hour % 12;

    private static string Period(int hour) => hour < 6 ? "凌晨" : hour < 12 ? "上午" : hour == 12 ? "中午" : hour < 18 ? "下午" : "晚上";

    private static string Words(int number) => number < 10 ? $"{Numerals[number]}" : $"{(number < 20 ? "" : Numerals[number / 10])}十{(number % 10 == 0 ? "" : Numerals[number % 10])}";

    private static string WordMinutes(int minute) => minute switch
    {
        0 => "",
        15 => "一刻",
        30 => "半",
        45 => "三刻",
        < 10 => $"零{Words(minute)}分",
        _ => Words(minute) + "分",
    };

    private static string FullWidth(string digits) => string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '０') : c)).ToString(CultureInfo.InvariantCulture);
}

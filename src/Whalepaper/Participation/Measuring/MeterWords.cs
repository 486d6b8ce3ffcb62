using System.Globalization;
using Microsoft.Extensions.Localization;
using Whalepaper.Participation.Policy;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Measuring;

/// <summary>Says a meter in words: the same on pages and in letters.</summary>
public static class MeterWords
{
    /// <summary>"1 talk; 5 of 9 meetings, 56 %, excused from 2".</summary>
    public static string Done(this IStringLocalizer<ParticipationTexts> texts, Policy.Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        var (done, rate) = (meter.Now.Evidence, meter.Now.Rate);
        List<string> parts = [texts.Counted("Meter.Talks", done.Talks, done.Talks)];
        parts.Add(rate is { } share ? texts["Meter.Attended", done.Attended, done.Asked(meter.Policy.FreeAbsences), texts.Percent(share)] : texts["Meter.Attended.None"]);
        if (done.Excused > 0)
            parts.Add(texts.Counted("Meter.Excused", done.Excused, done.Excused));
        if (done.ExcusedLate > 0)
            parts.Add(texts.Counted("Meter.Late", done.ExcusedLate, done.ExcusedLate));
        return string.Join(texts["Meter.Semicolon"], parts);
    }

    /// <summary>"1 talk, or half of the meetings": what is asked for.</summary>
    public static string Asked(this IStringLocalizer<ParticipationTexts> texts, ParticipationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var talks = texts.Counted("Ask.Talks", policy.LeastTalks, policy.LeastTalks).Value;
        var attendance = texts["Ask.Attendance", policy.LeastAttendance.ToString("0.##", CultureInfo.CurrentCulture)].Value;
        return (policy.LeastTalks > 0, policy.LeastAttendance > 0) switch
        {
            // Low is who misses all: so either will do. Low is who misses any: so both are asked for.
            (true, true) => texts[policy.Missed is BoundsMissed.Any ? "Ask.Both" : "Ask.Either", talks, attendance],
            (true, false) => talks,
            (false, true) => attendance,
            _ => texts["Ask.Nothing"],
        };
    }

    /// <summary>"one talk, or 3 of the 5 meetings left".</summary>
    public static string Ways(this IStringLocalizer<ParticipationTexts> texts, Policy.Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        return string.Join(texts["Way.Or"], meter.Ways.Reverse().Select(way => Way(texts, way, meter.Ahead)));
    }

    /// <summary>How somebody stands, in a sentence about them: "On the safe side …".</summary>
    public static string State(this IStringLocalizer<ParticipationTexts> texts, Policy.Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        return meter.State switch
        {
            MeterState.Exempt => texts.Exempt(meter.Now.Circumstances.Exemption!),
            MeterState.Safe => texts[meter.Ahead == Policy.Ahead.Nothing ? $"State.Over.{meter.Now.Kind}" : "State.Safe"],
            MeterState.Open => texts[meter.OnlyNear ? "State.Nearly" : "State.Open", texts.Ways(meter)],
            _ => texts[meter.Ahead == Policy.Ahead.Nothing ? "State.Over.Low" : "State.OutOfReach", Missing(texts, meter)],
        };
    }

    /// <summary>Why nothing is asked.</summary>
    public static string Exempt(this IStringLocalizer<ParticipationTexts> texts, Exemption exemption)
    {
        ArgumentNullException.ThrowIfNull(exemption);
        return exemption.Words is { } words ? texts[$"Exempt.{exemption.Kind}", words] : texts[$"Exempt.{exemption.Kind}"];
    }

    /// <summary>A share of 1, in percent.</summary>
    public static string Percent(this IStringLocalizer<ParticipationTexts> texts, decimal share)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts["Percent", (decimal.Floor(share * 1000) / 10).ToString("0.#", CultureInfo.CurrentCulture)];
    }

    private static string Way(IStringLocalizer<ParticipationTexts> texts, WayThrough way, Ahead ahead)
    {
        var talks = texts.Counted("Way.Talks", way.Talks, way.Talks).Value;
        var meetings = texts.Counted("Way.Meetings", ahead.Meetings, way.Meetings, ahead.Meetings).Value;
        return way switch
        {
            { Talks: 0 } => meetings,
            { Meetings: 0 } => talks,
            _ => texts["Way.And", talks, meetings],
        };
    }

    // What stands in the way: that no date for a talk is left, and that even every meeting left would not do; or what there was, once it is over.
    private static string Missing(IStringLocalizer<ParticipationTexts> texts, Policy.Meter meter)
    {
        List<string> parts = [];
        var (isOver, talks) = (meter.Ahead == Policy.Ahead.Nothing, meter.Policy.LeastTalks - meter.Now.Evidence.Talks);
        if (meter.Now.LacksTalks && meter.Policy.LeastTalks > 0)
            parts.Add(texts.Counted(isOver || meter.Ahead.Talks >= talks ? "Lack.Talks" : "Lack.Talks.NoDate", talks, talks));
        if (meter.Now.LacksAttendance && meter.BestRate is { } best)
            parts.Add(texts[isOver ? "Lack.Attendance.Over" : "Lack.Attendance", texts.Percent(best)]);
        return string.Join(texts["Meter.Semicolon"], parts);
    }
}

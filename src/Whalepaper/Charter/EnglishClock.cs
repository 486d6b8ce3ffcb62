using System.Globalization;
using NodaTime;

namespace Whalepaper.Charter;

/// <summary>A time of day in English, as it stands in a text.</summary>
/// <param name="Start">Where it begins: at the part of the day, if it names one.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Hour">The hour as written.</param>
/// <param name="Minute">The minute.</param>
/// <param name="Padded">Whether the hour begins with a zero.</param>
/// <param name="TwoDigits">Whether the hour has two digits.</param>
/// <param name="Separator">What parts hour and minute; null if no minute is written.</param>
/// <param name="Half">am or pm as written; null without.</param>
/// <param name="Gap">What stands before it.</param>
/// <param name="Part">The part of the day before the number, as written; empty without.</param>
/// <param name="PartGap">What stands between it and the number.</param>
internal sealed record EnglishClock(
    int Start, int End, int Hour, int Minute, bool Padded, bool TwoDigits, char? Separator, string? Half, string Gap, string Part, string PartGap)
{
    /// <summary>Whether it says more than a number.</summary>
    public bool IsWhole => Separator is not null || Half is not null;

    /// <summary>The time that is meant; null if it could be morning or evening.</summary>
    public LocalTime? Time => HourOfDay is { } hour ? new LocalTime(hour, Minute) : null;

    /// <summary>Whether it counts twelve hours and leaves it to the part of the day which they are.</summary>
    public bool IsToldByPart => Half is null && Part.Length > 0 && Hour < 13 && !Padded;

    private int? HourOfDay => Half is not null ? (Hour % 12) + (IsEvening ? 12 : 0)
        : Hour is 0 or >= 13 ? Hour
        : Part.Length > 0 ? EnglishPart.HourIn(Part, Hour)
        : TwoDigits ? Hour : null;

    private bool IsEvening => Half![0] is 'p' or 'P';

    /// <summary>Reads one; null if there is none here.</summary>
    public static EnglishClock? Read(string text, int start)
    {
        var (part, partGap) = EnglishPart.Read(text, start);
        var number = start + part.Length + partGap.Length;
        var at = number;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at - number is 0 or > 2)
            return null;
        var hour = int.Parse(text.AsSpan(number, at - number), CultureInfo.InvariantCulture);
        var (minute, separator, twoDigits) = (0, (char?)null, at - number == 2);
        if (at + 2 < text.Length && text[at] is ':' or '.' && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]))
        {
            (separator, minute) = (text[at], int.Parse(text.AsSpan(at + 1, 2), CultureInfo.InvariantCulture));
            at += 3;
        }

        var gap = at;
        while (gap < text.Length && text[gap] is ' ')
            gap++;
        var end = HalfEnd(text, gap);
        if (hour > 23 || minute > 59 || (end > gap && hour is 0 or > 12))
            return null;
        return new(
            start, end > gap ? end : at, hour, minute, text[number] is '0', twoDigits, separator, end > gap ? text[gap..end] : null, end > gap ? text[at..gap] : "", part, partGap);
    }

    /// <summary>Lets two times share what one of them says: "8–9:30 pm" and "8 pm–9:30" are both in the evening, "11–1 pm" is not.</summary>
    public static (EnglishClock First, EnglishClock Last) Share(EnglishClock first, EnglishClock last)
    {
        if (first.Half is null && last.Half is not null && first.Hour is >= 1 and <= 12 && !first.Padded)
        {
            var same = first with { Half = last.Half, Gap = last.Gap };
            return (same.Time < last.Time ? same : same with { Half = last.OtherHalf }, last);
        }

        if (first.Half is not null && last.Half is null && last.Hour is >= 1 and <= 12)
        {
            var same = last with { Half = first.Half, Gap = first.Gap };
            return (first, same.Time > first.Time ? same : same with { Half = first.OtherHalf });
        }

        var told = last with { Part = first.Part };
        return (first, first.Part.Length > 0 && told.Time is not null ? told : last);
    }

    /// <summary>am or pm for an hour, written as this one is.</summary>
    public string HalfFor(int hour) => hour >= 12 == IsEvening ? Half! : OtherHalf;

    private string OtherHalf => (char.IsUpper(Half![0]) ? (IsEvening ? 'A' : 'P') : IsEvening ? 'a' : 'p') + Half[1..];

    private static int HalfEnd(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('a' or 'p' or 'A' or 'P'))
            return at;
        var dotted = at + 1 < text.Length && text[at + 1] is '.';
        var end = at + (dotted ? 2 : 1);
        if (end >= text.Length || text[end] is not ('m' or 'M'))
            return at;
        end++;
        if (dotted && end < text.Length && text[end] is '.')
            end++;
        return end < text.Length && char.IsLetterOrDigit(text[end]) && char.IsAscii(text[end]) ? at : end;
    }
}

/// <summary>How one place of a document writes hours in English.</summary>
internal sealed record EnglishHour(EnglishClock First, EnglishClock? Last) : HourManner
{
    public override string Of(LocalTime time) => First.Part.Length == 0 ? Write(First, time) : EnglishPart.For(First.Part, time.Hour) + First.PartGap + Write(First, time);

    public override string Until(LocalTime start, LocalTime end)
    {
        // The part of the day is said once, unless the end then means another hour.
        var part = First.Part.Length == 0 ? "" : EnglishPart.For(First.Part, start.Hour);
        return part.Length > 0 && Last!.IsToldByPart && EnglishPart.HourIn(part, Twelve(end)) != end.Hour ? Whole(Last, end) : Write(Last!, end);
    }

    private static string Write(EnglishClock like, LocalTime time)
    {
        if (like.Half is null && (!like.IsToldByPart || time.Hour == 0))
            return Whole(like, time);
        var minutes = time.Minute > 0 || like.Separator is not null ? string.Create(CultureInfo.InvariantCulture, $"{like.Separator ?? ':'}{time.Minute:00}") : "";
        return Twelve(time).ToString(like.Padded ? "00" : "0", CultureInfo.InvariantCulture) + minutes + (like.Half is null ? "" : like.Gap + like.HalfFor(time.Hour));
    }

    private static string Whole(EnglishClock like, LocalTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}{like.Separator ?? ':'}{time.Minute:00}");

    private static int Twelve(LocalTime time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;
}

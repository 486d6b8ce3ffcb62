using System.Globalization;
using NodaTime;

namespace Whalepaper.Charter;

/// <summary>Weekly hours in English: Saturdays 9:30 pm, every Sat at 21:30, Sunday, 8 p.m., Wednesdays 20:00–21:00, Thu 8–9:30 pm.</summary>
internal static class EnglishSlot
{
    private static readonly string[] Fillers = ["at", "from", "evening", "evenings", "night", "nights", "afternoon", "afternoons", "morning", "mornings"];
    private static readonly string[] RangeSigns = ["-", "–", "—", "~", "to ", "until ", "till "];

    public static SlotPhrase? Find(string text)
    {
        foreach (var (word, day) in Days(text))
        {
            if (TimeAfter(text, word) is { } time)
                return time with { Slot = time.Slot is { } slot ? slot with { Weekday = day } : null };
        }

        return null;
    }

    public static bool NamesDay(string text) => Days(text).Any();

    private static IEnumerable<(Range Word, IsoDayOfWeek Day)> Days(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetter(text[at]))
                continue;
            var end = WordEnd(text, at);
            if (DayOf(text.AsSpan(at, end - at)) is { } day)
                yield return (at..end, day);
            at = end;
        }
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetter(text[at]))
            at++;
        return at;
    }

    private static IsoDayOfWeek? DayOf(ReadOnlySpan<char> word)
    {
        for (var day = 0; day < 7; day++)
        {
            var name = EnglishManner.Days[day];
            var singular = word.Length > name.Length && word[^1] is 's' or 'S' ? word[..^1] : word;
            if (singular.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (word.Length is >= 3 and <= 5 && name.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase)))
                return (IsoDayOfWeek)(day + 1);
        }

        return null;
    }

    private static SlotPhrase? TimeAfter(string text, Range word)
    {
        if (EnglishClock.Read(text, SkipFillers(text, word.End.Value)) is not { } first)
            return null;
        var after = SlotPhrase.AfterRangeSign(text, first.End, RangeSigns);
        var last = after < 0 ? null : EnglishClock.Read(text, after);
        if (last is { IsWhole: false })
            last = null;
        if (!first.IsWhole && last?.Half is null)
            return null;
        if (last is not null)
            (first, last) = EnglishClock.Share(first, last);
        var minutes = first.Time is { } b && last?.Time is { } e ? SlotPhrase.Length(b, e) : null;
        return new SlotPhrase(word.Start.Value, first.Time is { } time ? new SlotFact(IsoDayOfWeek.Monday, time, minutes) : null,
            word, first.Start..first.End, minutes is null ? null : last!.Start..last.End, new EnglishManner(text[word], first, minutes is null ? null : last));
    }

    private static int SkipFillers(string text, int at)
    {
        while (true)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or '@' or ':' or '-' or '–'))
                at++;
            var end = WordEnd(text, at);
            if (end == at || !Fillers.Contains(text[at..end], StringComparer.OrdinalIgnoreCase))
                return at;
            at = end;
        }
    }
}

/// <summary>A time of day in English, as it stands in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Hour">The hour as written.</param>
/// <param name="Minute">The minute.</param>
/// <param name="Padded">Whether the hour begins with a zero.</param>
/// <param name="TwoDigits">Whether the hour has two digits.</param>
/// <param name="Separator">What parts hour and minute; null if no minute is written.</param>
/// <param name="Half">am or pm as written; null without.</param>
/// <param name="Gap">What stands before it.</param>
internal sealed record EnglishClock(int Start, int End, int Hour, int Minute, bool Padded, bool TwoDigits, char? Separator, string? Half, string Gap)
{
    /// <summary>Whether it says more than a number.</summary>
    public bool IsWhole => Separator is not null || Half is not null;

    /// <summary>The time that is meant; null if it could be morning or evening.</summary>
    public LocalTime? Time => Half is not null ? new LocalTime((Hour % 12) + (IsEvening ? 12 : 0), Minute)
        : Hour >= 13 || TwoDigits ? new LocalTime(Hour, Minute) : null;

    private bool IsEvening => Half![0] is 'p' or 'P';

    /// <summary>Reads one; null if there is none here.</summary>
    public static EnglishClock? Read(string text, int start)
    {
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at - start is 0 or > 2)
            return null;
        var hour = int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
        var (minute, separator, twoDigits) = (0, (char?)null, at - start == 2);
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
        return new(start, end > gap ? end : at, hour, minute, text[start] is '0', twoDigits, separator, end > gap ? text[gap..end] : null, end > gap ? text[at..gap] : "");
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

        return (first, last);
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
        return end < text.Length && char.IsLetterOrDigit(text[end]) ? at : end;
    }
}

/// <summary>How one place of a document writes days and times in English.</summary>
internal sealed record EnglishManner(string Word, EnglishClock First, EnglishClock? Last) : PhraseManner
{
    public static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    // Tues, Thurs and Weds are short forms, not several days.
    private bool IsShort => Word.Length <= 5;

    private bool IsPlural => !IsShort && Word[^1] is 's' or 'S';

    public override string Day(IsoDayOfWeek day)
    {
        var name = Days[(int)day - 1];
        var word = IsShort ? name[..3] : IsPlural ? name + "s" : name;
        return char.IsLower(Word[0]) ? word.ToLowerInvariant() : Word.All(char.IsUpper) ? word.ToUpperInvariant() : word;
    }

    public override string Time(LocalTime time) => Write(First, time);

    public override string Until(LocalTime start, LocalTime end) => Write(Last!, end);

    private static string Write(EnglishClock like, LocalTime time)
    {
        if (like.Half is null)
            return string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}{like.Separator ?? ':'}{time.Minute:00}");
        var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        var minutes = time.Minute > 0 || like.Separator is not null ? string.Create(CultureInfo.InvariantCulture, $"{like.Separator ?? ':'}{time.Minute:00}") : "";
        return hour.ToString(like.Padded ? "00" : "0", CultureInfo.InvariantCulture) + minutes + like.Gap + like.HalfFor(time.Hour);
    }
}

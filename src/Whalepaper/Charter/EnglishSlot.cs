using System.Globalization;
using NodaTime;

namespace Whalepaper.Charter;

/// <summary>Weekly hours in English: Saturdays 9:30 pm, every Sat at 21:30, Sunday, 8 p.m.</summary>
internal static class EnglishSlot
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] Fillers = ["at", "@", "from", "evening", "evenings", "night", "nights", "afternoon", "afternoons", "morning", "mornings"];

    public static SlotPhrase? Find(string text)
    {
        for (var at = 0; at < text.Length; at = WordEnd(text, at) + 1)
        {
            while (at < text.Length && !char.IsAsciiLetter(text[at]))
                at++;
            var end = WordEnd(text, at);
            if (DayOf(text.AsSpan(at, end - at)) is not { } day)
                continue;
            if (TimeAfter(text, end) is not { } time)
                continue;
            var word = text[at..end];
            return time with
            {
                Start = at,
                Slot = time.Slot is { } slot ? slot with { Weekday = day } : null,
                Day = at..end,
                Manner = (Manner)time.Manner with { Short = word.Length <= 5 && !word.StartsWith(Days[(int)day - 1], StringComparison.OrdinalIgnoreCase), Plural = word.EndsWith('s') && !word.Equals("tues", StringComparison.OrdinalIgnoreCase) && !word.Equals("thurs", StringComparison.OrdinalIgnoreCase), Lower = char.IsLower(word[0]) },
            };
        }

        return null;
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
            var name = Days[day];
            var singular = word.Length > name.Length && word[^1] is 's' ? word[..^1] : word;
            if (singular.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (word.Length is >= 3 and <= 5 && name.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase)))
                return (IsoDayOfWeek)(day + 1);
        }

        return null;
    }

    private static SlotPhrase? TimeAfter(string text, int at)
    {
        at = SkipFillers(text, at);
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at - start is 0 or > 2)
            return null;
        var digits = at - start;
        var hour = int.Parse(text.AsSpan(start, digits), CultureInfo.InvariantCulture);
        var minute = 0;
        var separator = ':';
        var hasMinutes = at + 2 < text.Length + 0 && text[at] is ':' or '.' && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]);
        if (hasMinutes)
        {
            separator = text[at];
            minute = int.Parse(text.AsSpan(at + 1, 2), CultureInfo.InvariantCulture);
            at += 3;
        }

        var end = at;
        var gap = at;
        while (gap < text.Length && text[gap] is ' ')
            gap++;
        var half = HalfAt(text, gap, out var afterHalf);
        var manner = new Manner(half is null ? null : text[gap..afterHalf], half is null ? "" : text[at..gap], separator, text[start] is '0', hasMinutes, Short: false, Plural: false, Lower: false);
        if (half is not null)
            end = afterHalf;
        else if (!hasMinutes)
            return null;
        if (hour > 23 || minute > 59 || (half is not null && hour is 0 or > 12))
            return null;
        int? clock = half switch
        {
            'p' => (hour % 12) + 12,
            'a' => hour % 12,
            _ => hour >= 13 || digits == 2 ? hour : null,
        };
        return new SlotPhrase(0, clock is { } h ? new SlotFact(IsoDayOfWeek.Monday, new LocalTime(h, minute)) : null, default, start..end, manner);
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

    private static char? HalfAt(string text, int at, out int end)
    {
        end = at;
        if (at >= text.Length || char.ToLowerInvariant(text[at]) is not ('a' or 'p'))
            return null;
        var next = at + 1;
        if (next < text.Length && text[next] is '.')
            next++;
        if (next >= text.Length || char.ToLowerInvariant(text[next]) is not 'm')
            return null;
        next++;
        if (next < text.Length && text[next] is '.' && text[at + 1] is '.')
            next++;
        if (next < text.Length && char.IsLetterOrDigit(text[next]))
            return null;
        end = next;
        return char.ToLowerInvariant(text[at]);
    }

    private sealed record Manner(string? Half, string Gap, char Separator, bool Padded, bool Minutes, bool Short, bool Plural, bool Lower) : PhraseManner
    {
        public override string Day(IsoDayOfWeek day)
        {
            var name = Days[(int)day - 1];
            var word = (Short ? name[..3] : name) + (Plural ? "s" : "");
            return Lower ? word.ToLowerInvariant() : word;
        }

        public override string Time(LocalTime time)
        {
            if (Half is null)
                return string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}{Separator}{time.Minute:00}");
            var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
            var minutes = time.Minute > 0 || Minutes ? string.Create(CultureInfo.InvariantCulture, $"{Separator}{time.Minute:00}") : "";
            return hour.ToString(Padded ? "00" : "0", CultureInfo.InvariantCulture) + minutes + Gap + HalfOf(time.Hour >= 12 ? 'p' : 'a');
        }

        private string HalfOf(char half) => (char.IsUpper(Half![0]) ? char.ToUpperInvariant(half) : half) + Half[1..];
    }
}

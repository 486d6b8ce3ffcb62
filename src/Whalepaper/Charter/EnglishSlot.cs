using NodaTime;

namespace Whalepaper.Charter;

/// <summary>
/// Weekly hours in English: Saturdays 9:30 pm, every Sat at 21:30, Saturday evenings, 9:30, 9:30 pm on Saturdays, Wednesdays 20:00–21:00,
/// Thu 8–9:30 pm.
/// </summary>
internal static class EnglishSlot
{
    private static readonly string[] RangeSigns = ["-", "–", "—", "~", "to ", "until ", "till "];
    private static readonly string[] BeforeDay = ["on", "every", "each"];

    public static SlotPhrase? Find(string text)
    {
        foreach (var (word, day) in Days(text))
        {
            if ((TimeAt(text, EnglishPart.SkipFillers(text, word.End.Value)) ?? TimeBefore(text, word)) is not { } time)
                continue;
            return time with
            {
                Start = Math.Min(word.Start.Value, time.Time.Start.Value),
                Slot = time.Slot is { } slot ? slot with { Weekday = day } : null,
                Day = word,
                DayName = new EnglishDay(text[word]),
            };
        }

        return null;
    }

    public static bool NamesDay(string text) => Days(text).Any();

    /// <summary>Reads the time that begins here, without a day; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it would begin: at a part of the day, or at its number.</param>
    /// <param name="mustName">Whether only a time counts that says am or pm.</param>
    public static SlotPhrase? TimeAt(string text, int at, bool mustName = false)
    {
        if (EnglishClock.Read(text, at) is not { } first)
            return null;
        var after = SlotPhrase.AfterRangeSign(text, first.End, RangeSigns);
        var last = after < 0 ? null : EnglishClock.Read(text, after);
        if (last is { IsWhole: false })
            last = null;
        if ((!first.IsWhole && last?.Half is null) || (mustName && first.Half is null && last?.Half is null))
            return null;
        if (last is not null)
            (first, last) = EnglishClock.Share(first, last);
        var minutes = first.Time is { } b && last?.Time is { } e ? SlotPhrase.Length(b, e) : null;
        return new SlotPhrase(at, first.Time is { } time ? new SlotFact(IsoDayOfWeek.Monday, time, minutes) : null, default, first.Start..first.End,
            minutes is null ? null : last!.Start..last.End, EnglishDay.Usual, new EnglishHour(first, minutes is null ? null : last));
    }

    // 9:30 pm on Saturdays, 6:30–8:00 pm every Thursday: between the time and the day stands a word that joins them, or nothing.
    private static SlotPhrase? TimeBefore(string text, Range word)
    {
        var end = word.Start.Value;
        for (var at = Math.Max(0, end - 40); at < end; at++)
        {
            if (char.IsAsciiDigit(text[at]) && (at == 0 || (!char.IsLetterOrDigit(text[at - 1]) && text[at - 1] is not (':' or '.')))
                && TimeAt(text, at) is { } time && (time.Until ?? time.Time).End.Value is var stop && stop <= end && Joins(text.AsSpan(stop, end - stop)))
                return time;
        }

        return null;
    }

    private static bool Joins(ReadOnlySpan<char> between)
    {
        between = between.Trim(" \t,");
        return between.IsEmpty || (between.Length < 8 && BeforeDay.Contains(between.ToString(), StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<(Range Word, IsoDayOfWeek Day)> Days(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetter(text[at]))
                continue;
            var end = EnglishPart.WordEnd(text, at);
            if (DayOf(text.AsSpan(at, end - at)) is { } day)
                yield return (at..end, day);
            at = end;
        }
    }

    private static IsoDayOfWeek? DayOf(ReadOnlySpan<char> word)
    {
        for (var day = 0; day < 7; day++)
        {
            var name = EnglishDay.Names[day];
            var singular = word.Length > name.Length && word[^1] is 's' or 'S' ? word[..^1] : word;
            if (singular.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (word.Length is >= 3 and <= 5 && name.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase)))
                return (IsoDayOfWeek)(day + 1);
        }

        return null;
    }
}

/// <summary>How a day of the week is named in English: Saturday, Saturdays, Sat, in the letters' case of the document.</summary>
internal sealed record EnglishDay(string Word) : DayName
{
    public static readonly string[] Names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static readonly EnglishDay Usual = new("Monday");

    // Tues, Thurs and Weds are short forms, not several days.
    private bool IsShort => Word.Length <= 5;

    private bool IsPlural => !IsShort && Word[^1] is 's' or 'S';

    public override string Of(IsoDayOfWeek day)
    {
        var name = Names[(int)day - 1];
        return EnglishPart.InCaseOf(Word, IsShort ? name[..3] : IsPlural ? name + "s" : name);
    }
}

/// <summary>Parts of the day: Saturday evenings.</summary>
internal static class EnglishPart
{
    private static readonly (string Word, int From, int To)[] Parts = [("morning", 0, 11), ("afternoon", 12, 17), ("evening", 17, 23), ("night", 18, 23)];

    /// <summary>Where a time would begin behind a day: at the part of the day, if one is named, else at the number.</summary>
    public static int SkipFillers(string text, int at)
    {
        while (true)
        {
            at = SkipSigns(text, at);
            var end = WordEnd(text, at);
            if (end == at || !(text.AsSpan(at, end - at).Equals("at", StringComparison.OrdinalIgnoreCase) || text.AsSpan(at, end - at).Equals("from", StringComparison.OrdinalIgnoreCase)))
                return at;
            at = end;
        }
    }

    /// <summary>Reads a part of the day and what stands behind it up to the number; empty if none is named here.</summary>
    public static (string Word, string Gap) Read(string text, int at)
    {
        var end = WordEnd(text, at);
        if (!Parts.Any(part => IsSaid(text.AsSpan(at, end - at), part.Word)))
            return ("", "");
        return (text[at..end], text[end..SkipFillers(text, end)]);
    }

    /// <summary>The hour that is meant by a number from 1 to 12; null if this part of the day has no such hour, or two.</summary>
    public static int? HourIn(string word, int hour) => Usual(word).Word switch
    {
        "morning" => hour < 12 ? hour : null,
        "afternoon" => hour == 12 ? 12 : hour <= 7 ? hour + 12 : null,
        _ => hour is >= 4 and < 12 ? hour + 12 : null,
    };

    /// <summary>The part of the day for an hour, written as this one is.</summary>
    public static string For(string said, int hour)
    {
        var usual = Usual(said);
        if (hour >= usual.From && hour <= usual.To)
            return said;
        var word = hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
        return InCaseOf(said, said[^1] is 's' or 'S' ? word + "s" : word);
    }

    /// <summary>A word in the letters' case of another.</summary>
    public static string InCaseOf(string like, string word) => char.IsLower(like[0]) ? word.ToLowerInvariant()
        : like.All(char.IsUpper) ? word.ToUpperInvariant() : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>Where the letters end that begin here.</summary>
    public static int WordEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetter(text[at]))
            at++;
        return at;
    }

    private static (string Word, int From, int To) Usual(string said) => Parts.First(part => IsSaid(said, part.Word));

    private static bool IsSaid(ReadOnlySpan<char> text, string word) =>
        text.Equals(word, StringComparison.OrdinalIgnoreCase) || (text.Length == word.Length + 1 && text[^1] is 's' or 'S' && text[..^1].Equals(word, StringComparison.OrdinalIgnoreCase));

    private static int SkipSigns(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or '@' or ':' or '-' or '–' or '.' or '(' or '（' or '*' or '_'))
            at++;
        return at;
    }
}

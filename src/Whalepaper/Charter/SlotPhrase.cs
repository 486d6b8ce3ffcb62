using NodaTime;

namespace Whalepaper.Charter;

/// <summary>A weekly hour as a document says it: where the day and the time stand, and in which manner they are written.</summary>
/// <param name="Start">Where the phrase begins: at the week or the day, without "every" before it.</param>
/// <param name="Slot">What it means; null if the hour could be morning or evening.</param>
/// <param name="Day">Where the name of the day stands.</param>
/// <param name="Time">Where the time stands, from the part of the day to the last minute.</param>
/// <param name="Until">Where the time stands at which it is over; null if nobody says.</param>
/// <param name="DayName">How the day is named.</param>
/// <param name="Hour">How the time is written.</param>
internal sealed record SlotPhrase(int Start, SlotFact? Slot, Range Day, Range Time, Range? Until, DayName DayName, HourManner Hour)
{
    private const int Shortest = 10;
    private const int Longest = 720;

    /// <summary>Finds the first weekly hour in a text; null if there is none.</summary>
    public static SlotPhrase? Find(string text) => ChineseSlot.Find(text) ?? EnglishSlot.Find(text);

    /// <summary>Whether a text names a day of the week.</summary>
    public static bool NamesDay(string text) => ChineseSlot.NamesDay(text) || EnglishSlot.NamesDay(text);

    /// <summary>Where it ends.</summary>
    public int End => Math.Max(Day.End.Value, Until?.End.Value ?? Time.End.Value);

    /// <summary>The text with another weekly hour in it, said in the same manner.</summary>
    public string Rewrite(string text, SlotFact slot)
    {
        List<(Range Where, string Text)> pieces = [];
        if (slot.Weekday != Slot?.Weekday)
            pieces.Add((Day, DayName.Of(slot.Weekday)));
        if (slot.Time != Slot?.Time)
            pieces.Add((Time, Hour.Of(slot.Time)));
        var minutes = slot.Minutes ?? Slot?.Minutes;
        if (Until is { } until && minutes is not null && (slot.Time != Slot?.Time || minutes != Slot?.Minutes))
            pieces.Add((until, Hour.Until(slot.Time, slot.Time.PlusMinutes(minutes.Value))));
        foreach (var (where, words) in pieces.OrderByDescending(piece => piece.Where.Start.Value))
            text = text[..where.Start] + words + text[where.End..];
        return text;
    }

    /// <summary>The length from one time of day to another, over midnight if need be; null if no meeting is that short or long.</summary>
    public static int? Length(LocalTime from, LocalTime to)
    {
        var minutes = (((to.Hour - from.Hour) * 60) + to.Minute - from.Minute + 1440) % 1440;
        return minutes is >= Shortest and <= Longest ? minutes : null;
    }

    /// <summary>Where a second time would begin, behind a sign or word that means "until"; -1 if there is none.</summary>
    public static int AfterRangeSign(string text, int at, ReadOnlySpan<string> signs)
    {
        at = SkipBlanks(text, at);
        foreach (var sign in signs)
        {
            if (string.Compare(text, at, sign, 0, sign.Length, StringComparison.OrdinalIgnoreCase) == 0)
                return SkipBlanks(text, at + sign.Length);
        }

        return -1;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}

/// <summary>How days are named in one place of a document.</summary>
internal abstract record DayName
{
    /// <summary>The name of a day.</summary>
    public abstract string Of(IsoDayOfWeek day);
}

/// <summary>How hours are written in one place of a document.</summary>
internal abstract record HourManner
{
    /// <summary>The time of day at which it begins.</summary>
    public abstract string Of(LocalTime time);

    /// <summary>The time of day at which it is over.</summary>
    public abstract string Until(LocalTime start, LocalTime end);
}

using NodaTime;

namespace Whalepaper.Charter;

/// <summary>A weekly hour as a document says it: where the day and the time stand, and in which manner they are written.</summary>
/// <param name="Start">Where the phrase begins: at the week or the day, without "every" before it.</param>
/// <param name="Slot">What it means; null if the hour could be morning or evening.</param>
/// <param name="Day">Where the name of the day stands.</param>
/// <param name="Time">Where the time stands, from the part of the day to the last minute.</param>
/// <param name="Manner">How it is written.</param>
internal sealed record SlotPhrase(int Start, SlotFact? Slot, Range Day, Range Time, PhraseManner Manner)
{
    /// <summary>Finds the one weekly hour in a text; null if there is none.</summary>
    public static SlotPhrase? Find(string text) => ChineseSlot.Find(text) ?? EnglishSlot.Find(text);

    /// <summary>Where it ends.</summary>
    public int End => Math.Max(Day.End.Value, Time.End.Value);

    /// <summary>The text with another weekly hour in it, said in the same manner.</summary>
    public string Rewrite(string text, SlotFact slot)
    {
        var day = slot.Weekday == Slot?.Weekday ? text[Day] : Manner.Day(slot.Weekday);
        var time = slot.Time == Slot?.Time ? text[Time] : Manner.Time(slot.Time);
        var (first, firstText, second, secondText) = Day.Start.Value < Time.Start.Value ? (Day, day, Time, time) : (Time, time, Day, day);
        return text[..first.Start] + firstText + text[first.End..second.Start] + secondText + text[second.End..];
    }
}

/// <summary>How days and times are written in one place of a document.</summary>
internal abstract record PhraseManner
{
    /// <summary>The name of a day.</summary>
    public abstract string Day(IsoDayOfWeek day);

    /// <summary>A time of day.</summary>
    public abstract string Time(LocalTime time);
}

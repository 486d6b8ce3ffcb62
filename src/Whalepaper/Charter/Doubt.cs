namespace Whalepaper.Charter;

/// <summary>Why a line is doubtful; the words for people are in <see cref="CharterTexts"/> under <c>Doubt_</c> and this name.</summary>
public enum Doubt
{
    /// <summary>A bracket opens and never closes: the line is kept as prose.</summary>
    UnbalancedBrackets,

    /// <summary>A link without words: kept as prose.</summary>
    NoTitle,

    /// <summary>An address that would run something: the title is kept, the link is not.</summary>
    UnsafeLink,

    /// <summary>A link to an address that the document nowhere gives: the title is kept.</summary>
    UnknownReference,

    /// <summary>A table where a reading list should stand: kept as prose.</summary>
    Table,

    /// <summary>Several days or hours in one line: not taken as a weekly hour.</summary>
    SeveralDays,

    /// <summary>An hour that could be morning or evening: not taken as a weekly hour.</summary>
    UnclearHour,

    /// <summary>An hour that does not come every week: not taken as a weekly hour.</summary>
    NotWeekly,

    /// <summary>A day of the week without an hour: not taken as a weekly hour.</summary>
    NoHour,

    /// <summary>A second weekly hour for a track: the first one counts.</summary>
    SecondSlot,

    /// <summary>A second heading for a topic of the same number: its lists join the first one's.</summary>
    SecondTopic,

    /// <summary>Dates of a topic that end before they start: not taken.</summary>
    BackwardDates,
}

/// <summary>A doubtful line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Doubt">Why.</param>
/// <param name="Text">The line, shortened to 120 characters.</param>
public sealed record Remark(int Line, Doubt Doubt, string Text);

/// <summary>The words of this room; see the resources of the same name.</summary>
public sealed class CharterTexts;

using NodaTime;

namespace Whalepaper.Ui;

/// <summary>Something planned, as a strip of days or a month's grid shows it.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Track">In which track.</param>
/// <param name="Title">What is shared; null while nobody has chosen.</param>
/// <param name="Who">By whom, in words; null while it is open.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Struck">It does not take place.</param>
public sealed record DayItem(Instant At, TrackSign Track, string? Title, string? Who, string Href, bool Struck = false);

/// <summary>A day and what is planned on it.</summary>
/// <param name="Date">The day in the viewer's zone.</param>
/// <param name="Items">What is planned, in order of time.</param>
public sealed record DayOfItems(LocalDate Date, IReadOnlyList<DayItem> Items)
{
    /// <summary>The days from <paramref name="first"/> to <paramref name="last"/>, the empty ones too, each with its items as the clock of <paramref name="zone"/> has them.</summary>
    public static IReadOnlyList<DayOfItems> Days(LocalDate first, LocalDate last, IEnumerable<DayItem> items, DateTimeZone zone)
    {
        var byDate = items.OrderBy(item => item.At).ToLookup(item => item.At.InZone(zone).Date);
        return [.. Enumerable.Range(0, Period.DaysBetween(first, last) + 1)
            .Select(day => first.PlusDays(day))
            .Select(date => new DayOfItems(date, [.. byDate[date]]))];
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Whalepaper.Data;

/// <summary>
/// Turns a value into what a database keeps. Two of a kind are equal, so that the framework makes what it needs of them once, and not for each of the
/// hundred columns that the model gives one of their own; and the functions are made once a kind.
/// </summary>
internal abstract class Conversion<TValue, TKept>(Expression<Func<TValue, TKept>> keep, Expression<Func<TKept, TValue>> read) : ValueConverter<TValue, TKept>(keep, read)
{
    public sealed override bool Equals(object? obj) => obj?.GetType() == GetType();

    public sealed override int GetHashCode() => GetType().GetHashCode();
}

/// <summary>An instant as milliseconds since 1970: both engines order and compare whole numbers alike, and neither does so with offsets.</summary>
internal sealed class InstantAsMilliseconds() : Conversion<Instant, long>(keep, read)
{
    private static readonly Expression<Func<Instant, long>> keep = i => i.ToUnixTimeMilliseconds();
    private static readonly Expression<Func<long, Instant>> read = ms => Instant.FromUnixTimeMilliseconds(ms);
}

/// <summary>A date as 20261123: ordered like the calendar, and readable in a database's own shell.</summary>
internal sealed class DateAsNumber() : Conversion<LocalDate, int>(keep, read)
{
    private static readonly Expression<Func<LocalDate, int>> keep = d => (d.Year * 10000) + (d.Month * 100) + d.Day;
    private static readonly Expression<Func<int, LocalDate>> read = n => new LocalDate(n / 10000, n / 100 % 100, n % 100);
}

/// <summary>A time of day as minutes since midnight.</summary>
internal sealed class TimeAsMinutes() : Conversion<LocalTime, int>(keep, read)
{
    private static readonly Expression<Func<LocalTime, int>> keep = t => (t.Hour * 60) + t.Minute;
    private static readonly Expression<Func<int, LocalTime>> read = minutes => Read(minutes);

    /// <summary>The time so many minutes after midnight.</summary>
    public static LocalTime Read(int minutes) => new(minutes / 60, minutes % 60);
}

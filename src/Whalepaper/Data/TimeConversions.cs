using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Whalepaper.Data;

/// <summary>An instant as milliseconds since 1970: both engines order and compare whole numbers alike, and neither does so with offsets.</summary>
internal sealed class InstantAsMilliseconds()
    : ValueConverter<Instant, long>(i => i.ToUnixTimeMilliseconds(), ms => Instant.FromUnixTimeMilliseconds(ms));

/// <summary>A date as 20261123: ordered like the calendar, and readable in a database's own shell.</summary>
internal sealed class DateAsNumber()
    : ValueConverter<LocalDate, int>(d => (d.Year * 10000) + (d.Month * 100) + d.Day, n => new LocalDate(n / 10000, n / 100 % 100, n % 100));

/// <summary>A time of day as minutes since midnight.</summary>
internal sealed class TimeAsMinutes()
    : ValueConverter<LocalTime, int>(t => (t.Hour * 60) + t.Minute, m => new LocalTime(m / 60, m % 60));

using System.Globalization;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Tracks;

/// <summary>A track as strips and lists show it, with its weekly hour.</summary>
/// <param name="Id">The database's number.</param>
/// <param name="Code">Short, unique, lower case.</param>
/// <param name="Name">Its name in the group's own language.</param>
/// <param name="EnglishName">Its name in English, where it has one.</param>
/// <param name="Position">Its place among the tracks, from 0.</param>
/// <param name="Weekday">The day of its weekly hour; null while it has none.</param>
/// <param name="Time">When its weekly hour begins, in the group's zone; null while it has none.</param>
public sealed record TrackHour(int Id, string Code, string Name, string? EnglishName, int Position, IsoDayOfWeek? Weekday, LocalTime? Time)
{
    /// <summary>The code as a mark on a page.</summary>
    public string Mark => Track.MarkOf(Code);

    /// <summary>The name for a reader of this language.</summary>
    public string NameIn(CultureInfo culture) => Track.NameIn(culture, Name, EnglishName);
}

/// <summary>Asks for the tracks.</summary>
public static class TrackHours
{
    private const string Question = """SELECT "Id", "Code", "Name", "EnglishName", "Position", "Slot_Weekday", "Slot_Time" FROM "Tracks" ORDER BY "Position" """;

    /// <summary>All tracks, in their order.</summary>
    public static Task<List<TrackHour>> TrackHoursAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.AskPlainlyAsync(
            Question,
            row => new TrackHour(
                row.GetInt32(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt32(4),
                row.IsDBNull(5) ? null : (IsoDayOfWeek)row.GetInt32(5), row.IsDBNull(6) ? null : TimeAsMinutes.Read(row.GetInt32(6))),
            cancellation);
    }
}

using NodaTime;
using NodaTime.Calendars;
using NodaTime.Text;

namespace Whalepaper.Backups;

/// <summary>Which of the backups that the program made by itself are kept: the last of each of the last days, and the last of each of the last weeks. Only their own names are understood, so that nothing else is ever removed.</summary>
internal static class Retention
{
    private const string Ending = ".backup";

    private static readonly InstantPattern name = InstantPattern.CreateWithInvariantCulture("'whalepaper-'uuuuMMdd'T'HHmmss'Z'");

    /// <summary>What a backup of this moment is called.</summary>
    public static string NameOf(Instant at) => name.Format(at) + Ending;

    /// <summary>The moment of a backup by its name; null for what is none of ours.</summary>
    public static Instant? Moment(string file) =>
        file.EndsWith(Ending, StringComparison.Ordinal) && name.Parse(file[..^Ending.Length]) is { Success: true } at ? at.Value : null;

    /// <summary>Those that may go.</summary>
    /// <param name="files">The names of all.</param>
    /// <param name="zone">In whose days and weeks it is counted.</param>
    /// <param name="days">Of how many days one is kept; days without a backup do not count.</param>
    /// <param name="weeks">Of how many weeks one is kept.</param>
    public static IReadOnlyList<string> Surplus(IEnumerable<string> files, DateTimeZone zone, int days, int weeks)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var known = files.Select(file => (File: file, At: Moment(file))).Where(one => one.At is not null).Select(one => (one.File, Day: one.At!.Value.InZone(zone).Date, At: one.At.Value)).OrderByDescending(one => one.At).ToList();
        var rule = WeekYearRules.Iso;
        var kept = known.GroupBy(one => one.Day).Take(days).Select(day => day.First().File)
            .Concat(known.GroupBy(one => (rule.GetWeekYear(one.Day), rule.GetWeekOfWeekYear(one.Day))).Take(weeks).Select(week => week.First().File));
        return [.. known.Select(one => one.File).Except(kept, StringComparer.Ordinal)];
    }
}

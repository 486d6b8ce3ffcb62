using NodaTime;
using Whalepaper.Settings;

namespace Whalepaper.Notices.Reminders;

/// <summary>One reminder of several about the same hour.</summary>
/// <param name="Word">Its name in the database.</param>
/// <param name="Before">How long before the hour it comes.</param>
public sealed record Rung(string Word, Duration Before);

/// <summary>A reminder with its time.</summary>
/// <param name="Word">The rung's name.</param>
/// <param name="Due">When it is to be sent.</param>
/// <param name="Until">When the next one says the same, or the hour has come: then it is pointless.</param>
public sealed record TimedRung(string Word, Instant Due, Instant Until);

/// <summary>The reminders of a talk and of a meeting, and when each is due (domain: <em>reminder ladder</em>).</summary>
public static class ReminderLadder
{
    /// <summary>The presenter begins to prepare.</summary>
    public const string Prepare = "prepare";

    /// <summary>The presenter says that the date stands.</summary>
    public const string Confirm = "confirm";

    /// <summary>Who did not say so is asked once more, and the committee and the standby hear of it.</summary>
    public const string Again = "again";

    /// <summary>The day before.</summary>
    public const string Eve = "eve";

    /// <summary>The hours before.</summary>
    public const string Hours = "hours";

    /// <summary>Half of a ballot's time is over.</summary>
    public const string Half = "half";

    /// <summary>The last hours of a ballot.</summary>
    public const string Last = "last";

    private static readonly Duration lastHours = Duration.FromHours(12);

    /// <summary>The rungs of a ballot: at half of its time, and twelve hours before its end where that is later.</summary>
    /// <param name="open">How long it is open, from the time when it opened or got more time.</param>
    public static IReadOnlyList<Rung> OfBallot(Duration open)
    {
        var half = new Rung(Half, open / 2);
        return half.Before > lastHours ? [half, new Rung(Last, lastHours)] : [half];
    }

    /// <summary>Two weeks before a candidacy expires.</summary>
    public const string Fortnight = "fortnight";

    /// <summary>Three days before a candidacy expires.</summary>
    public const string Near = "near";

    /// <summary>The rungs of a trial talk, for who is to hear it: the day before, and the hour before.</summary>
    public static IReadOnlyList<Rung> OfTrial { get; } = [new Rung(Eve, Duration.FromDays(1)), new Rung(Hours, Duration.FromHours(1))];

    /// <summary>The rungs of a candidacy that expires.</summary>
    public static IReadOnlyList<Rung> OfExpiry { get; } = [new Rung(Fortnight, Duration.FromDays(14)), new Rung(Near, Duration.FromDays(3))];

    /// <summary>The rungs of a talk, the earliest first. A rung that is set to nothing is left out.</summary>
    /// <param name="kept">The settings.</param>
    public static IReadOnlyList<Rung> OfTalk(IReadOnlyDictionary<string, string> kept) => Sorted(
        new Rung(Prepare, Days(SettingsCatalogue.RemindPrepare, kept)), new Rung(Confirm, Days(SettingsCatalogue.RemindConfirm, kept)), new Rung(Again, Days(SettingsCatalogue.RemindAgain, kept)),
        new Rung(Eve, Days(SettingsCatalogue.RemindEve, kept)), new Rung(Hours, Duration.FromHours((int)SettingsCatalogue.RemindHours.Of(kept))));

    /// <summary>The rungs of a meeting, for those who follow its track.</summary>
    /// <param name="kept">The settings.</param>
    public static IReadOnlyList<Rung> OfMeeting(IReadOnlyDictionary<string, string> kept) => Sorted(
        new Rung(Eve, Days(SettingsCatalogue.AttendDays, kept)), new Rung(Hours, Duration.FromHours((int)SettingsCatalogue.AttendHours.Of(kept))));

    /// <summary>The quiet hours.</summary>
    /// <param name="kept">The settings.</param>
    public static QuietHours Quiet(IReadOnlyDictionary<string, string> kept) =>
        new(new LocalTime((int)SettingsCatalogue.QuietFrom.Of(kept), 0), new LocalTime((int)SettingsCatalogue.QuietTo.Of(kept), 0));

    /// <summary>The times of all rungs that still say something of their own: of two that the night moves together, the later one does.</summary>
    /// <param name="rungs">The rungs, the earliest first.</param>
    /// <param name="startsAt">The hour.</param>
    /// <param name="since">Since when there is anything to remind of: what would have come before is left out.</param>
    /// <param name="zone">The reader's zone.</param>
    /// <param name="quiet">The quiet hours.</param>
    public static IReadOnlyList<TimedRung> Times(IReadOnlyList<Rung> rungs, Instant startsAt, Instant since, DateTimeZone zone, QuietHours quiet)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        var times = new List<TimedRung>(rungs.Count);
        var until = startsAt;
        foreach (var rung in rungs.Reverse())
        {
            var due = quiet.Shift(startsAt - rung.Before, startsAt, zone);
            if (due >= until)
                continue;
            if (due >= since)
                times.Add(new TimedRung(rung.Word, due, until));
            until = due;
        }

        times.Reverse();
        return times;
    }

    private static Duration Days(NumberSetting setting, IReadOnlyDictionary<string, string> kept) => Duration.FromDays((int)setting.Of(kept));

    private static List<Rung> Sorted(params IEnumerable<Rung> rungs) => [.. rungs.Where(rung => rung.Before > Duration.Zero).OrderByDescending(rung => rung.Before)];
}

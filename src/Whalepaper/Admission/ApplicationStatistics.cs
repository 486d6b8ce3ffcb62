using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Admission;

/// <summary>What became of the applications of a quarter.</summary>
/// <param name="Year">The year.</param>
/// <param name="Quarter">The quarter, from 1 to 4.</param>
/// <param name="Applied">How many were sent in it.</param>
/// <param name="Promoted">How many of these were let in.</param>
/// <param name="Declined">How many of these were not.</param>
/// <param name="Others">How many of these were taken back or expired.</param>
/// <param name="Days">From sending to the answer, the median in whole days of those that were answered; null where none was.</param>
public sealed record QuarterOfApplications(int Year, int Quarter, int Applied, int Promoted, int Declined, int Others, int? Days)
{
    /// <summary>How many wait for an answer.</summary>
    public int Waiting => Applied - Promoted - Declined - Others;

    /// <summary>How many of a hundred that were answered were let in; null where none was answered.</summary>
    public int? PassRate => Promoted + Declined == 0 ? null : (int)Math.Round(100.0 * Promoted / (Promoted + Declined), MidpointRounding.AwayFromZero);
}

/// <summary>An application as it counts: when it was sent, how far it is, when it ended.</summary>
/// <param name="AppliedAt">When it was sent.</param>
/// <param name="State">How far it is.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record CountedApplication(Instant AppliedAt, ApplicationState State, Instant? EndedAt);

/// <summary>How many apply, how many are let in, and how long they wait for it: counts for the committee, in which nobody stands.</summary>
public static class ApplicationStatistics
{
    /// <summary>How many quarters are counted, the running one among them.</summary>
    public const int Quarters = 8;

    /// <summary>Counts the last two years, quarter by quarter in the group's zone; those before the first application are left out.</summary>
    public static async Task<IReadOnlyList<QuarterOfApplications>> ApplicationsByQuarterAsync(this WhalepaperDb db, Instant now, DateTimeZone zone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(zone);
        var since = Begin(now.InZone(zone).Date).PlusMonths(-3 * (Quarters - 1)).AtStartOfDayInZone(zone).ToInstant();
        var counted = await db.Applications.AsNoTracking().Where(a => a.AppliedAt >= since && a.AppliedAt <= now)
            .Select(a => new CountedApplication(a.AppliedAt!.Value, a.State, a.EndedAt)).ToListAsync(cancellation);
        return Count(counted, now, zone);
    }

    /// <summary>Counts applications by the quarter in which they were sent, from the first of them to the present.</summary>
    /// <param name="applications">The applications.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The zone by which a day is one of a quarter.</param>
    public static IReadOnlyList<QuarterOfApplications> Count(IReadOnlyList<CountedApplication> applications, Instant now, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(applications);
        if (applications.Count == 0)
            return [];
        var byQuarter = applications.ToLookup(one => Begin(one.AppliedAt.InZone(zone).Date));
        var (begin, end) = (byQuarter.Min(quarter => quarter.Key), Begin(now.InZone(zone).Date));
        var quarters = new List<QuarterOfApplications>();
        for (var day = begin; day <= end; day = day.PlusMonths(3))
        {
            var sent = byQuarter[day].ToList();
            var answered = sent.FindAll(one => one.State is ApplicationState.Promoted or ApplicationState.Declined);
            quarters.Add(new QuarterOfApplications(
                day.Year, (day.Month + 2) / 3, sent.Count, sent.Count(one => one.State is ApplicationState.Promoted), sent.Count(one => one.State is ApplicationState.Declined),
                sent.Count(one => one.State is ApplicationState.Withdrawn or ApplicationState.Expired), Median(answered)));
        }

        return quarters;
    }

    // Of an even number it is the lower of the two in the middle: a number of days that somebody waited.
    private static int? Median(List<CountedApplication> answered)
    {
        var days = answered.Where(one => one.EndedAt is not null).Select(one => (int)Math.Floor((one.EndedAt!.Value - one.AppliedAt).TotalDays)).Order().ToList();
        return days.Count == 0 ? null : days[(days.Count - 1) / 2];
    }

    private static LocalDate Begin(LocalDate day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);
}

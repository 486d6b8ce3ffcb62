using NodaTime;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>A day on which a track meets in a topic, or would if the day were not skipped.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Occurrence">The track's weekly hour on that day.</param>
/// <param name="Skipped">Why nobody meets; null where they do.</param>
public sealed record PlannedDay(Topic Topic, int TrackId, SlotOccurrence Occurrence, SkippedDate? Skipped);

/// <summary>
/// Which days a group's topics ask for. A topic reaches from its first day, or the day it was opened, to its last day; one that is
/// open without a last day reaches to the end of the week that is <see cref="HorizonWeeks"/> ahead. Where two topics run at once on a
/// track, the newer one has the day. A closed topic asks for nothing.
/// </summary>
public static class MeetingPlan
{
    /// <summary>How far ahead a topic without a last day is planned, in weeks.</summary>
    public const int HorizonWeeks = 12;

    /// <summary>How far from today anything is planned, back and ahead, in weeks: a year mistyped must not fill a calendar with centuries.</summary>
    public const int FarthestWeeks = 104;

    /// <summary>The days, by track and then by date.</summary>
    /// <param name="topics">The topics with their tracks and skipped dates.</param>
    /// <param name="zone">The group's zone.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<PlannedDay> Of(IEnumerable<Topic> topics, DateTimeZone zone, Instant now)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var days = new Dictionary<(int Track, LocalDate Date), PlannedDay>();
        foreach (var topic in topics.OrderByDescending(t => t.Number))
        {
            if (Reach(topic, zone, now) is not var (first, last))
                continue;
            foreach (var track in topic.Tracks.Select(part => part.Track).Where(track => track.Slot is not null))
            {
                foreach (var occurrence in track.Slot!.Between(first, last, zone))
                    days.TryAdd((track.Id, occurrence.Date), new PlannedDay(topic, track.Id, occurrence, SkipOf(topic, track, occurrence.Date)));
            }
        }

        return [.. days.Values.OrderBy(day => day.TrackId).ThenBy(day => day.Occurrence.Date)];
    }

    /// <summary>From which day to which day a topic is planned; null where it asks for nothing.</summary>
    private static (LocalDate First, LocalDate Last)? Reach(Topic topic, DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        if (topic.State == TopicState.Closed || (topic.Starts ?? topic.OpenedAt?.InZone(zone).Date) is not { } first)
            return null;
        if ((topic.Ends ?? (topic.State == TopicState.Running ? HorizonOf(today) : null)) is not { } last)
            return null;
        return (LocalDate.Max(first, today.PlusWeeks(-FarthestWeeks)), LocalDate.Min(last, today.PlusWeeks(FarthestWeeks)));
    }

    /// <summary>The Sunday of the last week: a week is planned as a whole, so that its meeting can stand on any of its days.</summary>
    private static LocalDate HorizonOf(LocalDate today) => SlotOccurrence.WeekOf(today.PlusWeeks(HorizonWeeks)).PlusDays(6);

    /// <summary>The track's own skipped date before everybody's: its reason is the nearer one.</summary>
    private static SkippedDate? SkipOf(Topic topic, Track track, LocalDate date) => topic.Skipped
        .Where(skip => skip.Date == date && (skip.TrackId is null || skip.TrackId == track.Id))
        .OrderBy(skip => skip.TrackId is null)
        .FirstOrDefault();
}

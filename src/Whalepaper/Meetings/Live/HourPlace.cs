using System.Globalization;

namespace Whalepaper.Meetings.Live;

/// <summary>Where an hour is, or could be turned to.</summary>
/// <param name="TalkId">The talk; null for none.</param>
/// <param name="Part">The place of the part in the outline, from 0; null for its questions.</param>
public sealed record HourPlace(int? TalkId, int? Part);

/// <summary>The places of an hour in the order in which they come: the parts of each talk, and then its questions.</summary>
public static class HourPlaces
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HourPlace> All(LiveView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return [.. view.Meeting.Talks.SelectMany(talk => view.Outline.Select(part => new HourPlace(talk.Id, part.Position)).Append(new HourPlace(talk.Id, null)))];
    }

    /// <summary>The classes by which the sheet knows whose talks are turned: <c>of-</c> and the place of each at the meeting, from 0.</summary>
    public static string Sheet(LiveView view, HourPlace to)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(to);
        return string.Join(' ', view.Meeting.Talks.Index().Where(one => one.Item.Id == to.TalkId || one.Item.Id == view.TalkOn?.Id).Select(one => string.Create(CultureInfo.InvariantCulture, $"of-{one.Index}")));
    }

    /// <summary>Where it is; null where no talk is on.</summary>
    public static HourPlace? Current(LiveView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.TalkOn is { } on ? new HourPlace(on.Id, view.Session!.Part) : null;
    }

    /// <summary>What comes next; null after the last. Where no talk is on, it is the first one that nobody spoke at yet.</summary>
    public static HourPlace? Next(LiveView view)
    {
        var places = All(view);
        return Current(view) is { } current ? places.SkipWhile(place => place != current).Skip(1).FirstOrDefault()
            : places.FirstOrDefault(place => view.Session?.Spoken.All(stretch => stretch.TalkId != place.TalkId) is true);
    }

    /// <summary>What came before; null before the first. Where no talk is on, it is the end of the last one that somebody spoke at.</summary>
    public static HourPlace? Back(LiveView view)
    {
        var current = Current(view);
        return current is null
            ? All(view).LastOrDefault(place => view.Session?.Spoken.Any(stretch => stretch.TalkId == place.TalkId) is true)
            : All(view).TakeWhile(place => place != current).LastOrDefault();
    }
}

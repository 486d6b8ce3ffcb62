using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Pictures;

/// <summary>What the pictures show, as tables to take along. Each has the lines that its reader sees in the picture, and no others.</summary>
public static class PictureEndpoints
{
    /// <summary>Adds the files.</summary>
    public static void MapPictures(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        var inner = new RequiresAttribute(Act.JoinInnerMeetings);
        doors.Pages.MapFile("/topics/{number:int}/participation.csv", HeatAsync).WithMetadata(inner);
        doors.Pages.MapFile("/topics/{number:int}/pictures/tracks.csv", TracksAsync).WithMetadata(inner);
        doors.Pages.MapFile("/topics/{number:int}/pictures/topics.csv", TrendAsync).WithMetadata(inner);
        doors.Pages.MapFile("/topics/{number:int}/pictures/silent.csv", SilentAsync).WithMetadata(inner);
    }

    private static async Task<IResult> HeatAsync(int number, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.FrameAsync(number, clock.GetCurrentInstant(), http.RequestAborted) is not { } frame)
            return TypedResults.NotFound();
        var view = await db.HeatAsync(frame, http.Actor(), null, http.RequestAborted);
        var days = view.Meetings.Select(meeting => $"{view.Tracks[meeting.TrackId].Code} {LocalDatePattern.Iso.Format(meeting.Day)}");
        return CsvSheet.Answer(
            $"topic-{Said(number)}-participation.csv", ["handle", "name", "talks", "held", "attended", "excused", "excused late", "missed", .. days],
            view.Rows.Select(row => row.Turnout.Part is var part
                ? (string?[])
                [
                    row.Handle, row.Name, Said(part.Talks), Said(part.Held), Said(part.Attended), Said(part.Excused), Said(part.ExcusedLate), Said(part.Missed),
                    .. view.Meetings.Select(meeting => row.Turnout.Marks.TryGetValue(meeting.Id, out var mark) ? Word(mark) : ""),
                ]
                : []));
    }

    private static async Task<IResult> TracksAsync(int number, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.FrameAsync(number, clock.GetCurrentInstant(), http.RequestAborted) is not { } frame)
            return TypedResults.NotFound();
        var tracks = await db.TracksOfAsync(frame, http.RequestAborted);
        return CsvSheet.Answer(
            $"topic-{Said(number)}-tracks.csv", ["track", "meetings", "presences", "per meeting"],
            (await db.TracksAsync(frame, tracks, http.RequestAborted)).Select(line => (string?[])[line.Track.Code, Said(line.Held), Said(line.Presences), line.PerMeeting.ToString("0.##", CultureInfo.InvariantCulture)]));
    }

    private static async Task<IResult> TrendAsync(int number, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var lines = await db.TrendAsync(number, clock.GetCurrentInstant(), http.RequestAborted);
        return lines.Any(line => line.Number == number)
            ? CsvSheet.Answer($"topics-to-{Said(number)}.csv", ["topic", "meetings", "presences", "per meeting", "talks given"], lines.Select(line => (string?[])[Said(line.Number), Said(line.Held), Said(line.Presences), Said(line.PerMeeting), Said(line.Given)]))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> SilentAsync(int number, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.FrameAsync(number, clock.GetCurrentInstant(), http.RequestAborted) is null)
            return TypedResults.NotFound();
        var lines = await db.SilentAsync(http.Actor(), int.MaxValue, http.RequestAborted);
        return CsvSheet.Answer("last-shared.csv", ["handle", "name", "last topic"], lines.Select(line => (string?[])[line.Handle, line.Name, line.Last is { } last ? Said(last) : ""]));
    }

    private static string Word(TurnoutMark mark) => mark switch
    {
        TurnoutMark.Attended => "attended",
        TurnoutMark.Presented => "presented",
        TurnoutMark.Excused => "excused",
        TurnoutMark.ExcusedLate => "excused late",
        _ => "absent",
    };

    private static string Said(int number) => number.ToString(CultureInfo.InvariantCulture);
}

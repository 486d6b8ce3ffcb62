using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Closing;

/// <summary>The archive of a topic to take along; as Markdown and BibTeX it is there from the beginning.</summary>
public static class ArchiveEndpoints
{
    /// <summary>Adds <c>/topics/{number}/talks.csv</c>.</summary>
    public static void MapArchive(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Pages.MapFile("/topics/{number:int}/talks.csv", TalksAsync);
    }

    // For everybody, as the page is: who presented stands in the archive anyway, who listened does not.
    private static async Task<IResult> TalksAsync(int number, HttpContext http, WhalepaperDb db, IClock clock, Masthead masthead)
    {
        if (await db.ArchiveAsync(number, clock.GetCurrentInstant(), http.RequestAborted) is not { } archive)
            return TypedResults.NotFound();
        http.Shows(ArchiveQueries.TagsOf(archive));
        var talks = await db.ArchivedTalksAsync(archive.TopicId, http.RequestAborted);
        return CsvSheet.Answer(
            $"topic-{number.ToString(CultureInfo.InvariantCulture)}-talks.csv", ["talk", "track", "day", "title", "presenters"],
            talks.Select(talk => (string?[])[talk.Id.ToString(CultureInfo.InvariantCulture), talk.Track, talk.On is { } at ? LocalDatePattern.Iso.Format(at.InZone(masthead.Zone).Date) : "", talk.Title, talk.Presenters]));
    }
}

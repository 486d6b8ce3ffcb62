using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Minutes;

/// <summary>Writing minutes, by several people who may do so at once.</summary>
public static class MinutesEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapMinutes(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/meetings/{id:int}/minutes", Act.TakePart, "writeMinutes", "Write the minutes of a meeting, unless somebody wrote them since they were read", WriteAsync);
        // A preview stands at the address of its form.
        doors.OpenForm("PUT", "/meetings/{id:int}/minutes/edit", Act.TakePart, PreviewAsync);
    }

    /// <summary>The page where minutes are written.</summary>
    internal static string EditPage(int id) => string.Create(CultureInfo.InvariantCulture, $"/meetings/{id}/minutes/edit");

    private static async Task<IResult> WriteAsync(int id, Submission<MinutesForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MinutesTexts> words)
    {
        if (await StopAsync(id, sent, http, db, clock, words) is { } stopped)
            return stopped;
        var read = ReadOf(sent.Form);
        if (!await db.WriteMinutesAsync(id, read, sent.Form.Text, http.Actor().MemberId!.Value, clock.GetCurrentInstant(), http.RequestAborted))
        {
            sent.Refuse(sent.IsJson ? "read" : Submission.Whole, words["Conflict"]);
            return sent.Refused(http, EditPage(id));
        }

        var number = await db.Minutes.Where(minutes => minutes.MeetingId == id).Select(minutes => minutes.Number).SingleAsync(http.RequestAborted);
        return sent.Done($"/meetings/{id}/minutes?done=saved", new WrittenMinutes(number));
    }

    private static async Task<IResult> PreviewAsync(int id, Submission<MinutesForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MinutesTexts> words)
    {
        if (await StopAsync(id, sent, http, db, clock, words) is { } stopped)
            return stopped;
        if (ReadOf(sent.Form) is < 0)
        {
            sent.Refuse(Submission.Whole, words["Conflict"]);
            return sent.Refused(http, EditPage(id));
        }

        http.Features.Set<Submission>(sent);
        http.Features.Set(new MinutesPreview(sent.Form.Text!));
        http.Request.Path = EditPage(id);
        return new RazorComponentResult<App>();
    }

    private static async Task<IResult?> StopAsync(int id, Submission<MinutesForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<MinutesTexts> words)
    {
        if (await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        if (await db.RightsAtAsync(id, http.Actor(), clock.GetCurrentInstant(), http.RequestAborted) is not { WritesMinutes: true })
            return TypedResults.NotFound();
        if (string.IsNullOrWhiteSpace(sent.Form.Text))
            sent.Refuse("text", words["Text.Missing"]);
        if (!Attendance.CanList(meeting, clock.GetCurrentInstant()))
            sent.Refuse(Submission.Whole, words["TooSoon"]);
        return sent.IsSound ? null : sent.Refused(http, EditPage(id));
    }

    // What is no number was never read.
    private static int ReadOf(MinutesForm form) =>
        string.IsNullOrEmpty(form.Read) ? 0 : int.TryParse(form.Read, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>The minutes of a meeting.</summary>
/// <param name="Text">The text, Markdown.</param>
/// <param name="Read">The version that they were written from; 0, or nothing, where there were none.</param>
public sealed record MinutesForm([Longest(MeetingMinutes.TextMaximum), Lines] string? Text, [Unseen] string? Read);

/// <summary>Minutes that were written.</summary>
/// <param name="Version">Which version they are, from 1.</param>
public sealed record WrittenMinutes(int Version);

/// <summary>Minutes that are looked at before they are saved.</summary>
/// <param name="Text">The text, Markdown.</param>
internal sealed record MinutesPreview(string Text);

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members.Access;
using Whalepaper.Tracks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Settings;

/// <summary>The tracks and their weekly hours, in the organizer's hand.</summary>
public static class TrackEndpoints
{
    private static readonly LocalTimePattern clockTime = LocalTimePattern.CreateWithInvariantCulture("H':'mm");

    /// <summary>Adds the commands.</summary>
    public static void MapTrackSettings(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/tracks", Act.RunInstallation, "openTrack", "Open a track", OpenAsync);
        doors.Open("PUT", "/tracks/{code}", Act.RunInstallation, "saveTrack", "Change a track's names and weekly hour; meetings to come move with it", SaveAsync);
        doors.Open("PUT", "/tracks/{code}/join-link", Act.RunInstallation, "saveTrackJoinLink", "Say how members usually get into the meetings of a track from afar", JoinAsync);
        doors.Open("DELETE", "/tracks/{code}/join-link", Act.RunInstallation, "removeTrackJoinLink", "Take away how members usually get into the meetings of a track", LeaveAsync);
    }

    private static async Task<IResult> OpenAsync(Submission<TrackForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var code = sent.Form.Code?.Trim().ToLowerInvariant() ?? "";
        if (code.Length is 0 or > 24 || code[0] == '-' || !code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            sent.Refuse("code", words["Track.Code.Wrong"]);
        else if (await db.Tracks.AnyAsync(t => t.Code == code, http.RequestAborted))
            sent.Refuse("code", words["Track.Code.Taken"]);
        var slot = Check(sent, words);
        var cause = await db.CauseAsync(sent, sent.Form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/tracks");
        var track = new Track(code, sent.Form.TrackName!, await db.Tracks.CountAsync(http.RequestAborted));
        return await ChangeAsync(track, null, slot, cause, sent, http, db, clock);
    }

    private static async Task<IResult> SaveAsync(string code, Submission<TrackForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var lower = code.ToLowerInvariant();
        var track = await db.Tracks.SingleOrDefaultAsync(t => t.Code == lower, http.RequestAborted);
        if (track is null)
            return TypedResults.NotFound();
        var slot = Check(sent, words);
        var cause = await db.CauseAsync(sent, sent.Form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/tracks");
        return await ChangeAsync(track, Said(track), slot, cause, sent, http, db, clock);
    }

    private static async Task<IResult> JoinAsync(string code, Submission<JoinForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ComingTexts> words)
    {
        var lower = code.ToLowerInvariant();
        if (await db.Tracks.SingleOrDefaultAsync(t => t.Code == lower, http.RequestAborted) is not { } track)
            return TypedResults.NotFound();
        return sent.ReadJoinLink(words) is { } link ? await LeadAsync(track, link, sent, http, db, clock) : sent.Refused(http, "/settings/tracks");
    }

    private static async Task<IResult> LeaveAsync(string code, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var lower = code.ToLowerInvariant();
        return await db.Tracks.SingleOrDefaultAsync(t => t.Code == lower, http.RequestAborted) is { } track ? await LeadAsync(track, null, sent, http, db, clock) : TypedResults.NotFound();
    }

    // The audit log says that there is a way in, and where: never by what number and passcode.
    private static async Task<IResult> LeadAsync(Track track, JoinLink? link, Submission sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (track.JoinLink != link)
            db.Add(new AuditEntry(AuditActs.Track, http.Actor().MemberId, null, track.Code, track.JoinLink.Said(), link.Said(), clock.GetCurrentInstant()));
        track.JoinBy(link);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/tracks?done=saved");
    }

    private static async Task<IResult> ChangeAsync(Track track, string? before, Slot? slot, int? cause, Submission<TrackForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        track.Rename(sent.Form.TrackName!, sent.Form.EnglishName?.Trim() is { Length: > 0 } english ? english : track.EnglishName);
        if (!Equals(track.Slot, slot))
            track.MeetWeekly(slot);
        track.OpenTo(everyone: sent.Form.Open is "yes");
        if (before is null)
            db.Add(track);
        if (!string.Equals(before, Said(track), StringComparison.Ordinal))
            db.AddChange(new AuditEntry(AuditActs.Track, http.Actor().MemberId, null, track.Code, before, Said(track), clock.GetCurrentInstant()), cause);
        await db.SaveChangesAsync(http.RequestAborted);
        await MeetingPlanning.PlanAsync(db, clock, http.RequestAborted);
        return sent.Done("/settings/tracks?done=saved");
    }

    private static Slot? Check(Submission<TrackForm> sent, IStringLocalizer<SettingTexts> words)
    {
        var form = sent.Form;
        if (string.IsNullOrWhiteSpace(form.TrackName))
            sent.Refuse("trackName", words["Track.Name.Missing"]);
        if (form.Open is not (null or "" or "yes" or "no"))
            sent.Refuse("open", words["Values.YesNo"]);
        if (form.Weekday is null or "" or "none")
            return null;
        var weekday = Enum.GetValues<IsoDayOfWeek>().FirstOrDefault(day => string.Equals(day.ToString(), form.Weekday, StringComparison.OrdinalIgnoreCase));
        if (weekday is IsoDayOfWeek.None)
            sent.Refuse("weekday", words["Track.Weekday.Wrong"]);
        var time = clockTime.Parse(form.Time?.Trim().Replace('：', ':') ?? "");
        if (!time.Success)
            sent.Refuse("time", words["Track.Time.Wrong"]);
        if (!int.TryParse(form.Minutes ?? Slot.UsualMinutes.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes is < 10 or > 720)
            sent.Refuse("minutes", words["Track.Minutes.Wrong"]);
        return sent.IsSound ? new Slot(weekday, time.Value, minutes) : null;
    }

    private static string Said(Track track)
    {
        var hour = track.Slot is { } slot ? $", {slot.Weekday} {clockTime.Format(slot.Time)}, {slot.Minutes} min" : "";
        return $"{track.Name}, {track.EnglishName}{hour}{(track.IsOpen ? ", open" : "")}";
    }
}

/// <summary>A track.</summary>
/// <param name="Code">Its short name in addresses; only for a new one.</param>
/// <param name="TrackName">Its name in the group's own language.</param>
/// <param name="EnglishName">Its name in English.</param>
/// <param name="Weekday">The day of its weekly hour in English, or <c>none</c>.</param>
/// <param name="Time">When it begins, on 24 hours.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Open"><c>yes</c> if its meetings are open to everyone who joined.</param>
/// <param name="Because">The number of the suggestion that caused it; nothing for none.</param>
public sealed record TrackForm(string? Code, [Longest(80)] string? TrackName, [Longest(80)] string? EnglishName, string? Weekday, string? Time, string? Minutes, string? Open, string? Because);

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Claiming;

/// <summary>Waiting for a paper that somebody else took, standing by at a meeting, and days on which one cannot.</summary>
public static class WaitingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapWaiting(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/waiting", Act.AskForTalk, "waitForTalk", "Wait for the paper of a talk: who waits longest moves up if it becomes free", WaitAsync);
        doors.Open("DELETE", "/talks/{id:int}/waiting", Act.TakePart, "stopWaiting", "Wait for a paper no longer", StopWaitingAsync);
        doors.Open("PUT", "/meetings/{id:int}/standby", Act.ClaimPaper, "standBy", "Stand by at a meeting, to step in if nobody else can", StandByAsync);
        doors.Open("DELETE", "/meetings/{id:int}/standby", Act.TakePart, "stopStandingBy", "Stand by at a meeting no longer", StopStandingByAsync);
        doors.Open("POST", "/me/dates", Act.KeepOwnAccount, "addAwayDays", "Say on which days one cannot share", AddDaysAsync);
        doors.Open("DELETE", "/me/dates/{id:int}", Act.KeepOwnAccount, "removeAwayDays", "Take such days back", RemoveDaysAsync);
    }

    private static async Task<IResult> WaitAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClaimTexts> words)
    {
        if (await db.TalkForChangeAsync(id, http.RequestAborted) is not { } talk)
            return TypedResults.NotFound();
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        if (!talk.IsAhead || talk.PresenterOf(me.Id) is not null)
            sent.Refuse(Submission.Whole, words["Wait.Not"]);
        else if (!http.Actor().MayClaimIn(talk.Papers[0].Entry.List.Track.IsOpen))
            sent.Refuse(Submission.Whole, words["Against.NotOpen.You"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        var entries = talk.Papers.Where(p => p.ReleasedAt is null).Select(p => p.EntryId).ToList();
        var already = await db.WaitingPlaces.Where(w => w.MemberId == me.Id && entries.Contains(w.EntryId)).Select(w => w.EntryId).ToListAsync(http.RequestAborted);
        db.AddRange(entries.Except(already).Select(entry => new WaitingPlace(entry, me, clock.GetCurrentInstant())));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=waiting");
    }

    private static async Task<IResult> StopWaitingAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        var places = await db.WaitingPlaces.Where(w => w.MemberId == me && db.TalkPapers.Any(p => p.TalkId == id && p.EntryId == w.EntryId)).ToListAsync(http.RequestAborted);
        db.RemoveRange(places);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}");
    }

    private static async Task<IResult> StandByAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClaimTexts> words)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId, clock.GetCurrentInstant());
        var held = await db.Standbys.AsNoTracking().SingleOrDefaultAsync(s => s.MeetingId == id, http.RequestAborted);
        if (meeting.CancelledAt is not null || meeting.EndsAt <= now)
            sent.Refuse(Submission.Whole, words["Against.NoMeeting"]);
        else if (held is not null && held.MemberId != me)
            sent.Refuse(Submission.Whole, words["Standby.Taken"]);
        else if (held is null && !Standby.IsTaken(meeting, await db.Sessions.AnyAsync(s => s.MeetingId == id, http.RequestAborted), now))
            sent.Refuse(Submission.Whole, words["Standby.Begun"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{id}");
        if (held is null)
            db.Add(new Standby(id, await db.Members.SingleAsync(m => m.Id == me, http.RequestAborted), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{id}?done=standby");
    }

    private static async Task<IResult> StopStandingByAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        if (await db.Standbys.SingleOrDefaultAsync(s => s.MeetingId == id && s.MemberId == me, http.RequestAborted) is not { } standby)
            return TypedResults.NotFound();
        db.Remove(standby);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{id}");
    }

    private static async Task<IResult> AddDaysAsync(Submission<AwayForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClaimTexts> words)
    {
        var me = http.Actor().MemberId!.Value;
        var from = Day(sent, "from", sent.Form.From, words);
        var to = string.IsNullOrWhiteSpace(sent.Form.To) ? from : Day(sent, "to", sent.Form.To, words);
        if (from is { } first && to is { } last && last < first)
            sent.Refuse("to", words["Away.To.Before"]);
        else if (from is { } start && to is { } end && Period.DaysBetween(start, end) >= Claiming.AwayDays.LongestDays)
            sent.Refuse("to", words["Away.To.Long", Claiming.AwayDays.LongestDays]);
        if (await db.AwayDays.CountAsync(days => days.MemberId == me, http.RequestAborted) >= Claiming.AwayDays.Most)
            sent.Refuse(Submission.Whole, words["Away.Many", Claiming.AwayDays.Most]);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/dates");
        var known = await db.AwayDays.FirstOrDefaultAsync(days => days.MemberId == me && days.From == from && days.To == to && days.LeaveById == null, http.RequestAborted);
        if (known is null)
            db.Add(known = new AwayDays(me, from!.Value, to!.Value));
        if (sent.Form.Leave is "yes")
            known.AsLeave(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/dates?done=added");
    }

    private static LocalDate? Day(Submission sent, string field, string? typed, IStringLocalizer<ClaimTexts> words)
    {
        var read = LocalDatePattern.Iso.Parse(typed?.Trim() ?? "");
        if (read.Success && read.Value.Year is >= 2000 and <= 2100)
            return read.Value;
        sent.Refuse(field, words["Away.Day.Wrong"]);
        return null;
    }

    private static async Task<IResult> RemoveDaysAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        // What the committee entered, it removes.
        if (await db.AwayDays.SingleOrDefaultAsync(days => days.Id == id && days.MemberId == me && days.LeaveById == null, http.RequestAborted) is not { } days)
            return TypedResults.NotFound();
        db.Remove(days);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/dates?done=removed");
    }
}

/// <summary>Days on which one cannot share.</summary>
/// <param name="From">The first day, as 2026-11-28.</param>
/// <param name="To">The last day; nothing for a single one.</param>
/// <param name="Leave"><c>yes</c> where one cannot come to meetings either.</param>
public sealed record AwayForm(string? From, string? To, string? Leave);

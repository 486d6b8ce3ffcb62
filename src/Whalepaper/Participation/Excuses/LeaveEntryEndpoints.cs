using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Excuses;

/// <summary>Leave that the committee enters for somebody. One's own is said among the days on which one cannot.</summary>
public static class LeaveEntryEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapLeaves(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/members/{handle}/leaves", Act.DoCommitteeWork, "enterLeave", "Enter a stretch of leave for a member, with a reason", EnterAsync);
        doors.Open("DELETE", "/members/{handle}/leaves/{id:int}", Act.DoCommitteeWork, "removeLeave", "Remove a leave that the committee entered", RemoveAsync);
    }

    private static async Task<IResult> EnterAsync(string handle, Submission<LeaveEntryForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await db.MemberOfHandleAsync(handle, http.RequestAborted) is not { } member)
            return TypedResults.NotFound();
        var (now, me, page) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value, await PageAsync(db, handle, http));
        if (member.Id == me)
            sent.Refuse(Submission.Whole, words["Excuse.Own"]);
        var (from, to) = (Day(sent, "from", sent.Form.From, words), Day(sent, "to", sent.Form.To, words));
        if (from is { } first && to is { } last && (last < first || Period.DaysBetween(first, last) >= AwayDays.LongestDays))
            sent.Refuse("to", words["Leave.To.Wrong", AwayDays.LongestDays]);
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Excuse.Reason.Missing"]);
        if (await db.AwayDays.CountAsync(days => days.MemberId == member.Id, http.RequestAborted) >= AwayDays.Most)
            sent.Refuse(Submission.Whole, words["Leave.Many", AwayDays.Most]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        if (!await db.AwayDays.AnyAsync(days => days.MemberId == member.Id && days.From == from && days.To == to && days.LeaveById != null, http.RequestAborted))
        {
            db.Add(new AwayDays(member.Id, from!.Value, to!.Value).AsLeave(sent.Form.Reason!, me, now));
            db.Add(new AuditEntry(AuditActs.LeaveEntered, me, member.Id, null, null, Said(from.Value, to.Value), now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"{page}?done=leave#meetings");
    }

    private static async Task<IResult> RemoveAsync(string handle, int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await db.MemberOfHandleAsync(handle, http.RequestAborted) is not { } member
            || await db.AwayDays.SingleOrDefaultAsync(days => days.Id == id && days.MemberId == member.Id && days.LeaveById != null, http.RequestAborted) is not { } leave)
            return TypedResults.NotFound();
        var (me, page) = (http.Actor().MemberId!.Value, await PageAsync(db, handle, http));
        if (member.Id == me)
        {
            sent.Refuse(Submission.Whole, words["Excuse.Own"]);
            return sent.Refused(http, page);
        }

        db.Remove(leave);
        db.Add(new AuditEntry(AuditActs.LeaveRemoved, me, member.Id, null, Said(leave.From, leave.To), null, clock.GetCurrentInstant()));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}?done=unleave#meetings");
    }

    // A leave is of no topic: who looked at one goes on there.
    private static async Task<string> PageAsync(WhalepaperDb db, string handle, HttpContext http) => ParticipationPaths.PageOf(
        handle, RollEndpoints.Topic(http.Request.Query["topic"]) is { } topic && await db.OpenedTopicAsync(topic, http.RequestAborted) is not null ? topic : null);

    private static LocalDate? Day(Submission sent, string field, string? typed, IStringLocalizer<ParticipationTexts> words)
    {
        var read = LocalDatePattern.Iso.Parse(typed?.Trim() ?? "");
        if (read.Success && read.Value.Year is >= 2000 and <= 2100)
            return read.Value;
        sent.Refuse(field, words["Leave.Day.Wrong"]);
        return null;
    }

    private static string Said(LocalDate from, LocalDate to) => $"{LocalDatePattern.Iso.Format(from)} – {LocalDatePattern.Iso.Format(to)}";
}

/// <summary>A leave.</summary>
/// <param name="From">The first day, as 2026-11-28.</param>
/// <param name="To">The last day.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaveEntryForm(string? From, string? To, [Longest(AwayDays.ReasonMaximum)] string? Reason);

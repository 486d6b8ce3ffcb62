using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Excuses;

/// <summary>Being excused from a date: by one's own word, which counts before it begins and is shown afterwards; or by the committee's.</summary>
public static class ExcuseEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapExcuses(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/meetings/{id:int}/excuse", Act.TakePart, "excuseOneself", "Say that one cannot come to a meeting; once it began, the word is shown as late", SayAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/meetings/{id:int}/excuse", Act.TakePart, "takeBackExcuse", "Take one's own excuse from a meeting back", TakeBackAsync);
        doors.Open("PUT", "/members/{handle}/excuses/{meeting:int}", Act.DoCommitteeWork, "acceptExcuse", "Excuse a member from a meeting, with a reason", AcceptAsync);
        doors.Open("DELETE", "/members/{handle}/excuses/{meeting:int}", Act.DoCommitteeWork, "unacceptExcuse", "Excuse a member from a meeting no longer", UnacceptAsync);
    }

    private static async Task<IResult> SayAsync(int id, Submission<ExcuseForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<ParticipationTexts> words)
    {
        var (now, me) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value);
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting || await db.RightsAtAsync(id, http.Actor(), now, http.RequestAborted) is null)
            return TypedResults.NotFound();
        var page = await PageAsync(db, http.Actor().Handle, meeting, http.RequestAborted);
        if (meeting.CancelledAt is not null)
            sent.Refuse(Submission.Whole, words["Excuse.Cancelled"]);
        else if (await db.Attendances.AnyAsync(a => a.MeetingId == id && a.MemberId == me, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Excuse.There"]);
        else if (await db.Topics.AnyAsync(t => t.Id == meeting.TopicId && t.ClosedAt != null, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Excuse.Over"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        if (throttle.Stop(sent, http, page) is { } stopped)
            return stopped;
        if (Coming.IsAsked(meeting, now))
            await db.ComeAsync(meeting, me, false, now, http.RequestAborted);
        else
            await db.RepeatAsync(
                async () =>
                {
                    if (await db.Excuses.SingleOrDefaultAsync(e => e.MeetingId == id && e.MemberId == me, http.RequestAborted) is { } said)
                        said.Say(sent.Form.Word);
                    else
                        db.Add(Excuse.Late(meeting, me, sent.Form.Word, now));
                },
                http.RequestAborted);
        return sent.Done($"{page}?done=excused#meetings");
    }

    private static async Task<IResult> TakeBackAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var (now, me) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value);
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting || await db.RightsAtAsync(id, http.Actor(), now, http.RequestAborted) is null)
            return TypedResults.NotFound();
        // What was said in time stands once it began; what the committee accepted is its own.
        if (Coming.IsAsked(meeting, now))
            db.RemoveRange(await db.Comings.Where(c => c.MeetingId == id && c.MemberId == me && !c.IsComing).ToListAsync(http.RequestAborted));
        db.RemoveRange(await db.Excuses.Where(e => e.MeetingId == id && e.MemberId == me && e.AcceptedById == null).ToListAsync(http.RequestAborted));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{await PageAsync(db, http.Actor().Handle, meeting, http.RequestAborted)}?done=unexcused#meetings");
    }

    private static async Task<IResult> AcceptAsync(string handle, int meeting, Submission<AcceptedExcuseForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await FindAsync(db, handle, meeting, http.RequestAborted) is not var (member, its))
            return TypedResults.NotFound();
        var (now, me, page) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value, await PageAsync(db, handle, its, http.RequestAborted));
        if (member.Id == me)
            sent.Refuse(Submission.Whole, words["Excuse.Own"]);
        if (its.CancelledAt is not null)
            sent.Refuse(Submission.Whole, words["Excuse.Cancelled"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Excuse.Reason.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        await db.RepeatAsync(
            async () =>
            {
                if (await db.Excuses.SingleOrDefaultAsync(e => e.MeetingId == meeting && e.MemberId == member.Id, http.RequestAborted) is not { } known)
                    db.Add(Excuse.ByCommittee(its, member.Id, sent.Form.Reason!, me, now));
                else if (string.Equals(known.Reason, sent.Form.Reason!.Trim(), StringComparison.Ordinal))
                    return;
                else
                    known.Accept(sent.Form.Reason!, me, now);
                db.Add(new AuditEntry(AuditActs.ExcuseAccepted, me, member.Id, Said(meeting), null, null, now));
            },
            http.RequestAborted);
        return sent.Done($"{page}?done=accepted#meetings");
    }

    private static async Task<IResult> UnacceptAsync(string handle, int meeting, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await FindAsync(db, handle, meeting, http.RequestAborted) is not var (member, its) || await db.Excuses.SingleOrDefaultAsync(e => e.MeetingId == meeting && e.MemberId == member.Id, http.RequestAborted) is not { } excuse)
            return TypedResults.NotFound();
        var (me, page) = (http.Actor().MemberId!.Value, await PageAsync(db, handle, its, http.RequestAborted));
        if (member.Id == me)
        {
            sent.Refuse(Submission.Whole, words["Excuse.Own"]);
            return sent.Refused(http, page);
        }

        if (excuse.Counts)
        {
            excuse.Unaccept(me);
            db.Add(new AuditEntry(AuditActs.ExcuseTakenBack, me, member.Id, Said(meeting), null, null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"{page}?done=unaccepted#meetings");
    }

    private static async Task<(Member Member, Meeting Meeting)?> FindAsync(WhalepaperDb db, string handle, int meeting, CancellationToken cancellation) =>
        await db.MemberOfHandleAsync(handle, cancellation) is { } member && await db.Meetings.SingleOrDefaultAsync(m => m.Id == meeting, cancellation) is { } its ? (member, its) : null;

    private static async Task<string> PageAsync(WhalepaperDb db, string handle, Meeting meeting, CancellationToken cancellation) =>
        ParticipationPaths.PageOf(handle, await db.Topics.Where(t => t.Id == meeting.TopicId).Select(t => t.Number).SingleAsync(cancellation));

    private static string Said(int meeting) => meeting.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One's own excuse.</summary>
/// <param name="Word">Why; kept only where the meeting began already. Nothing will do.</param>
public sealed record ExcuseForm([Longest(Excuse.WordMaximum)] string? Word);

/// <summary>The committee's.</summary>
/// <param name="Reason">Why.</param>
public sealed record AcceptedExcuseForm([Longest(Excuse.WordMaximum)] string? Reason);

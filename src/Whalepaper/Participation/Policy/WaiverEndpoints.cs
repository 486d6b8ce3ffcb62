using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Policy;

/// <summary>That nothing is asked of a member: the committee says so for a topic, the organizer until further notice.</summary>
public static class WaiverEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapWaivers(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/members/{handle}/waivers/{topic:int}", Act.DoCommitteeWork, "waive", "Ask nothing of a member in a topic, with a reason", WaiveAsync);
        doors.Open("DELETE", "/members/{handle}/waivers/{topic:int}", Act.DoCommitteeWork, "unwaive", "Ask of a member in a topic what is asked of all", UnwaiveAsync);
        doors.Open("PUT", "/members/{handle}/lock", Act.RunInstallation, "lockStanding", "Lock a member's standing, with a reason: low participation does not move them", LockAsync);
        doors.Open("DELETE", "/members/{handle}/lock", Act.RunInstallation, "unlockStanding", "Unlock a member's standing", UnlockAsync);
    }

    private static Task<IResult> WaiveAsync(string handle, int topic, Submission<WaiverForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words) =>
        SayAsync(handle, topic, sent, http, db, clock, words);

    private static Task<IResult> UnwaiveAsync(string handle, int topic, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words) =>
        TakeBackAsync(handle, topic, sent, http, db, clock, words);

    private static Task<IResult> LockAsync(string handle, Submission<WaiverForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words) =>
        SayAsync(handle, null, sent, http, db, clock, words);

    private static Task<IResult> UnlockAsync(string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words) =>
        TakeBackAsync(handle, null, sent, http, db, clock, words);

    private static async Task<IResult> SayAsync(string handle, int? topic, Submission<WaiverForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await FindAsync(db, handle, topic, http.RequestAborted) is not var (member, topicId))
            return TypedResults.NotFound();
        var (now, me, page) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value, ParticipationPaths.PageOf(handle, topic));
        if (member.Id == me)
            sent.Refuse(Submission.Whole, words["Waiver.Own"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Waiver.Reason.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var place = Waiver.PlaceOf(topicId);
        await db.RepeatAsync(
            async () =>
            {
                if (await db.Waivers.SingleOrDefaultAsync(w => w.MemberId == member.Id && w.Place == place, http.RequestAborted) is not { } known)
                    db.Add(new Waiver(member.Id, topicId, sent.Form.Reason!, me, now));
                else if (string.Equals(known.Reason, sent.Form.Reason!.Trim(), StringComparison.Ordinal))
                    return;
                else
                    known.Say(sent.Form.Reason!, me, now);
                db.Add(new AuditEntry(topicId is null ? AuditActs.StandingLocked : AuditActs.Waived, me, member.Id, Said(topic), null, null, now));
            },
            http.RequestAborted);
        return sent.Done($"{page}?done=waived#policy");
    }

    private static async Task<IResult> TakeBackAsync(string handle, int? topic, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await FindAsync(db, handle, topic, http.RequestAborted) is not var (member, topicId))
            return TypedResults.NotFound();
        var (me, page, place) = (http.Actor().MemberId!.Value, ParticipationPaths.PageOf(handle, topic), Waiver.PlaceOf(topicId));
        if (member.Id == me)
        {
            sent.Refuse(Submission.Whole, words["Waiver.Own"]);
            return sent.Refused(http, page);
        }

        if (await db.Waivers.SingleOrDefaultAsync(w => w.MemberId == member.Id && w.Place == place, http.RequestAborted) is { } known)
        {
            db.Remove(known);
            db.Add(new AuditEntry(topicId is null ? AuditActs.StandingUnlocked : AuditActs.Unwaived, me, member.Id, Said(topic), null, null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"{page}?done=unwaived#policy");
    }

    private static async Task<(Member Member, int? TopicId)?> FindAsync(WhalepaperDb db, string handle, int? topic, CancellationToken cancellation)
    {
        if (await db.MemberOfHandleAsync(handle, cancellation) is not { } member)
            return null;
        if (topic is not { } number)
            return (member, null);
        return await db.OpenedTopicAsync(number, cancellation) is { } its ? (member, its.Id) : null;
    }

    private static string? Said(int? topic) => topic?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why nothing is asked.</summary>
/// <param name="Reason">The reason.</param>
public sealed record WaiverForm([Longest(Waiver.ReasonMaximum)] string? Reason);

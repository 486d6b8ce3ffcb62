using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>The life of a talk after the claim: the committee's word, the presenters' yes, taking it back, and how it ended.</summary>
public static class LifeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapTalkLife(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/talks/{id:int}/acceptance", Act.DoCommitteeWork, "acceptTalk", "Let somebody share who needs the committee's word", AcceptAsync);
        doors.Open("POST", "/talks/{id:int}/cancellation", Act.DoCommitteeWork, "cancelTalk", "Call a talk off, or decline one that was asked for", CancelAsync);
        doors.Open("POST", "/talks/{id:int}/withdrawal", Act.TakePart, "withdrawTalk", "Take one's own talk back: paper and date are free again", WithdrawAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("POST", "/talks/{id:int}/giving", Act.DoCommitteeWork, "recordTalk", "Record that a talk was given, in whole or in part", GiveAsync);
        doors.Open("POST", "/talks/{id:int}/absence", Act.DoCommitteeWork, "missTalk", "Record that nobody came to give a talk", MissAsync);
    }

    private static async Task<IResult> AcceptAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        if (await db.TalkForChangeAsync(id, http.RequestAborted) is not { } talk)
            return TypedResults.NotFound();
        if (talk.State is not TalkState.Asked)
            sent.Refuse(Submission.Whole, words["Accept.Not"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        var now = clock.GetCurrentInstant();
        talk.Accept(await MeAsync(http, db), now);
        db.Add(new AuditEntry(AuditActs.TalkAccepted, http.Actor().MemberId, talk.Presenters[0].MemberId, talk.TitleOf(), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=accepted");
    }

    private static async Task<IResult> CancelAsync(int id, Submission<EndingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        if (await db.TalkForChangeAsync(id, http.RequestAborted) is not { } talk)
            return TypedResults.NotFound();
        MustBeAhead(sent, talk, words);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        var (now, me) = (clock.GetCurrentInstant(), await MeAsync(http, db));
        db.Add(new AuditEntry(AuditActs.TalkCancelled, me.Id, talk.Presenters[0].MemberId, talk.TitleOf(), null, sent.Form.Word, now));
        await db.EndTalkAsync(talk, () => talk.Cancel(me, now, sent.Form.Word), now, http.RequestAborted);
        return sent.Done($"/talks/{id}?done=cancelled");
    }

    private static async Task<IResult> WithdrawAsync(int id, Submission<EndingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<TalkTexts> words)
    {
        var talk = await db.TalkForChangeAsync(id, http.RequestAborted);
        if (talk?.PresenterOf(http.Actor().MemberId) is not { } me)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        MustBeAhead(sent, talk, words);
        // Who did not come has missed it, and cannot take it back any more.
        if (talk.HasBegun(now))
            sent.Refuse(Submission.Whole, words["Begun"]);
        if (!sent.IsSound)
            return sent.Refused(http, talk.PageOfChanges());
        if (throttle.Stop(sent, http, talk.PageOfChanges()) is { } stopped)
            return stopped;
        var late = await db.IsLateAsync(talk, now, http.RequestAborted);
        await db.EndTalkAsync(talk, () => talk.Withdraw(me, now, sent.Form.Word, late), now, http.RequestAborted);
        return sent.Done($"/talks/{id}?done=withdrawn");
    }

    private static async Task<IResult> GiveAsync(int id, Submission<GivingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        if (await db.TalkForChangeAsync(id, http.RequestAborted) is not { } talk)
            return TypedResults.NotFound();
        if (sent.Form.Partly is not (null or "" or "yes" or "no"))
            sent.Refuse(sent.IsJson ? "partly" : Submission.Whole, words["Give.YesOrNo"]);
        var now = clock.GetCurrentInstant();
        MustHaveBegun(sent, talk, now, words);
        MustBeOthers(sent, talk, http, words);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        talk.Give(GivingSource.Meeting, now, await MeAsync(http, db), sent.Form.Partly is "yes");
        db.Add(new AuditEntry(AuditActs.TalkGiven, http.Actor().MemberId, talk.Presenters[0].MemberId, talk.TitleOf(), null, sent.Form.Partly is "yes" ? "in part" : null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=given");
    }

    private static async Task<IResult> MissAsync(int id, Submission<EndingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        if (await db.TalkForChangeAsync(id, http.RequestAborted) is not { } talk)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        MustHaveBegun(sent, talk, now, words);
        MustBeOthers(sent, talk, http, words);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        var me = await MeAsync(http, db);
        db.Add(new AuditEntry(AuditActs.TalkMissed, me.Id, talk.Presenters[0].MemberId, talk.TitleOf(), null, sent.Form.Word, now));
        await db.EndTalkAsync(talk, () => talk.Miss(me, now, sent.Form.Word), now, http.RequestAborted);
        return sent.Done($"/talks/{id}?done=missed");
    }

    private static Task<Member> MeAsync(HttpContext http, WhalepaperDb db) => db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);

    private static void MustBeAhead(Submission sent, Talk talk, IStringLocalizer<TalkTexts> words)
    {
        if (!talk.IsAhead)
            sent.Refuse(Submission.Whole, words["Over"]);
    }

    // It counts for whoever presents it, and against the others who do.
    private static void MustBeOthers(Submission sent, Talk talk, HttpContext http, IStringLocalizer<TalkTexts> words)
    {
        if (talk.PresenterOf(http.Actor().MemberId) is not null)
            sent.Refuse(Submission.Whole, words["Give.Own"]);
    }

    private static void MustHaveBegun(Submission sent, Talk talk, Instant now, IStringLocalizer<TalkTexts> words)
    {
        MustBeAhead(sent, talk, words);
        if (talk.Meeting is { CancelledAt: not null })
            sent.Refuse(Submission.Whole, words["Give.Cancelled"]);
        else if (!talk.HasBegun(now))
            sent.Refuse(Submission.Whole, words["Give.TooEarly"]);
    }
}

/// <summary>A word why.</summary>
/// <param name="Word">The word; may be empty.</param>
public sealed record EndingForm([Longest(Ending.WordMaximum), Lines] string? Word);

/// <summary>How much of a talk was given.</summary>
/// <param name="Partly"><c>yes</c> if parts were left out that every talk must cover.</param>
public sealed record GivingForm([Unseen] string? Partly);

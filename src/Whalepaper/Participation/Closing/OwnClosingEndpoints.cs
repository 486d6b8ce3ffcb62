using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Closing;

/// <summary>What somebody does about their own case: objecting, and coming back.</summary>
public static class OwnClosingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapOwnClosing(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/me/closing/{number:int}/objection", Act.KeepOwnAccount, "objectToClosing", "Object to one's case in the closing of a topic, in words", ObjectAsync);
        doors.Open("POST", "/me/return", Act.KeepOwnAccount, "returnToGroup", "Come back to the open group, after the closing of a topic moved one out", ReturnAsync);
    }

    private static async Task<IResult> ObjectAsync(int number, Submission<ObjectionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClosingTexts> words)
    {
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (await db.ClosingOfAsync(number, http.RequestAborted) is not { } closing || !await db.ClosingCases.AnyAsync(c => c.ClosingId == closing.Id && c.MemberId == me && c.ToldAt != null, http.RequestAborted))
            return TypedResults.NotFound();
        if (string.IsNullOrWhiteSpace(sent.Form.Objection))
            sent.Refuse("objection", words["Object.Missing"]);
        var id = closing.Id;
        // Whoever decides in the same moment, or the other window of who objects, must not cost anybody their words.
        await db.RepeatAsync(() => SayAsync(db, id, me, sent, now, words, http.RequestAborted), http.RequestAborted);
        return sent.IsSound ? sent.Done("/me/closing?done=objected") : sent.Refused(http, "/me/closing");
    }

    private static async Task SayAsync(WhalepaperDb db, int closingId, int me, Submission<ObjectionForm> sent, Instant now, IStringLocalizer<ClosingTexts> words, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        // In this order: if what was decided is done in between, the closing tells.
        var one = await db.ClosingCases.SingleAsync(c => c.ClosingId == closingId && c.MemberId == me, cancellation);
        var closing = await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation);
        if (!closing.MayObject(now))
            sent.Refuse(Submission.Whole, words["Object.Over"]);
        if (!sent.IsSound)
            return;
        var isFirst = one.ObjectedAt is null;
        var isOpenAgain = one.SayAgainst(sent.Form.Objection!, now);
        if (isFirst)
            await db.TellDeskAsync(one, now, cancellation);
        // Nobody carries out what is to be decided anew.
        if (isOpenAgain)
            await db.SaveHoldingAsync(closing, cancellation);
    }

    // Anyone may join the open group, and so may who was here before. Whom the organizer moved out by hand asks them.
    private static async Task<IResult> ReturnAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClosingTexts> words)
    {
        var (id, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var one = await db.MovedByAsync(id, http.RequestAborted) is { } moved ? await db.ClosingCases.Include(c => c.Member).SingleAsync(c => c.Id == moved, http.RequestAborted) : null;
        if (one is not { Decision: ClosingDecision.ToFormer, Member.Standing: Standing.Former })
            sent.Refuse(Submission.Whole, words["Return.NotYou"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/me/closing");
        one!.Return(now);
        db.Add(new AuditEntry(AuditActs.Standing, id, id, null, $"{Standing.Former}", $"{Standing.Open}", now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/closing?done=returned");
    }
}

/// <summary>An objection.</summary>
/// <param name="Objection">What somebody says against it.</param>
public sealed record ObjectionForm([Longest(ClosingCase.WordsMaximum), Lines] string? Objection);

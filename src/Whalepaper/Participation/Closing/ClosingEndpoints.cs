using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Closing;

/// <summary>The steps of closing a topic, as commands.</summary>
public static class ClosingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapClosing(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/topics/{number:int}/closing", Act.DoCommitteeWork, "freezeTopic", "End a topic, measure its members and list who was low; nobody is told yet", FreezeAsync);
        doors.Open("DELETE", "/topics/{number:int}/closing", Act.DoCommitteeWork, "callOffClosing", "Call a closing off before anything was done", CallOffAsync);
        doors.Open("POST", "/topics/{number:int}/closing/telling", Act.DoCommitteeWork, "tellLow", "Tell those who were low, who may object from then on", TellAsync);
        doors.Open("PUT", "/topics/{number:int}/closing/{handle}/decision", Act.DoCommitteeWork, "decideCase", "Decide about one who was low: keep, open or former; to move who holds an office takes two", DecideAsync);
        doors.Open("POST", "/topics/{number:int}/closing/execution", Act.DoCommitteeWork, "executeClosing", "Do what was decided", ExecuteAsync);
        doors.Open("DELETE", "/topics/{number:int}/closing/execution", Act.DoCommitteeWork, "undoClosing", "Undo what was done, while that is possible", UndoAsync);
        doors.Open("POST", "/topics/{number:int}/closing/publication", Act.DoCommitteeWork, "publishArchive", "Publish the archive of a topic that is closed for good, or in which nobody was low", PublishAsync);
    }

    private static async Task<IResult> FreezeAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        await db.Topics.AnyAsync(t => t.Number == number, http.RequestAborted)
            ? Answer(await steps.FreezeAsync(number, http.Actor().MemberId!.Value, http.RequestAborted), "frozen", number, sent, http, words)
            : TypedResults.NotFound();

    private static Task<IResult> CallOffAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        StepAsync(steps.CallOffAsync, "off", number, sent, http, db, words);

    private static Task<IResult> TellAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        StepAsync(steps.TellAsync, "told", number, sent, http, db, words);

    private static Task<IResult> ExecuteAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        StepAsync(steps.ExecuteAsync, "executed", number, sent, http, db, words);

    private static Task<IResult> UndoAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        StepAsync(steps.UndoAsync, "undone", number, sent, http, db, words);

    private static Task<IResult> PublishAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ClosingSteps steps, IStringLocalizer<ClosingTexts> words) =>
        StepAsync(steps.PublishAsync, "published", number, sent, http, db, words);

    private static async Task<IResult> StepAsync(
        Func<int, int, CancellationToken, Task<StepResult>> step, string done, int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<ClosingTexts> words)
    {
        if (await db.ClosingOfAsync(number, http.RequestAborted) is not { } closing)
            return TypedResults.NotFound();
        db.ChangeTracker.Clear();
        return Answer(await step(closing.Id, http.Actor().MemberId!.Value, http.RequestAborted), done, number, sent, http, words);
    }

    private static IResult Answer(StepResult result, string done, int number, Submission<NoForm> sent, HttpContext http, IStringLocalizer<ClosingTexts> words)
    {
        if (result is StepResult.Done)
            return sent.Done($"/topics/{number}/closing?done={done}");
        sent.Refuse(Submission.Whole, words[$"Step.{result}"]);
        return sent.Refused(http, $"/topics/{number}/closing");
    }

    private static async Task<IResult> DecideAsync(int number, string handle, Submission<DecisionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ClosingTexts> words)
    {
        if (await db.ClosingOfAsync(number, http.RequestAborted) is not { } closing || await db.CaseAsync(closing.Id, handle, http.RequestAborted) is not { Case.IsOpen: true } line)
            return TypedResults.NotFound();
        var (me, now, page) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant(), $"/topics/{number}/closing/{Uri.EscapeDataString(handle)}");
        if (DecisionOf(sent.Form.Decision) is not { } decision)
        {
            sent.Refuse("decision", words["Decide.Missing"]);
            return sent.Refused(http, page);
        }

        if (closing.State is not ClosingState.Told || !line.IsHere)
            sent.Refuse(Submission.Whole, words["Step.NotNow"]);
        else if (line.Case.MemberId == me)
            sent.Refuse(Submission.Whole, words["Decide.Own"]);
        else if (decision is not ClosingDecision.Keep && !line.Case.MayMove(now))
            sent.Refuse("decision", words["Decide.TooEarly"]);
        else if (decision is not ClosingDecision.Keep && line.Role is Role.Organizer && !await db.KeepsOrganizerAsync(closing.Id, line.Case.MemberId, http.RequestAborted))
            sent.Refuse("decision", words["Step.LastOrganizer"]);
        var (id, caseId) = (closing.Id, line.Case.Id);
        await db.RepeatAsync(() => WriteAsync(db, id, caseId, decision, sent, me, now, number, words, http.RequestAborted), http.RequestAborted);
        return sent.IsSound ? sent.Done($"{page}?done=decided") : sent.Refused(http, page);
    }

    // Who was a moment too late is told, and keeps their words.
    private static async Task WriteAsync(
        WhalepaperDb db, int closingId, int caseId, ClosingDecision decision, Submission<DecisionForm> sent, int me, Instant now, int number, IStringLocalizer<ClosingTexts> words, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        // In this order: if what was decided is done in between, the closing tells.
        var one = await db.ClosingCases.Include(c => c.Member).SingleAsync(c => c.Id == caseId, cancellation);
        var closing = await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation);
        if (sent.IsSound && (closing.State is not ClosingState.Told || (decision is not ClosingDecision.Keep && !one.MayMove(now))))
            sent.Refuse(Submission.Whole, words["Decide.Late"]);
        // About oneself, no answer tells what was decided.
        if (one.MemberId != me && one.Lacks(decision, sent.Form.Reason))
            sent.Refuse("reason", words[decision is ClosingDecision.Keep ? "Decide.Reason.Keep" : "Decide.Reason.Objected"]);
        if (!sent.IsSound)
            return;
        var before = Said(one);
        one.Decide(decision, sent.Form.Reason, me, one.Member.Role, now);
        if (!string.Equals(before, Said(one), StringComparison.Ordinal))
            db.Add(new AuditEntry(AuditActs.ClosingDecided, me, one.MemberId, number.ToString(System.Globalization.CultureInfo.InvariantCulture), before, Said(one), now));
        await db.SaveHoldingAsync(closing, cancellation);
    }

    private static string? Said(ClosingCase one) => one.Decision is { } decision ? one.SecondById is null ? $"{decision}" : $"{decision}, twice" : null;

    /// <summary>What forms and programs call a decision; null for no such word.</summary>
    internal static ClosingDecision? DecisionOf(string? word) => word switch
    {
        "keep" => ClosingDecision.Keep,
        "open" => ClosingDecision.ToOpen,
        "former" => ClosingDecision.ToFormer,
        _ => null,
    };

    /// <summary>The same the other way round.</summary>
    internal static string? WordOf(ClosingDecision? decision) => decision switch
    {
        ClosingDecision.Keep => "keep",
        ClosingDecision.ToOpen => "open",
        ClosingDecision.ToFormer => "former",
        _ => null,
    };
}

/// <summary>What is decided about somebody.</summary>
/// <param name="Decision"><c>keep</c>, <c>open</c> or <c>former</c>.</param>
/// <param name="Reason">Why, in words to them.</param>
public sealed record DecisionForm(string? Decision, [Longest(ClosingCase.WordsMaximum), Lines] string? Reason);

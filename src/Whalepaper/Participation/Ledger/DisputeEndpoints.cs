using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Ledger;

/// <summary>A member says what is wrong with their ledger, and the committee answers.</summary>
public static class DisputeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapDisputes(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/me/participation/{topic:int}/disputes", Act.KeepOwnAccount, "disputeLedger", "Say that an entry of one's own ledger is wrong, or that one is missing", DisputeAsync)
            .ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/participation/disputes/{id:int}/answer", Act.DoCommitteeWork, "answerDispute", "Answer a dispute about a ledger: it stands, or was changed", AnswerAsync);
    }

    private static async Task<IResult> DisputeAsync(int topic, Submission<DisputeForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<ParticipationTexts> words)
    {
        if (await db.OpenedTopicAsync(topic, http.RequestAborted) is not { } its)
            return TypedResults.NotFound();
        var (me, page, topicId, now) = (http.Actor().MemberId!.Value, ParticipationPaths.PageOf(http.Actor().Handle, topic), its.Id, clock.GetCurrentInstant());
        if (string.IsNullOrWhiteSpace(sent.Form.Words))
            sent.Refuse("words", words["Dispute.Words.Missing"]);
        if (sent.IsSound && throttle.Stop(sent, http, page) is { } stopped)
            return stopped;
        // Of two windows at once the later one finds what the first one said.
        await db.RepeatAsync(() => SayAsync(topicId, me, now, sent, db, words, http.RequestAborted), http.RequestAborted);
        return sent.IsSound ? sent.Done($"{page}?done=disputed#disputes") : sent.Refused(http, page);
    }

    private static async Task SayAsync(int topicId, int me, Instant now, Submission<DisputeForm> sent, WhalepaperDb db, IStringLocalizer<ParticipationTexts> words, CancellationToken cancellation)
    {
        var entry = await EntryAsync(topicId, me, sent, db, words, cancellation);
        var text = sent.Form.Words?.Trim();
        var open = await db.LedgerDisputes.AsNoTracking().Where(d => d.MemberId == me && d.AnsweredAt == null).ToListAsync(cancellation);
        var same = open.Find(d => d.TopicId == topicId && d.EntryId == entry?.Id && (entry is not null || string.Equals(d.Words, text, StringComparison.Ordinal)));
        if (same is null && open.Count >= LedgerDispute.MostOpen)
            sent.Refuse(Submission.Whole, words["Dispute.Many", LedgerDispute.MostOpen]);
        // Sent twice it is said once; other words about the same entry would go under.
        if (same is not null && sent.IsSound && !string.Equals(same.Words, text, StringComparison.Ordinal))
            sent.Refuse("entry", words["Dispute.Entry.Open", same.Words ?? ""]);
        if (sent.IsSound && same is null)
            db.Add(new LedgerDispute(me, topicId, entry, text!, now));
    }

    private static async Task<LedgerEntry?> EntryAsync(int topicId, int me, Submission<DisputeForm> sent, WhalepaperDb db, IStringLocalizer<ParticipationTexts> words, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Entry))
            return null;
        var number = int.TryParse(sent.Form.Entry, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var entry = await db.Ledger.SingleOrDefaultAsync(e => e.Id == number && e.MemberId == me && e.TopicId == topicId, cancellation);
        if (entry is null)
            sent.Refuse("entry", words["Dispute.Entry.Wrong"]);
        return entry;
    }

    private static async Task<IResult> AnswerAsync(int id, Submission<DisputeAnswerForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (!await db.LedgerDisputes.AnyAsync(d => d.Id == id, http.RequestAborted))
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        // Of two who answer at once the later one is told, and reads what the first one said.
        await db.RepeatAsync(() => ReplyAsync(id, me, now, sent, db, words, http.RequestAborted), http.RequestAborted);
        return sent.IsSound ? sent.Done("/participation/disputes?done=answered") : sent.Refused(http, "/participation/disputes");
    }

    private static async Task ReplyAsync(int id, int me, Instant now, Submission<DisputeAnswerForm> sent, WhalepaperDb db, IStringLocalizer<ParticipationTexts> words, CancellationToken cancellation)
    {
        var dispute = await db.LedgerDisputes.SingleAsync(d => d.Id == id, cancellation);
        var manual = dispute.ManualEntryId is { } number ? await db.ManualEntries.SingleAsync(m => m.Id == number, cancellation) : null;
        DisputeOutcome? outcome = sent.Form.Outcome switch { "upheld" => DisputeOutcome.Upheld, "changed" => DisputeOutcome.Changed, _ => null };
        var answer = sent.Form.Answer?.Trim();
        // Pressed twice it is one answer.
        if (sent.IsSound && !dispute.IsOpen && dispute.AnsweredById == me && dispute.Outcome == outcome && string.Equals(dispute.Answer, answer, StringComparison.Ordinal))
            return;
        if (!dispute.IsOpen)
            sent.Refuse(Submission.Whole, words["Dispute.Answered"]);
        else if (!dispute.CanBeAnsweredBy(me, manual?.ById))
            sent.Refuse(Submission.Whole, words[dispute.MemberId == me ? "Dispute.Own" : "Dispute.Writer"]);
        if (outcome is null)
            sent.Refuse("outcome", words["Dispute.Outcome.Missing"]);
        if (string.IsNullOrEmpty(answer))
            sent.Refuse("answer", words["Dispute.Answer.Missing"]);
        if (!sent.IsSound)
            return;
        dispute.Reply(outcome!.Value, answer!, me, manual?.ById, now);
        // What the committee wrote by hand is changed here; anything else where it was recorded.
        if (outcome is DisputeOutcome.Changed && manual is { TakenBackAt: null })
        {
            manual.TakeBack(me, now);
            db.Add(new AuditEntry(AuditActs.LedgerTakenBack, me, manual.MemberId, null, manual.Points.ToString(CultureInfo.InvariantCulture), null, now));
        }

        db.Add(new AuditEntry(AuditActs.DisputeAnswered, me, dispute.MemberId, string.Create(CultureInfo.InvariantCulture, $"{id}"), null, outcome.ToString(), now));
    }
}

/// <summary>What is wrong with one's ledger.</summary>
/// <param name="Entry">The number of the entry; nothing where one is missing.</param>
/// <param name="Words">What is wrong.</param>
public sealed record DisputeForm([Longest(12)] string? Entry, [Longest(LedgerDispute.WordsMaximum), Lines] string? Words);

/// <summary>The committee's answer.</summary>
/// <param name="Outcome"><c>upheld</c> or <c>changed</c>.</param>
/// <param name="Answer">Why.</param>
public sealed record DisputeAnswerForm([Longest(12)] string? Outcome, [Longest(LedgerDispute.WordsMaximum), Lines] string? Answer);

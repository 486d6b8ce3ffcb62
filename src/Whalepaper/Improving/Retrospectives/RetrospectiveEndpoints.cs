using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>Looking back on a topic: opened and published by the committee, answered by the inner group. What is answered is never told back.</summary>
public static class RetrospectiveEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapRetrospectives(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/topics/{number:int}/retrospective", Act.DoCommitteeWork, "openRetrospective", "Ask the inner group to look back on a topic, without names", OpenAsync);
        doors.Open("DELETE", "/topics/{number:int}/retrospective", Act.DoCommitteeWork, "callRetrospectiveOff", "Call it off, with a reason; what was answered is never read", CallOffAsync);
        doors.Open("POST", "/topics/{number:int}/retrospective/answer", Act.Improve, "answerRetrospective", "Answer, once and without a name; for those who were of the inner group when it was opened", AnswerAsync);
        doors.Open("POST", "/topics/{number:int}/retrospective/publication", Act.DoCommitteeWork, "publishRetrospective", "Publish what came out to the group, with a word", PublishAsync);
    }

    private static async Task<IResult> OpenAsync(int number, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, RetrospectiveChanges changes, IClock clock, IStringLocalizer<RetrospectiveTexts> words)
    {
        var page = PageOf(number);
        if (await db.Topics.SingleOrDefaultAsync(t => t.Number == number, http.RequestAborted) is not { } topic)
            return TypedResults.NotFound();
        var invited = await db.InnerMembers().OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(http.RequestAborted);
        if (topic.OpenedAt is null)
            sent.Refuse(Submission.Whole, words["Open.Planned"]);
        else if (await db.Retrospectives.AnyAsync(r => r.TopicId == topic.Id, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Open.Twice"]);
        else if (invited.Count < Retrospective.LeastAnswers)
            sent.Refuse(Submission.Whole, words["Open.Few", Retrospective.LeastAnswers]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var days = (int)SettingsCatalogue.RetrospectiveDays.Of(await db.SettingsAsync(http.RequestAborted));
        changes.Open(new Retrospective(topic.Id, invited, now + Duration.FromDays(days), me, now));
        db.Add(new AuditEntry(AuditActs.RetrospectiveOpened, me, null, Retrospective.SubjectOf(number), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}?done=opened");
    }

    private static async Task<IResult> CallOffAsync(int number, Submission<CallOffForm> sent, HttpContext http, WhalepaperDb db, RetrospectiveChanges changes, IClock clock, IStringLocalizer<RetrospectiveTexts> words)
    {
        var page = PageOf(number);
        if (await FindAsync(number, db, http.RequestAborted) is not { } retrospective)
            return TypedResults.NotFound();
        if (retrospective.PublishedAt is not null || (retrospective.ClosedAt is not null && retrospective.HasResults))
            sent.Refuse(Submission.Whole, words["CallOff.Late"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["CallOff.Reason.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var entry = new AuditEntry(AuditActs.RetrospectiveCalledOff, http.Actor().MemberId, null, Retrospective.SubjectOf(number), null, sent.Form.Reason!.Trim(), clock.GetCurrentInstant());
        if (!await changes.CallOffAsync(retrospective.Id, () => db.Add(entry), http.RequestAborted))
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        return sent.Done($"{page}?done=called-off");
    }

    // The answer to whoever answers is the same whatever they answered.
    private static async Task<IResult> AnswerAsync(int number, Submission<AnswerSheetForm> sent, HttpContext http, WhalepaperDb db, RetrospectiveChanges changes, IClock clock, IStringLocalizer<RetrospectiveTexts> words)
    {
        var (page, me) = (PageOf(number), http.Actor().MemberId!.Value);
        if (await FindAsync(number, db, http.RequestAborted) is not { } retrospective || (retrospective.ClosedAt is null && !await db.RetrospectiveInvitees.AnyAsync(i => i.RetrospectiveId == retrospective.Id && i.MemberId == me, http.RequestAborted)))
            return TypedResults.NotFound();
        var scores = new List<int>();
        foreach (var (field, typed) in (ReadOnlySpan<(string, string?)>)[("learned", sent.Form.Learned), ("organised", sent.Form.Organised), ("joined", sent.Form.Joined)])
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var score) && score is >= 1 and <= AnswerSheet.Highest)
                scores.Add(score);
            else
                sent.Refuse(field, words["Answer.Missing", AnswerSheet.Highest]);
        }

        if (!sent.IsSound)
            return sent.Refused(http, page);
        var now = clock.GetCurrentInstant();
        var taking = await changes.AnswerAsync(retrospective.Id, me, new AnswerSheet(scores, sent.Form.Keep, sent.Form.Change), now, http.RequestAborted);
        if (taking is AnswerTaking.Taken)
        {
            await changes.CloseOnceAllAnsweredAsync(retrospective.Id, now, http.RequestAborted);
            return sent.Done($"{page}?done=answered");
        }

        sent.Refuse(Submission.Whole, words[taking is AnswerTaking.Twice ? "Answer.Twice" : "Answer.Closed"]);
        return sent.Refused(http, page);
    }

    private static async Task<IResult> PublishAsync(int number, Submission<PublicationForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<RetrospectiveTexts> words)
    {
        var page = PageOf(number);
        if (await FindAsync(number, db, http.RequestAborted) is not { } retrospective)
            return TypedResults.NotFound();
        if (retrospective.State is not RetrospectiveState.Closed)
            sent.Refuse(Submission.Whole, words[retrospective.State is RetrospectiveState.Open ? "Publish.Open" : "Publish.Twice"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Word))
            sent.Refuse("word", words["Publish.Word.Missing"]);
        var (keep, change) = (Places(sent, "leaveKeep", sent.Form.LeaveKeep, retrospective.Keep.Count, words), Places(sent, "leaveChange", sent.Form.LeaveChange, retrospective.Change.Count, words));
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        // What is left out is gone, from the files of the database too.
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        await db.WipeWhatIsDeletedAsync(http.RequestAborted);
        retrospective.Publish(sent.Form.Word!, keep, change, await db.NumbersOfAsync(retrospective.TopicId, now, http.RequestAborted), me, now);
        db.Add(new AuditEntry(AuditActs.RetrospectivePublished, me, null, Retrospective.SubjectOf(number), null, retrospective.LeftOut == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{retrospective.LeftOut} left out"), now));
        await db.SaveChangesAsync(http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return sent.Done($"{page}?done=published");
    }

    // Of which written words the places were ticked.
    private static HashSet<int> Places(Submission sent, string field, string[] ticked, int count, IStringLocalizer<RetrospectiveTexts> words)
    {
        var places = new HashSet<int>();
        foreach (var typed in ticked)
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < count)
                places.Add(place);
            else
                sent.Refuse(field, words["Publish.Leave.Unknown"]);
        }

        return places;
    }

    internal static string PageOf(int number) => string.Create(CultureInfo.InvariantCulture, $"/topics/{number}/retrospective");

    private static Task<Retrospective?> FindAsync(int number, WhalepaperDb db, CancellationToken cancellation) =>
        db.Retrospectives.SingleOrDefaultAsync(r => db.Topics.Any(t => t.Id == r.TopicId && t.Number == number), cancellation);
}

/// <summary>Why it is called off.</summary>
/// <param name="Reason">The reason, for the audit log.</param>
public sealed record CallOffForm([Longest(500)] string? Reason);

/// <summary>What somebody answers. No part of it is ever shown back.</summary>
/// <param name="Learned">How much they learned, from 1 to 5.</param>
/// <param name="Organised">How well it was organised, from 1 to 5.</param>
/// <param name="Joined">How easy it was to take part, from 1 to 5.</param>
/// <param name="Keep">What should stay as it is; may be empty.</param>
/// <param name="Change">What should change; may be empty.</param>
public sealed record AnswerSheetForm(
    [Secret] string? Learned, [Secret] string? Organised, [Secret] string? Joined, [Longest(AnswerSheet.TextMaximum), Lines, Secret] string? Keep, [Longest(AnswerSheet.TextMaximum), Lines, Secret] string? Change);

/// <summary>The committee's word to the group.</summary>
/// <param name="Word">What it says of what came out, Markdown.</param>
/// <param name="LeaveKeep">Which of what should stay is left out, by place, from 0.</param>
/// <param name="LeaveChange">Which of what should change is left out, by place, from 0.</param>
public sealed record PublicationForm([Longest(Retrospective.WordMaximum), Lines] string? Word, [Most(5000)] string[] LeaveKeep, [Most(5000)] string[] LeaveChange);

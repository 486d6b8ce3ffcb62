using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Panels;

/// <summary>What the committee asks a candidate, and what they answer: both are on the record.</summary>
public static class PanelQuestionEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapPanelQuestions(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/{id:int}/questions", Act.DoCommitteeWork, "askCandidate", "Ask a candidate something, or follow up on a question; sent again with the same key, it is asked once", AskAsync);
        doors.Open("PUT", "/applications/{id:int}/questions/{question:int}/answer", Act.TakePart, "answerPanel", "Answer a question about one's own application, or answer it better", AnswerAsync);
    }

    private static async Task<IResult> AskAsync(int id, Submission<PanelQuestionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        if (!application.TakesQuestions)
            sent.Refuse(Submission.Whole, words["Question.Over"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Question))
            sent.Refuse("question", words["Question.Missing"]);
        var follows = await FollowedAsync(id, sent, db, words, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        // A program need not think of a key.
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? ApplicationEndpoints.NewKey() : sent.Form.Key;
        if (!await IsAskedAsync())
        {
            if (await db.PanelQuestions.CountAsync(q => q.ApplicationId == id && q.ById == me, http.RequestAborted) >= PanelQuestion.MostOfOne)
            {
                sent.Refuse("question", words["Question.Most", PanelQuestion.MostOfOne]);
                return sent.Refused(http, $"/applications/{id}");
            }

            db.Add(new PanelQuestion(id, me, sent.Form.Question!, follows, key, clock.GetCurrentInstant()));
            await db.SaveOnceAsync(IsAskedAsync, http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=asked#questions");

        Task<bool> IsAskedAsync() => db.PanelQuestions.AnyAsync(q => q.ById == me && q.Key == key, http.RequestAborted);
    }

    private static async Task<PanelQuestion?> FollowedAsync(int id, Submission<PanelQuestionForm> sent, WhalepaperDb db, IStringLocalizer<PanelTexts> words, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Follows))
            return null;
        var number = int.TryParse(sent.Form.Follows, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var follows = await db.PanelQuestions.AsNoTracking().SingleOrDefaultAsync(q => q.Id == number && q.ApplicationId == id, cancellation);
        if (follows is null)
            sent.Refuse("follows", words["Question.Follows.Wrong"]);
        return follows;
    }

    private static async Task<IResult> AnswerAsync(int id, int question, Submission<PanelAnswerForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Own
            || await db.PanelQuestions.SingleOrDefaultAsync(q => q.Id == question && q.ApplicationId == id, http.RequestAborted) is not { } asked)
            return TypedResults.NotFound();
        var page = $"/applications/{id}?done=answered#question-{question}";
        var answer = sent.Form.Answer?.Trim();
        // Pressed twice it is one answer.
        if (sent.IsSound && !string.IsNullOrEmpty(answer) && string.Equals(answer, asked.Answer, StringComparison.Ordinal))
            return sent.Done(page);
        if (!application.TakesQuestions)
            sent.Refuse(Submission.Whole, words["Question.Over"]);
        else if (!application.CanReplyTo(asked.Answer is not null))
            sent.Refuse(Submission.Whole, words["Answer.Stands"]);
        if (string.IsNullOrEmpty(answer))
            sent.Refuse("answer", words["Answer.Missing"]);
        if (sent.Form.Read is { Length: > 0 } read && !string.Equals(read, asked.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            sent.Refuse(sent.IsJson ? "read" : Submission.Whole, words["Answer.Meanwhile"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        asked.Reply(answer!, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(page);
    }
}

/// <summary>A question.</summary>
/// <param name="Question">The question, Markdown.</param>
/// <param name="Follows">The number of the question that it follows up on; nothing for none.</param>
/// <param name="Key">Any text that is new with each question. Given where it is missing.</param>
public sealed record PanelQuestionForm([Longest(PanelQuestion.TextMaximum), Lines] string? Question, string? Follows, [Unseen, Longest(40)] string? Key);

/// <summary>An answer.</summary>
/// <param name="Answer">The answer, Markdown.</param>
/// <param name="Read">Which state of the question its sender saw; without it, whatever state it is in.</param>
public sealed record PanelAnswerForm([Longest(PanelQuestion.AnswerMaximum), Lines] string? Answer, [Unseen] string? Read);

using System.Globalization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Asking;

/// <summary>What presenters and the host do with questions: say that they are answered, and how; hide them, and show them again.</summary>
public static class AnsweringEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapAnswering(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/questions/{id:int}/answer", Act.TakePart, "answerQuestion", "Mark a question as answered, with the answer if there is one in writing: the host, and those who share at the meeting", AnswerAsync);
        doors.Open("DELETE", "/questions/{id:int}/answer", Act.TakePart, "reopenQuestion", "Take the mark back, and the answer with it", ReopenAsync);
        doors.Open("PUT", "/questions/{id:int}/hiding", Act.TakePart, "hideQuestion", "Hide a question from all but the host, who alone may", HideAsync);
        doors.Open("DELETE", "/questions/{id:int}/hiding", Act.TakePart, "showQuestion", "Show a hidden question again", ShowAsync);
    }

    private static async Task<IResult> AnswerAsync(int id, Submission<AnswerForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.QuestionForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (question, room, audience))
            return TypedResults.NotFound();
        if (audience is LiveAudience.Listener)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http);
        // Whoever only says that it was answered takes no written answer away.
        question.MarkAnswered(http.Actor().MemberId!.Value, clock.GetCurrentInstant(), sent.Form.Answer ?? question.Answer);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{room.Meeting.Id}#question-{id}");
    }

    private static async Task<IResult> ReopenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        if (await db.QuestionForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (question, room, audience))
            return TypedResults.NotFound();
        if (audience is LiveAudience.Listener)
            return TypedResults.NotFound();
        question.MarkOpen();
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{room.Meeting.Id}#question-{id}");
    }

    private static Task<IResult> HideAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock) => ChangeHidingAsync(id, true, sent, http, db, clock);

    private static Task<IResult> ShowAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock) => ChangeHidingAsync(id, false, sent, http, db, clock);

    private static async Task<IResult> ChangeHidingAsync(int id, bool hides, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.QuestionForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (question, room, audience))
            return TypedResults.NotFound();
        if (audience is not LiveAudience.Host)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (question.HiddenAt is not null != hides)
        {
            if (hides)
                question.Hide(me, now);
            else
                question.Show();
            // Which question, and not its words: what is hidden for its words must not stand in a log for ever.
            db.Add(new AuditEntry(hides ? AuditActs.QuestionHidden : AuditActs.QuestionShown, me, question.AskedById, id.ToString(CultureInfo.InvariantCulture), null, null, now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/meetings/{room.Meeting.Id}#question-{id}");
    }
}

/// <summary>An answer.</summary>
/// <param name="Answer">The answer, Markdown; may be empty where it was only spoken. Left out, an answer in writing stays.</param>
public sealed record AnswerForm([Longest(Question.AnswerMaximum), Lines] string? Answer);

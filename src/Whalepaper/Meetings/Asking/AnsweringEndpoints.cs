using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
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
        doors.Open("PUT", "/questions/{id:int}/answer", Act.TakePart, "answerQuestion", "Mark a question as answered, with the answer if there is one in writing: the host, and those who share the talk that it is about; about none, those who share at the meeting", AnswerAsync);
        doors.Open("DELETE", "/questions/{id:int}/answer", Act.TakePart, "reopenQuestion", "Take the mark back; what was written is kept for when it is answered again", ReopenAsync);
        doors.Open("PUT", "/questions/{id:int}/hiding", Act.TakePart, "hideQuestion", "Hide a question from all but the host, who alone may", HideAsync);
        doors.Open("DELETE", "/questions/{id:int}/hiding", Act.TakePart, "showQuestion", "Show a hidden question again", ShowAsync);
    }

    private static async Task<IResult> AnswerAsync(int id, Submission<AnswerForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AskingTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await FindAsync(id, sent, http, db, now, words) is not { } found)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, found.Refuses);
        int? read = int.TryParse(sent.Form.Read, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
        var isLate = found.Question.WouldLose(sent.Form.Answer, read);
        if (!isLate)
        {
            // Whoever only says that it was answered takes no written answer away.
            found.Question.MarkAnswered(http.Actor().MemberId!.Value, now, sent.Form.Answer ?? found.Question.Answer);
            isLate = !await SaveAsync(db, http.RequestAborted);
        }

        if (!isLate)
            return sent.Done(found.Place);
        sent.Refuse(sent.IsJson ? "read" : Submission.Whole, words["Answer.Late"]);
        return sent.Refused(http);
    }

    private static async Task<IResult> ReopenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AskingTexts> words)
    {
        if (await FindAsync(id, sent, http, db, clock.GetCurrentInstant(), words) is not { } found)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, found.Refuses);
        found.Question.MarkOpen();
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(found.Place);
    }

    // Who shares something else is told so: what is written to all presenters has the buttons.
    private static async Task<Found?> FindAsync(int id, Submission sent, HttpContext http, WhalepaperDb db, Instant now, IStringLocalizer<AskingTexts> words)
    {
        if (await db.QuestionForChangeAsync(id, http.Actor(), now, http.RequestAborted) is not var (question, room, audience) || audience is LiveAudience.Listener)
            return null;
        var may = await db.MayAnswerAsync(question, audience, http.Actor(), http.RequestAborted);
        if (!may)
            sent.Refuse(Submission.Whole, words["Answer.Others"]);
        return new Found(question, $"/meetings/{room.Meeting.Id}#question-{id}", may ? null : $"/meetings/{room.Meeting.Id}");
    }

    /// <summary>Whether somebody who is there may answer: the host; those who share the talk that it is about; and where it is about none, those who share at the meeting.</summary>
    internal static async Task<bool> MayAnswerAsync(this WhalepaperDb db, Question question, LiveAudience audience, Actor who, CancellationToken cancellation) =>
        audience is LiveAudience.Host || (audience is LiveAudience.Presenter
            && (question.TalkId is not { } talk || await db.TalkPresenters.AnyAsync(presenter => presenter.TalkId == talk && presenter.MemberId == who.MemberId, cancellation)));

    private static async Task<bool> SaveAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private static Task<IResult> HideAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock) => ChangeHidingAsync(id, true, sent, http, db, clock);

    private static Task<IResult> ShowAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock) => ChangeHidingAsync(id, false, sent, http, db, clock);

    private static async Task<IResult> ChangeHidingAsync(int id, bool hides, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var now = clock.GetCurrentInstant();
        if (await db.QuestionForChangeAsync(id, http.Actor(), now, http.RequestAborted) is not var (question, room, audience))
            return TypedResults.NotFound();
        if (audience is not LiveAudience.Host)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
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

    // Where its effect is seen, and the page that says what is wrong; null for the answer's own.
    private sealed record Found(Question Question, string Place, string? Refuses);
}

/// <summary>An answer.</summary>
/// <param name="Answer">The answer, Markdown; may be empty where it was only spoken. Left out, an answer in writing stays.</param>
/// <param name="Read">The version of the question that it was written from; without it, it takes no other answer's place.</param>
public sealed record AnswerForm([Longest(Question.AnswerMaximum), Lines] string? Answer, [Unseen] string? Read);

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Asking;

/// <summary>Asking at a meeting, and wanting to know what others ask.</summary>
public static class AskingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapAsking(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/meetings/{id:int}/questions", Act.TakePart, "askQuestion", "Ask at a meeting, or in advance of it; the same question sent again with the same key is asked once", AskAsync)
            .Produces<QuestionAsked>().ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/questions/{id:int}/vote", Act.TakePart, "voteForQuestion", "Want a question of somebody else answered too", VoteAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/questions/{id:int}/vote", Act.TakePart, "takeVoteBack", "Take such a vote back", UnvoteAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> AskAsync(int id, Submission<QuestionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words)
    {
        if (await db.RoomForChangeAsync(id, http.RequestAborted) is not { } room)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (await db.AudienceAsync(id, http.Actor(), now, http.RequestAborted) is not { } audience || http.Actor().MemberId is not { } me)
            return TypedResults.NotFound();
        var talk = await ReadAsync(sent, audience, id, db, words, http.RequestAborted);
        if (!room.TakesQuestions(now))
            sent.Refuse(Submission.Whole, words["Ask.Over"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{id}");
        if (throttle.Stop(sent, http, $"/meetings/{id}") is { } stopped)
            return stopped;
        // A program need not think of a key.
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? Question.NewKey() : sent.Form.Key;
        if (await db.AskAsync(new Question(room.Meeting, talk, me, sent.Form.Text!, key, now, sent.Form.OnBehalfOf), http.RequestAborted) is not { } asked)
        {
            sent.Refuse(Submission.Whole, words["Ask.Most", Question.MostOfOne]);
            return sent.Refused(http, $"/meetings/{id}");
        }

        return sent.Done($"/meetings/{id}?done=asked#question-{asked}", new QuestionAsked(asked));
    }

    // The talk that it is about, if it is about one.
    private static async Task<Talk?> ReadAsync(Submission<QuestionForm> sent, LiveAudience audience, int meetingId, WhalepaperDb db, IStringLocalizer<AskingTexts> words, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(sent.Form.Text))
            sent.Refuse("text", words["Ask.Text.Missing"]);
        if (!string.IsNullOrWhiteSpace(sent.Form.OnBehalfOf) && audience is not LiveAudience.Host)
            sent.Refuse("onBehalfOf", words["Ask.OnBehalf.Host"]);
        if (string.IsNullOrEmpty(sent.Form.Talk))
            return null;
        var talk = int.TryParse(sent.Form.Talk, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await db.Talks.SingleOrDefaultAsync(one => one.Id == number && one.MeetingId == meetingId && one.Ending == null, cancellation) : null;
        if (talk is null)
            sent.Refuse("talk", words["Ask.Talk.Unknown"]);
        return talk;
    }

    private static Task<IResult> VoteAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words) => ChangeVoteAsync(id, true, sent, http, db, clock, throttle, words);

    private static Task<IResult> UnvoteAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words) => ChangeVoteAsync(id, false, sent, http, db, clock, throttle, words);

    private static async Task<IResult> ChangeVoteAsync(int id, bool wants, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await db.QuestionForChangeAsync(id, http.Actor(), now, http.RequestAborted) is not { } found || http.Actor().MemberId is not { } me)
            return TypedResults.NotFound();
        var (question, room, _) = found;
        if (question.AskedById == me)
            sent.Refuse(Submission.Whole, words["Vote.Own"]);
        else if (!room.TakesQuestions(now))
            sent.Refuse(Submission.Whole, words["Ask.Over"]);
        else if (question.HiddenAt is not null)
            sent.Refuse(Submission.Whole, words["Vote.Hidden"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{room.Meeting.Id}");
        var meeting = room.Meeting.Id;
        if (throttle.Stop(sent, http, $"/meetings/{meeting}") is { } stopped)
            return stopped;
        await db.VoteAsync(question, me, wants, now, http.RequestAborted);
        return sent.Done($"/meetings/{meeting}#question-{id}");
    }

    /// <summary>A question with its room, as far as somebody may know of it; null where they may not: what is hidden is there for the host alone.</summary>
    internal static async Task<(Question Question, MeetingRoom Room, LiveAudience Audience)?> QuestionForChangeAsync(this WhalepaperDb db, int id, Actor who, Instant now, CancellationToken cancellation)
    {
        if (await db.Questions.SingleOrDefaultAsync(question => question.Id == id, cancellation) is not { } question
            || await db.AudienceAsync(question.MeetingId, who, now, cancellation) is not { } audience
            || (question.HiddenAt is not null && audience is not LiveAudience.Host)
            || await db.RoomForChangeAsync(question.MeetingId, cancellation) is not { } room)
            return null;
        return (question, room, audience);
    }
}

/// <summary>A question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Talk">The number of the talk that it is about; empty for none in particular.</param>
/// <param name="OnBehalfOf">The name of somebody without an account whose question it is; only the host asks for others.</param>
/// <param name="Key">Any text that is new with each question: the same question sent again with the same is asked once. Given where it is missing.</param>
public sealed record QuestionForm([Longest(Question.TextMaximum), Lines] string? Text, string? Talk, [Longest(Question.NameMaximum)] string? OnBehalfOf, [Unseen, Longest(Question.KeyMaximum)] string? Key);

/// <summary>A question that was asked.</summary>
/// <param name="Id">Its number.</param>
public sealed record QuestionAsked(int Id);

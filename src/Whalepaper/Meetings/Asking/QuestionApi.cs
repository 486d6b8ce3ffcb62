using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Asking;

/// <summary>A question at a meeting.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Talk">The number of the talk that it is about; null for none in particular.</param>
/// <param name="Text">The question, plain text.</param>
/// <param name="By">The name of who asked.</param>
/// <param name="OnBehalfOf">The name of somebody without an account whose question it is; null where it is the asker's own.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Votes">How many others want it answered too.</param>
/// <param name="AnsweredAt">When it was answered; null while it was not.</param>
/// <param name="Answer">The answer, Markdown; null where it was only spoken.</param>
/// <param name="Hidden">Whether the host hid it; those are told to the host alone.</param>
/// <param name="Version">Counts changes; what is answered from it names it as <c>read</c>.</param>
public sealed record QuestionResource(
    int Id, int? Talk, string Text, string By, string? OnBehalfOf, DateTimeOffset At, int Votes, DateTimeOffset? AnsweredAt, string? Answer, bool Hidden, int Version);

/// <summary>Questions for programs, of who may enter the meeting.</summary>
public static class QuestionApi
{
    /// <summary>Adds the list.</summary>
    public static void MapQuestionsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/meetings/{id:int}/questions", ListAsync).WithMetadata(new RequiresAttribute(Act.TakePart)).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).WithName("listQuestions").WithTags("Meetings").WithSummary("What is asked at a meeting, in the order in which it was asked, for those who may enter it");
    }

    private static async Task<Results<Ok<Listing<QuestionResource>>, ProblemHttpResult>> ListAsync(
        int id, Asked asked, HttpContext http, WhalepaperDb db, IClock clock, Masthead masthead, CancellationToken cancellation)
    {
        if (await db.AudienceAsync(id, http.Actor(), clock.GetCurrentInstant(), cancellation) is not { } audience)
            return TypedResults.Problem($"There is no meeting {id}.", statusCode: StatusCodes.Status404NotFound);
        var questions = db.Questions.Where(question => question.MeetingId == id && (question.HiddenAt == null || audience == LiveAudience.Host)).OrderBy(question => question.Id);
        return TypedResults.Ok(await questions.ListAsync(asked, async page => (await db.QuestionLinesAsync(page, cancellation)).OrderBy(line => line.Id).Select(Shown).ToList(), cancellation));

        QuestionResource Shown(QuestionLine line) => new(
            line.Id, line.TalkId, line.Text, line.AskedBy.Name, line.OnBehalfOf, line.AskedAt.In(masthead.Zone), line.Votes, line.AnsweredAt?.In(masthead.Zone),
            line.AnsweredAt is null ? null : line.Answer, line.IsHidden, line.Version);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission;

/// <summary>Looking at an answer before it is given.</summary>
public static class FeedbackPreviewEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapFeedbackPreview(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        // A preview stands at the address of its form's page.
        doors.OpenForm("POST", "/applications/{id:int}", Act.DoCommitteeWork, PreviewAsync);
    }

    private static async Task<IResult> PreviewAsync(int id, Submission<DeclineForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<ApplicationTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        if (!await db.MayDeclineAsync(application, http.Actor().MemberId!.Value, http.RequestAborted))
            sent.Refuse(Submission.Whole, words[application.IsUndecided ? "Decide.Organizer" : "Decide.Over"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Feedback))
            sent.Refuse("feedback", words["Decline.Feedback.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        http.Features.Set<Submission>(sent);
        http.Features.Set(new FeedbackPreview(sent.Form.Feedback!));
        return new RazorComponentResult<App>();
    }
}

/// <summary>An answer that is looked at before it is given.</summary>
/// <param name="Text">The text, Markdown.</param>
internal sealed record FeedbackPreview(string Text);

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Improving.Suggestions;

/// <summary>What the committee does with suggestions: decides, always with a word, and hides what somebody said, with a reason.</summary>
public static class DecisionEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapSuggestionDecisions(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/suggestions/{id:int}/decision", Act.DoCommitteeWork, "decideSuggestion", "Plan a suggestion, say that it was done, decline it, or open it again; with a word", DecideAsync);
        doors.Open("PUT", "/suggestions/comments/{id:int}/hiding", Act.DoCommitteeWork, "hideComment", "Hide what somebody said of a suggestion, with a reason that everybody reads", HideAsync);
        doors.Open("DELETE", "/suggestions/comments/{id:int}/hiding", Act.DoCommitteeWork, "showComment", "Show it again", ShowAsync);
    }

    /// <summary>What the committee calls a state in forms and programs; null for no such word.</summary>
    internal static SuggestionState? StateOf(string? word) => word switch
    {
        "open" => SuggestionState.Open,
        "planned" => SuggestionState.Planned,
        "done" => SuggestionState.Done,
        "declined" => SuggestionState.Declined,
        _ => null,
    };

    /// <summary>The same, the other way round.</summary>
    internal static string WordOf(SuggestionState state) => state.ToString().ToLowerInvariant();

    private static async Task<IResult> DecideAsync(int id, Submission<DecisionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words)
    {
        if (await db.Suggestions.SingleOrDefaultAsync(s => s.Id == id, http.RequestAborted) is not { } suggestion)
            return TypedResults.NotFound();
        var state = StateOf(sent.Form.Decision);
        if (state is not { } to)
            sent.Refuse("decision", words["Decide.Missing"]);
        else if (!suggestion.CanBecome(to))
            sent.Refuse("decision", words["Decide.Not"]);
        var (me, now, before) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant(), suggestion.State);
        if (suggestion.ById == me)
            sent.Refuse(Submission.Whole, words["Decide.Own"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Word))
            sent.Refuse("word", words["Decide.Word.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{id}");
        suggestion.Decide(state!.Value, sent.Form.Word!, me, now);
        db.Add(new AuditEntry(ActOf(suggestion.State), me, suggestion.ById, Subject(id), $"{before}", $"{suggestion.State}", now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/suggestions/{id}?done=decided");
    }

    private static string ActOf(SuggestionState state) => state switch
    {
        SuggestionState.Planned => AuditActs.SuggestionPlanned,
        SuggestionState.Done => AuditActs.SuggestionDone,
        SuggestionState.Declined => AuditActs.SuggestionDeclined,
        _ => AuditActs.SuggestionReopened,
    };

    private static async Task<IResult> HideAsync(int id, Submission<HidingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words)
    {
        if (await db.SuggestionComments.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } comment)
            return TypedResults.NotFound();
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Hide.Reason.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{comment.SuggestionId}");
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        comment.Hide(me, sent.Form.Reason!, now);
        // Which comment and why, and not its words: what is hidden for its words must not stand in a log for ever.
        db.Add(new AuditEntry(AuditActs.CommentHidden, me, comment.ById, Subject(comment.SuggestionId), null, comment.HiddenWhy, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/suggestions/{comment.SuggestionId}?done=hidden#comment-{id}");
    }

    private static async Task<IResult> ShowAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words)
    {
        if (await db.SuggestionComments.SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } comment)
            return TypedResults.NotFound();
        if (comment.ById == http.Actor().MemberId)
            sent.Refuse(Submission.Whole, words["Show.Own"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{comment.SuggestionId}");
        if (comment.HiddenAt is not null)
        {
            comment.Show();
            db.Add(new AuditEntry(AuditActs.CommentShown, http.Actor().MemberId, comment.ById, Subject(comment.SuggestionId), null, null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/suggestions/{comment.SuggestionId}?done=shown#comment-{id}");
    }

    private static string Subject(int id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The committee's word on a suggestion.</summary>
/// <param name="Decision"><c>planned</c>, <c>done</c>, <c>declined</c>, or <c>open</c> to open it again.</param>
/// <param name="Word">Why, Markdown.</param>
public sealed record DecisionForm(string? Decision, [Longest(Suggestion.WordMaximum), Lines] string? Word);

/// <summary>Why something is hidden.</summary>
/// <param name="Reason">The reason, for everybody to read.</param>
public sealed record HidingForm([Longest(SuggestionComment.ReasonMaximum)] string? Reason);

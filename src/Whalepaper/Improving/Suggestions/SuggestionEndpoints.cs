using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Improving.Suggestions;

/// <summary>Making suggestions, changing them, taking them back, supporting and discussing them: for the inner group.</summary>
public static class SuggestionEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapSuggestions(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/suggestions", Act.Improve, "suggest", "Propose how the group could improve; sent again with the same key, it is made once", ProposeAsync)
            .Produces<SuggestionMade>().ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/suggestions/{id:int}", Act.Improve, "editSuggestion", "Change the words of one's suggestion, while it is open; who supports it is told", EditAsync)
            .ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/suggestions/{id:int}", Act.Improve, "withdrawSuggestion", "Take one's suggestion back, while it is open", WithdrawAsync);
        doors.Open("PUT", "/suggestions/{id:int}/support", Act.Improve, "supportSuggestion", "Support a suggestion of somebody else, until it is decided", SupportAsync);
        doors.Open("DELETE", "/suggestions/{id:int}/support", Act.Improve, "takeSupportBack", "Support it no longer", UnsupportAsync);
        doors.Open("POST", "/suggestions/{id:int}/comments", Act.Improve, "commentSuggestion", "Say something of a suggestion; sent again with the same key, it is said once", CommentAsync)
            .ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    /// <summary>A key for a form that is shown anew.</summary>
    internal static string NewKey() => Guid.NewGuid().ToString("N");

    private static async Task<IResult> ProposeAsync(Submission<SuggestionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<SuggestionTexts> words)
    {
        const string page = "/suggestions/new";
        var me = http.Actor().MemberId!.Value;
        Check(sent, sent.Form.Title, sent.Form.Text, words);
        // A program need not think of a key.
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? NewKey() : sent.Form.Key;
        var made = sent.IsSound ? await MadeAsync() : null;
        if (made is null)
        {
            if (sent.IsSound && await db.Suggestions.CountAsync(s => s.ById == me && s.State == SuggestionState.Open, http.RequestAborted) >= Suggestion.MostOpen)
                sent.Refuse(Submission.Whole, words["Propose.Most", Suggestion.MostOpen]);
            if (!sent.IsSound)
                return sent.Refused(http, page);
            if (throttle.Stop(sent, http, page) is { } stopped)
                return stopped;
            var suggestion = new Suggestion(me, sent.Form.Title!, sent.Form.Text!, key, clock.GetCurrentInstant());
            db.Add(suggestion);
            made = await db.SaveOnceAsync(async () => await MadeAsync() is not null, http.RequestAborted) ? suggestion.Id : await MadeAsync();
        }

        return sent.Done($"/suggestions/{made}?done=proposed", new SuggestionMade(made!.Value));

        Task<int?> MadeAsync() => db.Suggestions.Where(s => s.ById == me && s.Key == key).Select(s => (int?)s.Id).SingleOrDefaultAsync(http.RequestAborted);
    }

    private static void Check(Submission sent, string? title, string? text, IStringLocalizer<SuggestionTexts> words)
    {
        if (string.IsNullOrWhiteSpace(title))
            sent.Refuse("title", words["Propose.Title.Missing"]);
        if (string.IsNullOrWhiteSpace(text))
            sent.Refuse("text", words["Propose.Text.Missing"]);
    }

    private static async Task<IResult> EditAsync(int id, Submission<SuggestionEditForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<SuggestionTexts> words)
    {
        if (await OwnAsync(id, http, db) is not { } suggestion)
            return TypedResults.NotFound();
        Check(sent, sent.Form.Title, sent.Form.Text, words);
        if (suggestion.State is not SuggestionState.Open)
            sent.Refuse(Submission.Whole, words["Own.Decided"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{id}/edit");
        // Who supports it is told: it is not what they supported any more.
        if (throttle.Stop(sent, http, $"/suggestions/{id}/edit") is { } stopped)
            return stopped;
        suggestion.Edit(sent.Form.Title!, sent.Form.Text!, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/suggestions/{id}?done=edited");
    }

    private static async Task<IResult> WithdrawAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words)
    {
        if (await OwnAsync(id, http, db) is not { } suggestion)
            return TypedResults.NotFound();
        if (suggestion.State is not (SuggestionState.Open or SuggestionState.Withdrawn))
            sent.Refuse(Submission.Whole, words["Own.Decided"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{id}");
        if (suggestion.State is SuggestionState.Open)
            suggestion.Withdraw(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/suggestions/{id}?done=withdrawn");
    }

    private static Task<Suggestion?> OwnAsync(int id, HttpContext http, WhalepaperDb db)
    {
        var me = http.Actor().MemberId;
        return db.Suggestions.SingleOrDefaultAsync(s => s.Id == id && s.ById == me, http.RequestAborted);
    }

    private static Task<IResult> SupportAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words) => ChangeSupportAsync(id, true, sent, http, db, clock, words);

    private static Task<IResult> UnsupportAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words) => ChangeSupportAsync(id, false, sent, http, db, clock, words);

    private static async Task<IResult> ChangeSupportAsync(int id, bool supports, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SuggestionTexts> words)
    {
        if (await db.Suggestions.SingleOrDefaultAsync(s => s.Id == id, http.RequestAborted) is not { } suggestion)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        if (suggestion.ById == me)
            sent.Refuse(Submission.Whole, words["Support.Own"]);
        else if (!suggestion.TakesSupport)
            sent.Refuse(Submission.Whole, words["Support.Over"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{id}");
        var known = await db.SuggestionSupports.SingleOrDefaultAsync(s => s.SuggestionId == id && s.MemberId == me, http.RequestAborted);
        if (known is not null != supports)
        {
            if (known is null)
                db.Add(new SuggestionSupport(suggestion, me, clock.GetCurrentInstant()));
            else
                db.Remove(known);
            await db.SaveOnceAsync(async () => await db.SuggestionSupports.AnyAsync(s => s.SuggestionId == id && s.MemberId == me, http.RequestAborted) == supports, http.RequestAborted);
        }

        return sent.Done($"/suggestions/{id}?done={(supports ? "supported" : "unsupported")}");
    }

    private static async Task<IResult> CommentAsync(int id, Submission<SuggestionCommentForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<SuggestionTexts> words)
    {
        if (await db.Suggestions.SingleOrDefaultAsync(s => s.Id == id, http.RequestAborted) is not { } suggestion)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        if (!suggestion.TakesComments)
            sent.Refuse(Submission.Whole, words["Comment.Over"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Comment))
            sent.Refuse("comment", words["Comment.Missing"]);
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? NewKey() : sent.Form.Key;
        var isSaid = sent.IsSound && await IsSaidAsync();
        if (sent.IsSound && !isSaid && await db.SuggestionComments.CountAsync(c => c.SuggestionId == id && c.ById == me, http.RequestAborted) >= SuggestionComment.MostOfOne)
            sent.Refuse(Submission.Whole, words["Comment.Most", SuggestionComment.MostOfOne]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/suggestions/{id}");
        if (!isSaid)
        {
            if (throttle.Stop(sent, http, $"/suggestions/{id}") is { } stopped)
                return stopped;
            db.Add(new SuggestionComment(suggestion, me, sent.Form.Comment!, key, clock.GetCurrentInstant()));
            await db.SaveOnceAsync(IsSaidAsync, http.RequestAborted);
        }

        return sent.Done($"/suggestions/{id}?done=said#discussion");

        Task<bool> IsSaidAsync() => db.SuggestionComments.AnyAsync(c => c.ById == me && c.Key == key, http.RequestAborted);
    }
}

/// <summary>A suggestion.</summary>
/// <param name="Title">What is proposed, in a line.</param>
/// <param name="Text">Why and how, Markdown.</param>
/// <param name="Key">Any text that is new with each suggestion. Given where it is missing.</param>
public sealed record SuggestionForm([Longest(Suggestion.TitleMaximum)] string? Title, [Longest(Suggestion.TextMaximum), Lines] string? Text, [Unseen, Longest(Suggestion.KeyMaximum)] string? Key);

/// <summary>Other words for a suggestion.</summary>
/// <param name="Title">What is proposed, in a line.</param>
/// <param name="Text">Why and how, Markdown.</param>
public sealed record SuggestionEditForm([Longest(Suggestion.TitleMaximum)] string? Title, [Longest(Suggestion.TextMaximum), Lines] string? Text);

/// <summary>What is said of a suggestion.</summary>
/// <param name="Comment">The text, Markdown.</param>
/// <param name="Key">Any text that is new with each comment. Given where it is missing.</param>
public sealed record SuggestionCommentForm([Longest(SuggestionComment.TextMaximum), Lines] string? Comment, [Unseen, Longest(Suggestion.KeyMaximum)] string? Key);

/// <summary>The suggestion that was made.</summary>
/// <param name="Id">Its number.</param>
public sealed record SuggestionMade(int Id);

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Feedback;

/// <summary>What listeners tell the presenters of a talk.</summary>
public static class FeedbackEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapFeedback(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/feedback", Act.TakePart, "giveFeedback", "Tell the presenters of a talk that was given what was clear and what to improve, or say it otherwise; within 14 days", GiveAsync);
    }

    private static async Task<IResult> GiveAsync(int id, Submission<FeedbackForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<FeedbackTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await db.FeedbackDoorAsync(id, http.Actor(), now, http.RequestAborted) is not { } door)
            return TypedResults.NotFound();
        if (!door.IsTaken)
            sent.Refuse(Submission.Whole, words[door.IsOwn ? "Own" : "NotTaken"]);
        var parts = await ReadAsync(sent, db, words, http.RequestAborted);
        if (sent.IsSound && string.IsNullOrWhiteSpace(sent.Form.Clear) && string.IsNullOrWhiteSpace(sent.Form.Improve) && parts.TrueForAll(part => string.IsNullOrWhiteSpace(part.Value)))
            sent.Refuse("clear", words["Nothing"]);
        if (!sent.IsSound)
            return sent.Refused(http);
        await db.GiveFeedbackAsync(door.Talk, http.Actor().MemberId!.Value, new FeedbackWords(sent.Form.Clear, sent.Form.Improve, sent.Form.Anonymous is "yes", parts), now, http.RequestAborted);
        return sent.Done($"/talks/{id}/feedback?done=told");
    }

    // Places and texts come side by side.
    private static async Task<List<KeyValuePair<int, string?>>> ReadAsync(Submission<FeedbackForm> sent, WhalepaperDb db, IStringLocalizer<FeedbackTexts> words, CancellationToken cancellation)
    {
        if (sent.Form.Anonymous is not (null or "" or "yes" or "no"))
            sent.Refuse("anonymous", words["YesOrNo"]);
        var (places, texts) = (sent.Form.Parts, sent.Form.Texts);
        if (texts.Length != places.Length)
            sent.Refuse("texts", words["Changed"]);
        var outline = await db.OutlineParts.Select(part => part.Position).ToListAsync(cancellation);
        var parts = new List<KeyValuePair<int, string?>>();
        for (var n = 0; n < places.Length && sent.IsSound; n++)
        {
            if (int.TryParse(places[n], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && outline.Contains(place) && parts.TrueForAll(part => part.Key != place))
                parts.Add(new(place, texts[n]));
            else
                sent.Refuse(sent.IsJson ? "parts" : Submission.Whole, words["Changed"]);
        }

        return parts;
    }
}

/// <summary>What a listener tells the presenters.</summary>
/// <param name="Clear">What was clear.</param>
/// <param name="Improve">What to improve.</param>
/// <param name="Anonymous"><c>yes</c> if nobody shall be told who wrote it.</param>
/// <param name="Parts">The places of parts in the outline, from 0, about which something is said.</param>
/// <param name="Texts">What is said about each, in the same order; may be empty.</param>
public sealed record FeedbackForm(
    [Longest(TalkFeedback.TextMaximum), Lines] string? Clear, [Longest(TalkFeedback.TextMaximum), Lines] string? Improve, string? Anonymous, [Unseen] string[] Parts, [Longest(TalkFeedback.TextMaximum), Lines] string[] Texts);

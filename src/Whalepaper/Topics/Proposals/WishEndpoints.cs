using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Topics.Proposals;

/// <summary>"I want to hear this", "I would present it".</summary>
public static class WishEndpoints
{
    private const string Path = "/topics/{number:int}/{code}/papers/{paper:int}/wish";

    /// <summary>Adds the commands.</summary>
    public static void MapWishes(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", Path, Act.TakePart, "wishPaper", "Say that one wants to hear a paper of a list, or would present it", WishAsync);
        doors.Open("DELETE", Path, Act.TakePart, "unwishPaper", "Take one's wish back", UnwishAsync);
    }

    private static async Task<IResult> WishAsync(
        int number, string code, int paper, Submission<WishForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ProposalTexts> words)
    {
        if (await db.ListAsync(number, code, http.RequestAborted) is not { } list || !await IsWishableAsync(db, list, paper, http.RequestAborted))
            return TypedResults.NotFound();
        var page = $"/topics/{number}/{list.Track.Code}/proposals";
        if (sent.Form.Presents is not (null or "" or "yes" or "no"))
            sent.Refuse(sent.IsJson ? "presents" : Submission.Whole, words["Wish.YesOrNo"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var me = http.Actor().MemberId!.Value;
        var presents = sent.Form.Presents is "yes";
        var wish = await db.Wishes.SingleOrDefaultAsync(w => w.TopicId == list.TopicId && w.TrackId == list.TrackId && w.PaperId == paper && w.MemberId == me, http.RequestAborted);
        if (wish is null)
            db.Add(new Wish(list.TopicId, list.TrackId, paper, me, presents, clock.GetCurrentInstant()));
        else
            wish.Offer(presents);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}#paper-{paper}");
    }

    private static async Task<IResult> UnwishAsync(int number, string code, int paper, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        if (await db.ListAsync(number, code, http.RequestAborted) is not { } list)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        await db.Wishes.Where(w => w.TopicId == list.TopicId && w.TrackId == list.TrackId && w.PaperId == paper && w.MemberId == me).ExecuteDeleteAsync(http.RequestAborted);
        return sent.Done($"/topics/{number}/{list.Track.Code}/proposals#paper-{paper}");
    }

    // What waits for the committee, or stands on the list and nobody has taken.
    private static Task<bool> IsWishableAsync(WhalepaperDb db, TopicTrack list, int paper, CancellationToken cancellation) =>
        db.Topics.AnyAsync(
            topic => topic.Id == list.TopicId
                && (db.Proposals.Any(p => p.TopicId == list.TopicId && p.TrackId == list.TrackId && p.PaperId == paper && p.End == null)
                    || db.Entries.Any(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId && e.PaperId == paper && !db.TalkPapers.Any(held => held.EntryId == e.Id && held.ReleasedAt == null))),
            cancellation);
}

/// <summary>A wish.</summary>
/// <param name="Presents">Whether one would present it: <c>yes</c> or <c>no</c>.</param>
public sealed record WishForm([Unseen] string? Presents);

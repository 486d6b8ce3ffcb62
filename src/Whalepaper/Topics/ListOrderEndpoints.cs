using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Topics.Proposals;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Topics;

/// <summary>The order of a reading list, in the committee's hand.</summary>
public static class ListOrderEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapListOrder(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/topics/{number:int}/{code}/order", Act.DoCommitteeWork, "orderList", "Bring a reading list into another order", OrderAsync);
    }

    private static async Task<IResult> OrderAsync(int number, string code, Submission<ListOrderForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<TopicTexts> words)
    {
        if (await db.ListAsync(number, code, http.RequestAborted) is not { } list)
            return TypedResults.NotFound();
        var page = $"/topics/{number}/{list.Track.Code}/order";
        var entries = await db.Entries.Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId).OrderBy(e => e.Position).ThenBy(e => e.Id).ToListAsync(http.RequestAborted);
        var wanted = sent.Form.Entries.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        // Somebody may have put a paper on the list, or taken one off, since the page was opened.
        if (wanted.Count != entries.Count || !wanted.Order().SequenceEqual(entries.Select(e => e.Id).Order()))
            sent.Refuse("entries", words["Order.Changed"]);
        else if (sent.Form.Move is { Length: > 0 } move && !Step(wanted, move))
            sent.Refuse("move", words["Order.Changed"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var places = wanted.Index().ToDictionary(place => place.Item, place => place.Index);
        foreach (var entry in entries.Where(entry => entry.Position != places[entry.Id]))
            entry.MoveTo(places[entry.Id]);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(sent.Form.Move is { Length: > 0 } ? $"{page}#entry-{sent.Form.Move.Split(':')[0]}" : $"{page}?done=saved");
    }

    // "12:up" and "12:down"; at the end of the list nothing moves.
    private static bool Step(List<int> order, string move)
    {
        var parts = move.Split(':');
        if (parts.Length != 2 || parts[1] is not ("up" or "down") || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || order.IndexOf(id) is not (>= 0 and var from))
            return false;
        var to = Math.Clamp(parts[1] is "up" ? from - 1 : from + 1, 0, order.Count - 1);
        order.RemoveAt(from);
        order.Insert(to, id);
        return true;
    }
}

/// <summary>An order.</summary>
/// <param name="Entries">The numbers of all entries of the list, in the order wished for.</param>
/// <param name="Move">One more step after it: an entry's number, and <c>:up</c> or <c>:down</c>.</param>
public sealed record ListOrderForm([Most(1000)] string[] Entries, string? Move);

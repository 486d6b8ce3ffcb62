using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;

namespace Whalepaper.Tests.People;

/// <summary>The forms of the planning board.</summary>
internal static class FormsOfBoard
{
    private const string Board = "/topics/5/board";

    private static readonly string[] numbers = [.. BadWords.Numbers, "0"];

    private static readonly (string Field, string[] Values) older = ("draft", ["-1", "abc", "999999"]);

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/topics/{number:int}/board/placements", async stage =>
        {
            var (entry, meeting, presenter) = await stage.FreeAsync();
            return await stage.AsAsync("committee", $"{Board}/placements", ("entry", $"{entry}"), ("meeting", $"{meeting}"), ("presenters", presenter), ("word", ""), ("draft", ""));
        })
        {
            ForPrograms = true, Needs = ["entry", "meeting", "presenters"], Wrong = [("entry", numbers), ("meeting", numbers), ("presenters", ["nobody of this name"]), older],
        },
        new("DELETE", "/topics/{number:int}/board/placements/{entry:int}", async stage => await stage.AsAsync("committee", $"{Board}/placements/{(await stage.PlacedAsync()).Entry}", ("draft", ""))) { ForPrograms = true, Wrong = [older] },
        new("PUT", "/topics/{number:int}/board/placements/{entry:int}/pin", async stage => await stage.AsAsync("committee", $"{Board}/placements/{(await stage.PlacedAsync()).Entry}/pin", ("draft", ""))) { ForPrograms = true, Wrong = [older] },
        new("DELETE", "/topics/{number:int}/board/placements/{entry:int}/pin", async stage =>
        {
            var filled = await stage.AsAsync("committee", $"{Board}/placements/{(await stage.PlacedAsync()).Entry}/pin", ("draft", ""));
            await filled.Session.SendAsync("PUT", filled.Path);
            return filled;
        })
        { ForPrograms = true, Wrong = [older] },
        new("POST", "/topics/{number:int}/board/swaps", async stage => await stage.AsAsync(
            "committee", $"{Board}/swaps", ("one", $"{(await stage.PlacedAsync()).Entry}"), ("other", $"{(await stage.PlacedAsync()).Entry}"), ("word", ""), ("draft", "")))
        {
            ForPrograms = true, Needs = ["one", "other"], Wrong = [("one", numbers), ("other", numbers), older],
        },
        new("POST", "/topics/{number:int}/board/suggestion", async stage =>
        {
            var (entry, _, presenter) = await stage.FreeAsync();
            await stage.WishAsync(entry, presenter);
            return await stage.AsAsync("committee", $"{Board}/suggestion", ("draft", ""));
        })
        { ForPrograms = true, Wrong = [older] },
        new("DELETE", "/topics/{number:int}/board/steps/last", async stage =>
        {
            await stage.PlacedAsync();
            return await stage.AsAsync("committee", $"{Board}/steps/last", ("draft", ""));
        })
        { ForPrograms = true, Wrong = [older] },
        new("DELETE", "/topics/{number:int}/board", async stage =>
        {
            await stage.PlacedAsync();
            return await stage.AsAsync("committee", Board, ("draft", ""));
        })
        { ForPrograms = true, Wrong = [older] },
        new("POST", "/topics/{number:int}/releases", async stage =>
        {
            await stage.PlacedAsync();
            return await stage.AsAsync("committee", "/topics/5/releases", ("word", "As we agreed.\nSee you."), ("draft", ""));
        })
        { ForPrograms = true, Wrong = [older] },
    ];

    // A paper that nobody has, a date that nobody has, and somebody who is there for this alone.
    private static async Task<(int Entry, int Meeting, string Presenter)> FreeAsync(this Stage stage)
    {
        var paper = await stage.PaperAsync();
        return (await stage.Site.WithAsync(db => db.Entries.Where(e => e.PaperId == paper).Select(e => e.Id).SingleAsync()), await stage.DateAsync(), (await stage.ComeAsync(Standing.Inner)).Name);
    }

    private static async Task<(int Entry, int Meeting)> PlacedAsync(this Stage stage)
    {
        var (entry, meeting, presenter) = await stage.FreeAsync();
        await (await stage.AsAsync("committee", Board)).Session.SendAsync("POST", $"{Board}/placements", ("entry", $"{entry}"), ("meeting", $"{meeting}"), ("presenters", presenter));
        return (entry, meeting);
    }

    private static Task WishAsync(this Stage stage, int entry, string presenter) => stage.Site.WithAsync(async db =>
    {
        var (listed, member) = (await db.Entries.SingleAsync(e => e.Id == entry), await db.Members.SingleAsync(m => m.Handle == presenter));
        db.Add(new Whalepaper.Topics.Proposals.Wish(listed.TopicId, listed.TrackId, listed.PaperId, member.Id, true, stage.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });
}

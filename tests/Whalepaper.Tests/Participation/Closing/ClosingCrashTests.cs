using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Participation.Closing;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>A step that breaks off leaves nothing behind, and is taken again; one that goes through many members at a time is whole.</summary>
public sealed class ClosingCrashTests
{
    private const int Many = 1200;

    [Theory, BothEngines]
    public async Task Whichever_save_of_a_step_fails_nothing_is_half_done_and_it_is_taken_again(Engine engine)
    {
        var stumble = new Stumble();
        await using var house = await ClosingHouse.OpenAsync(engine, stumble.SetUp);
        foreach (var who in (string[])["committee", "organizer"])
            await house.DoAsync(who, "POST", "me/return");
        await FallAndTakeAsync(house, stumble, "POST", "");
        await FallAndTakeAsync(house, stumble, "DELETE", "");
        await FallAndTakeAsync(house, stumble, "POST", "");
        await FallAndTakeAsync(house, stumble, "POST", "/telling");
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        string[] before = [await house.PlaceAsync("inner"), await house.PlaceAsync("second")];
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "open"));
        await house.KeepOthersAsync();
        await FallAndTakeAsync(house, stumble, "POST", "/execution");
        Assert.StartsWith("Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        await FallAndTakeAsync(house, stumble, "DELETE", "/execution");
        Assert.Equal(before, (string[])[await house.PlaceAsync("inner"), await house.PlaceAsync("second")]);

        await house.TellAsync();
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        await FallAndTakeAsync(house, stumble, "POST", "/publication");
        Assert.Equal(ClosingState.Published, (await house.ClosingAsync())!.State);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_midst_leaves_nothing_half_done_either()
    {
        var stumble = new Stumble();
        await using var house = await ClosingHouse.OpenAsync(Engine.Postgres, stumble.SetUp);
        stumble.Fall = db => Stumble.CutAsync(db, house.House.Site.Database!);
        await house.DoAsync("committee", "POST", "me/return");
        await FallAndTakeAsync(house, stumble, "POST", "");
        await FallAndTakeAsync(house, stumble, "POST", "/telling");
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        await house.KeepOthersAsync();
        await FallAndTakeAsync(house, stumble, "POST", "/execution");
        await FallAndTakeAsync(house, stumble, "DELETE", "/execution");
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_closing_of_many_is_whole_although_it_breaks_off_in_its_midst_and_tells_everybody_once(Engine engine)
    {
        var stumble = new Stumble();
        await using var house = await ClosingHouse.OpenAsync(engine, stumble.SetUp);
        foreach (var who in (string[])["committee", "organizer"])
            await house.DoAsync(who, "POST", "me/return");
        await CrowdAsync(house);
        await BreakOffAndTakeAsync(house, stumble, "POST", "", 3);
        Assert.Equal((Many + 5, Many + 4), ((await house.ClosingAsync())!.Measured, await house.House.Site.WithAsync(db => db.ClosingCases.CountAsync())));
        await BreakOffAndTakeAsync(house, stumble, "POST", "/telling", 3);
        await ToldOnceAsync(house, "listed", Many + 4);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        await DecideAsync(house);
        await house.KeepOthersAsync();
        Assert.Equal((Many + 5, 0, 0), await StandingsAsync(house));

        await BreakOffAndTakeAsync(house, stumble, "POST", "/execution", 3);
        Assert.Equal((Many / 3 + 5, Many / 3, Many / 3), await StandingsAsync(house));
        await ToldOnceAsync(house, "decided", Many + 4);
        Assert.Equal(2 * Many / 3, await house.House.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingMoved)));
        await BreakOffAndTakeAsync(house, stumble, "DELETE", "/execution", 2);
        Assert.Equal((Many + 5, 0, 0), await StandingsAsync(house));
        await ToldOnceAsync(house, "undone", Many + 4);
        Assert.Equal(2 * Many / 3, await house.House.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingPutBack)));
    }

    // Breaks at the first save, then at the second, until it has no more.
    private static async Task FallAndTakeAsync(ClosingHouse house, Stumble stumble, string method, string step)
    {
        var falls = 0;
        while (await FallAsync(house, stumble, method, step, falls + 1) is not 204)
            falls++;
        Assert.True(falls >= 1, $"{method} {step} saves nothing");
    }

    private static async Task<int> FallAsync(ClosingHouse house, Stumble stumble, string method, string step, int save)
    {
        var before = await Inventory.TakeAsync(house.House.Site);
        stumble.At(save);
        var answer = await house.StepAsync("committee", method, step);
        stumble.GetUp();
        // Where the connection is cut, it is said to be the database that is away.
        Assert.Contains(answer, (int[])[204, 500, 503]);
        if (answer is not 204)
            Assert.Equal("", Inventory.Difference(before, await Inventory.TakeAsync(house.House.Site)));
        return answer;
    }

    // Breaks in the midst of the members that it goes through.
    private static async Task BreakOffAndTakeAsync(ClosingHouse house, Stumble stumble, string method, string step, int batch)
    {
        var before = await Inventory.TakeAsync(house.House.Site);
        stumble.At(batch, changed => changed.Any(entry => entry.Entity is ClosingCase));
        Assert.Equal(500, await house.StepAsync("committee", method, step));
        stumble.GetUp();
        Assert.Equal("", Inventory.Difference(before, await Inventory.TakeAsync(house.House.Site)));
        Assert.Equal(204, await house.StepAsync("committee", method, step));
    }

    // They joined a month before, and were nowhere.
    private static Task CrowdAsync(ClosingHouse house) => house.House.Site.WithAsync(async db =>
    {
        var (since, normal) = (house.Now - Duration.FromDays(30), new UpperInvariantLookupNormalizer());
        foreach (var some in Enumerable.Range(0, Many).Chunk(400))
        {
            foreach (var n in some)
            {
                var member = new Member($"Member {n}", $"crowd-{n}", since);
                member.Join(since);
                member.MoveTo(Standing.Inner, since);
                var account = new Account(member, $"crowd-{n}@people.example", since);
                account.ReachAt(account.Email!, normal.NormalizeEmail(account.Email), normal.NormalizeName(account.Email));
                db.Add(account);
            }

            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    });

    // One by one would be a thousand forms: a third stays, a third moves to the open group, a third moves out.
    private static Task DecideAsync(ClosingHouse house) => house.House.Site.WithAsync(async db =>
    {
        var (by, now) = (house.People["committee"], house.Now);
        var decisions = new[] { ClosingDecision.Keep, ClosingDecision.ToOpen, ClosingDecision.ToFormer };
        var cases = await db.ClosingCases.Include(c => c.Member).Where(c => c.Member.Handle.StartsWith("crowd-")).OrderBy(c => c.Id).ToListAsync();
        foreach (var (one, n) in cases.Select((one, n) => (one, n)))
            one.Decide(decisions[n % 3], "A reason.", by, Role.None, now);
        await db.SaveChangesAsync();
    });

    private static Task<(int Inner, int Open, int Former)> StandingsAsync(ClosingHouse house) => house.House.Site.WithAsync(async db =>
    {
        var cases = db.Members.Where(m => m.Handle.StartsWith("crowd-") || m.Handle == "inner" || m.Handle == "committee" || m.Handle == "organizer" || m.Handle == "second" || m.Handle == "diligent");
        return (await cases.CountAsync(m => m.Standing == Standing.Inner), await cases.CountAsync(m => m.Standing == Standing.Open), await cases.CountAsync(m => m.Standing == Standing.Former));
    });

    private static async Task ToldOnceAsync(ClosingHouse house, string word, int members)
    {
        var about = $"{word}:";
        var told = await house.House.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ClosingPost.Kind && d.Channel == ChannelNames.Inbox && d.About!.StartsWith(about)).Select(d => d.MemberId).ToListAsync());
        Assert.Equal((members, members), (told.Count, told.Distinct().Count()));
    }
}

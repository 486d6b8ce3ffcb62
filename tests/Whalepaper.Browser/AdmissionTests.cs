using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Whalepaper.Members;
using Whalepaper.Talks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>The way into the inner group from the first look at it to the welcome, as who goes it, the committee, and somebody whom it does not concern have it before them.</summary>
public sealed class AdmissionTests(House house)
{
    private const string Why = "Because of the whales.";
    private const string Reason = "She answered all of it.";

    [Theory]
    [InlineData("en", true, 360, true)]
    [InlineData("zh-CN", false, 1280, false)]
    public async Task Somebody_applies_is_heard_and_is_let_in(string language, bool dark, int width, bool script)
    {
        var demo = await house.ServeDemoAsync();
        await AppointAsync(demo);
        await using var comer = await ComeAsync(demo, "open", language, width, dark, script);
        await using var committee = await ComeAsync(demo, "committee", language, 1280, !dark, script);
        await using var stranger = await ComeAsync(demo, "candidate", language, width, dark, script);
        var page = await ApplyAsync(comer, script);
        await TakeOnAsync(committee, page, script);
        await NothingForAsync(stranger, page);

        await comer.OpenAsync(page);
        await Expect(comer.Page.Locator("main")).ToContainTextAsync("When would you have time?");
        await comer.Page.Locator("form[action$='/messages'] [name=text]").FillAsync("On **Saturdays**.");
        await PressAsync(comer.Page.Locator("form[action$='/messages'] button"), script);
        await Expect(comer.Page.Locator("#conversation strong")).ToHaveTextAsync("Saturdays");

        // The trial talk is planned and given behind the stage: its own pages have their own journey.
        await HearAsync(demo, page);
        await VoteAsync(committee, page, "approve", script);
        await comer.OpenAsync(page);
        await Expect(comer.Page.Locator("#ballot")).ToHaveCountAsync(0);
        await LookAsync(comer, script);
        foreach (var who in new[] { "organizer", "inner" })
        {
            await using var voter = await ComeAsync(demo, who, language, width, dark, script);
            await SayFreeAsync(voter, page, script);
            await VoteAsync(voter, page, who is "inner" ? "reject" : "approve", script);
            await voter.IsCleanAsync();
        }

        await committee.OpenAsync(page);
        await Expect(committee.Page.Locator("#ballot li").First).ToContainTextAsync(Reason);
        await LookAsync(committee, script);
        await comer.OpenAsync(page);
        await Expect(comer.Page.Locator("main")).Not.ToContainTextAsync(Reason);
        await Expect(comer.Page.Locator(".way-now")).ToHaveTextAsync(new Regex("Let in|已入群", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(comer, script);
        await comer.OpenAsync("/me");
        await Expect(comer.Page.Locator(".me-ladder strong")).ToHaveTextAsync(new Regex("Inner|内部", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await NothingForAsync(stranger, page);
        await CountAsync(committee, script);
        foreach (var visit in new[] { comer, committee, stranger })
            await visit.IsCleanAsync();
    }

    // Nobody else applies, and three whose links are at hand vote.
    private static Task<int> AppointAsync(OwnDemo demo) => demo.WithAsync(async db =>
    {
        await db.Applications.ExecuteDeleteAsync();
        foreach (var member in await db.Members.Where(m => m.Role == Role.Committee && m.Name != "张帆").ToListAsync())
            member.Appoint(Role.None);
        (await db.Members.SingleAsync(m => m.Name == "Stefan")).Appoint(Role.Committee);
        return await db.SaveChangesAsync();
    });

    private async Task<Visit> ComeAsync(OwnDemo demo, string who, string language, int width, bool dark, bool script)
    {
        var visit = await house.VisitAsync(demo.Address, language, width, dark, script);
        await visit.EnterAsync(await demo.LinkAsync(who));
        return visit;
    }

    // First a draft with gaps, then all of it; gives the page of the application.
    private static async Task<string> ApplyAsync(Visit comer, bool script)
    {
        var page = comer.Page;
        await comer.OpenAsync("/apply");
        await LookAsync(comer, script);
        await page.Locator("main [name=why]").FillAsync(Why);
        await PressAsync(page.Locator("main button[value=draft]"), script);
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await Expect(page.Locator("main [name=why]")).ToHaveValueAsync(Why);
        await PressAsync(page.Locator("main button[value=send]"), script);
        await Expect(page.Locator("#field-paperTitle-error")).ToBeVisibleAsync();
        Expected(comer, "422 (");
        await Expect(page.Locator("main [name=why]")).ToHaveValueAsync(Why);
        await LookAsync(comer, script);
        await page.Locator("main [name=tracks]").First.CheckAsync();
        await page.Locator("main [name=paperTitle]").FillAsync("On whales");
        await page.Locator("main [name=paperLink]").FillAsync("https://example.org/whales.pdf");
        await page.Locator("main [name=hours]").FillAsync("5");
        await page.Locator("main [name=promise]").CheckAsync();
        await PressAsync(page.Locator("main button[value=send]"), script);
        await Expect(page).ToHaveURLAsync(new Regex("/applications/[0-9]+\\?done=sent$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(comer, script);
        return new Uri(page.Url).AbsolutePath;
    }

    // Who has not said whether they are bound sees who it is and no more.
    private static async Task TakeOnAsync(Visit committee, string path, bool script)
    {
        var page = committee.Page;
        await committee.OpenAsync("/applications");
        await LookAsync(committee, script);
        await page.Locator($"main a[href='{path}']").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"{path}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.Locator("main")).ToContainTextAsync("On whales");
        await Expect(page.Locator("main")).Not.ToContainTextAsync(Why);
        await LookAsync(committee, script);
        await SayFreeAsync(committee, path, script);
        await Expect(page.Locator("main")).ToContainTextAsync(Why);
        await page.Locator("form[action$='/messages'] [name=text]").FillAsync("When would you have time?");
        await PressAsync(page.Locator("form[action$='/messages'] button"), script);
        await Expect(page.Locator("#conversation")).ToContainTextAsync("When would you have time?");
        await LookAsync(committee, script);
        await PressAsync(page.Locator("form[action$='/acceptance'] button"), script);
        await Expect(page).ToHaveURLAsync(new Regex("done=accepted$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(committee, script);
    }

    private static async Task SayFreeAsync(Visit visit, string path, bool script)
    {
        await visit.OpenAsync(path);
        await visit.Page.Locator("form[action$='/tie'] [value=none]").CheckAsync();
        await PressAsync(visit.Page.Locator("form[action$='/tie'] button"), script);
        await Expect(visit.Page).ToHaveURLAsync(new Regex("done=said$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static async Task VoteAsync(Visit visit, string path, string choice, bool script)
    {
        await visit.OpenAsync(path);
        await LookAsync(visit, script);
        await visit.Page.Locator($"form[action$='/vote'] [value={choice}]").CheckAsync();
        await visit.Page.Locator("form[action$='/vote'] [name=reason]").FillAsync(Reason);
        await PressAsync(visit.Page.Locator("form[action$='/vote'] button"), script);
        await Expect(visit.Page).ToHaveURLAsync(new Regex("done=voted$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        // Neither the choice nor the reason comes back.
        await Expect(visit.Page.Locator("form[action$='/vote'] input:checked")).ToHaveCountAsync(0);
        await LookAsync(visit, script);
    }

    private static async Task NothingForAsync(Visit stranger, string path)
    {
        Assert.Equal(404, (await stranger.OpenAsync(path)).Status);
        Assert.NotEqual(200, (await stranger.OpenAsync("/applications")).Status);
        Expected(stranger, "404 (");
        Expected(stranger, "403 (");
    }

    // The browser tells of every answer that is none, of those too that are as they should be.
    private static void Expected(Visit visit, string number) => visit.Faults.RemoveAll(fault => fault.Contains($"status of {number}", StringComparison.Ordinal));

    private static async Task CountAsync(Visit committee, bool script)
    {
        await committee.OpenAsync("/applications");
        await committee.Page.Locator("main a[href='/applications/statistics']").ClickAsync();
        await Expect(committee.Page.Locator(".quarters tbody tr")).ToHaveCountAsync(1);
        await Expect(committee.Page.Locator(".quarters tbody tr td").Nth(5)).ToContainTextAsync("100%");
        await Expect(committee.Page.Locator(".chart-part")).ToHaveAttributeAsync("height", "96");
        await LookAsync(committee, script);
    }

    private static Task<int> HearAsync(OwnDemo demo, string path) => demo.WithAsync(async db =>
    {
        var (id, now) = (int.Parse(path.Split('/')[^1], null), demo.Now);
        var application = await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == id);
        var entry = await db.Entries.Include(e => e.Paper).Include(e => e.List.Topic).Include(e => e.List.Track)
            .Where(e => e.List.Topic.Number == 6 && !db.TalkPapers.Any(p => p.EntryId == e.Id && p.ReleasedAt == null)).OrderBy(e => e.Id).FirstAsync();
        var talk = new Talk(entry, [application.Member], now, application.Member);
        db.Add(talk);
        await db.SaveChangesAsync();
        application.Plan(talk, await db.Members.Where(m => m.Name == "张帆").Select(m => m.Id).SingleAsync(), now);
        await db.SaveChangesAsync();
        talk.Give(GivingSource.Meeting, now, await db.Members.SingleAsync(m => m.Name == "张帆"));
        return await db.SaveChangesAsync();
    });

    // Without scripts nothing of a page can be asked whether it is still the one before: there one waits for what should be seen.
    private static Task PressAsync(ILocator button, bool script) => script ? RoomOfThree.PressAsync(button) : button.ClickAsync();

    private static async Task LookAsync(Visit visit, bool script)
    {
        if (!script)
            return;
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }
}

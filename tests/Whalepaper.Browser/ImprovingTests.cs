using Microsoft.EntityFrameworkCore;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>The group improves: somebody suggests, the committee answers, a setting follows; and all look back on a topic without names.</summary>
public sealed class ImprovingTests(House house)
{
    [Fact]
    public async Task A_suggestion_is_made_supported_answered_and_followed_by_a_setting()
    {
        var demo = await house.ServeDemoAsync();
        await using var inner = await ComeAsync(demo, "inner", "en", dark: true, 360);
        await inner.OpenAsync("/me");
        await inner.Page.Locator(".me-ladder a[href='/suggestions']").ClickAsync();
        await inner.Page.Locator("main a[href='/suggestions/new']").First.ClickAsync();
        await inner.Page.Locator("main [name=title]").FillAsync("Two talks a meeting");
        await inner.Page.Locator("main [name=text]").FillAsync("There is **time** for two.");
        await inner.Page.Locator("main form[action='/suggestions'] button").ClickAsync();
        await Expect(inner.Page.Locator("h1")).ToHaveTextAsync("Two talks a meeting");
        var page = new Uri(inner.Page.Url).AbsolutePath;
        await LookAsync(inner, page);

        await using var organizer = await ComeAsync(demo, "organizer", "zh-CN", dark: false, 1280);
        await organizer.OpenAsync(page);
        await organizer.Page.Locator("form[action$='/support'] button").ClickAsync();
        await Expect(organizer.Page.Locator("form[action$='/support'] input[name=_method]")).ToHaveValueAsync("DELETE");
        await organizer.Page.Locator("#decision [value=planned]").CheckAsync();
        await organizer.Page.Locator("#decision [name=word]").FillAsync("从下周起试行。");
        await organizer.Page.Locator("#decision button").ClickAsync();
        await Expect(organizer.Page.Locator(".notice")).ToContainTextAsync("从下周起试行。");
        await organizer.Page.Locator("a[href^='/settings/values?because=']").ClickAsync();
        await organizer.Page.Locator("[id='talks.at-meeting']").FillAsync("2");
        await organizer.Page.Locator("main form[action='/settings/values'] button").ClickAsync();
        await Expect(organizer.Page.Locator(".toast")).ToBeVisibleAsync();
        await Expect(organizer.Page.Locator($"main a[href='{page}']")).ToHaveCountAsync(1);
        await LookAsync(organizer, page);
        await inner.OpenAsync(page);
        await Expect(inner.Page.Locator("section[aria-labelledby=effects]")).ToContainTextAsync("2");
        await LookAsync(inner, page);
    }

    [Fact]
    public async Task The_group_looks_back_on_a_topic()
    {
        var demo = await house.ServeDemoAsync();
        await using var committee = await ComeAsync(demo, "committee", "zh-CN", dark: true, 1280);
        await committee.OpenAsync("/topics/6/retrospective");
        await committee.Page.Locator("main form button[type=submit]").First.ClickAsync();
        await Expect(committee.Page.Locator("fieldset.scale")).ToHaveCountAsync(3);
        string[] names = ["Stefan", "杨夕", "张帆"];
        await demo.WithAsync(db => db.RetrospectiveInvitees.Where(invitee => !db.Members.Any(member => member.Id == invitee.MemberId && names.Contains(member.Name))).ExecuteDeleteAsync());
        foreach (var who in new[] { "inner", "organizer", "committee" })
        {
            await using var visit = await ComeAsync(demo, who, "en", dark: who is "inner", 360);
            await LookAsync(visit, "/topics/6/retrospective");
            foreach (var (name, score) in new[] { ("learned", 5), ("organised", 4), ("joined", 2) })
                await visit.Page.Locator($"input[name={name}][value='{score}']").CheckAsync();
            await visit.Page.Locator("[name=keep]").FillAsync($"Kept by somebody {who.Length}");
            await visit.Page.Locator("form[action$='/answer'] button").ClickAsync();
            await Expect(visit.Page.Locator(".toast")).ToBeVisibleAsync();
        }

        // The last of all closed it; those of the demonstration who have no way to sign in are not waited for.
        await LookAsync(committee, "/topics/6/retrospective");
        await committee.Page.Locator("#publication [name=leaveKeep]").First.CheckAsync();
        await committee.Page.Locator("#publication [name=word]").FillAsync("谢谢大家。");
        await committee.Page.Locator("#publication button").ClickAsync();
        await Expect(committee.Page.Locator(".scale-result")).ToHaveCountAsync(3);
        await using var reader = await ComeAsync(demo, "inner", "en", dark: false, 360);
        await LookAsync(reader, "/topics/6/retrospective");
        await Expect(reader.Page.Locator(".scale-said")).ToHaveCountAsync(2);
    }

    private async Task<Visit> ComeAsync(OwnDemo demo, string who, string language, bool dark, int width)
    {
        var visit = await house.VisitAsync(demo.Address, language, width, dark);
        await visit.EnterAsync(await demo.LinkAsync(who));
        return visit;
    }

    private static async Task LookAsync(Visit visit, string path)
    {
        await visit.OpenAsync(path);
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }
}

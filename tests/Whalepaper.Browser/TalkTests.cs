using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A talk from a wish to another presenter, as a member and the committee go along, with scripts and without.</summary>
public sealed class TalkTests(House house)
{
    [Theory]
    [InlineData("zh-CN", 360, true, false)]
    [InlineData("en", 1280, false, true)]
    public async Task A_paper_is_claimed_prepared_confirmed_and_handed_over(string language, int width, bool dark, bool script)
    {
        var own = await house.ServeDemoAsync();
        await using var inner = await house.VisitAsync(own.Address, language, width, dark, script);
        await inner.EnterAsync(await own.LinkAsync("inner"));
        await inner.OpenAsync("/topics/6/nlp/claim");
        await LookAsync(inner, script);
        await inner.Page.Locator("[name=paper]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await inner.Page.Locator("[name=meeting]").Last.CheckAsync();
        await SendAsync(inner, "/talks");
        await Assertions.Expect(inner.Page).ToHaveURLAsync(new Regex("/talks/[0-9]+\\?done=claimed$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var talk = new Uri(inner.Page.Url).AbsolutePath;
        await LookAsync(inner, script);

        await inner.OpenAsync($"{talk}/prepare");
        await LookAsync(inner, script);
        await inner.Page.Locator("[name=texts]").First.FillAsync("Where it **comes from**: $a^2$");
        await inner.Page.Locator("[name=shown]").First.CheckAsync();
        await SendAsync(inner, "/preparation");
        await Assertions.Expect(inner.Page).ToHaveURLAsync($"{own.Address}{talk}/prepare?done=saved");
        await Assertions.Expect(inner.Page.Locator("[name=texts]").First).ToHaveValueAsync("Where it **comes from**: $a^2$");

        // Opening the page that a letter leads to does nothing; its button does.
        await inner.OpenAsync($"{talk}/confirmation");
        await LookAsync(inner, script);
        await inner.OpenAsync($"{talk}/confirmation");
        await SendAsync(inner, "/confirmation");
        await Assertions.Expect(inner.Page).ToHaveURLAsync($"{own.Address}{talk}?done=confirmed");

        await inner.OpenAsync($"{talk}/handover");
        await LookAsync(inner, script);
        await inner.Page.Locator("[name=to]").FillAsync("Nobody of this name");
        await SendAsync(inner, "/handovers");
        await Assertions.Expect(inner.Page.Locator("#field-to-error")).ToBeVisibleAsync();
        await inner.Page.Locator("[name=to]").FillAsync("张帆");
        await inner.Page.Locator("[name=word]").First.FillAsync("A wedding.");
        await SendAsync(inner, "/handovers");
        await Assertions.Expect(inner.Page).ToHaveURLAsync($"{own.Address}{talk}?done=offered");

        await using var committee = await house.VisitAsync(own.Address, language, width, dark, script);
        await committee.EnterAsync(await own.LinkAsync("committee"));
        await Assertions.Expect(committee.Page.Locator($"main a[href='{talk}']").First).ToBeVisibleAsync();
        await LookAsync(committee, script);
        await committee.OpenAsync(talk);
        await Assertions.Expect(committee.Page.Locator("main")).ToContainTextAsync("A wedding.");
        await SendAsync(committee, "/acceptance");
        await Assertions.Expect(committee.Page).ToHaveURLAsync($"{own.Address}{talk}?done=taken");
        await LookAsync(committee, script);
        await inner.OpenAsync("/me");
        await Assertions.Expect(inner.Page.Locator($"main a[href='{talk}']")).ToHaveCountAsync(0);
        await inner.IsCleanAsync();
        await committee.IsCleanAsync();
    }

    [Theory]
    [InlineData("en", 360, false, true)]
    [InlineData("zh-CN", 1280, true, false)]
    public async Task A_paper_is_proposed_is_known_already_gets_wishes_and_is_accepted(string language, int width, bool dark, bool script)
    {
        var own = await house.ServeDemoAsync();
        await using var open = await house.VisitAsync(own.Address, language, width, dark, script);
        await open.EnterAsync(await own.LinkAsync("open"));
        await open.OpenAsync("/topics/6/nlp/proposals");
        await LookAsync(open, script);
        // What was shared before is said while the title is typed; without a script, when it is sent.
        await open.Page.Locator("[name=title]").FillAsync("XLNet: Generalized Autoregressive Pretraining for Language Understanding");
        if (!script)
            await SendAsync(open, "/proposals");
        await Assertions.Expect(open.Page.Locator("[data-known]")).ToContainTextAsync("XLNet");
        await open.Page.Locator("[name=title]").FillAsync("");
        await open.Page.Locator("[name=pasted]").FillAsync("@article{k, title={Sparks of a whale}, author={Ahab and Ishmael}, year={2024}, journal={Ocean}, eprint={2403.01234}, archivePrefix={arXiv}}");
        await open.Page.Locator("[name=why]").FillAsync("It fits the theme.");
        await SendAsync(open, "/proposals");
        await Assertions.Expect(open.Page).ToHaveURLAsync($"{own.Address}/topics/6/nlp/proposals?done=proposed");
        await Assertions.Expect(open.Page.Locator("main")).ToContainTextAsync("Sparks of a whale");
        await LookAsync(open, script);

        await using var committee = await house.VisitAsync(own.Address, language, width, dark, script);
        await committee.EnterAsync(await own.LinkAsync("committee"));
        await committee.OpenAsync("/desk");
        await LookAsync(committee, script);
        await committee.OpenAsync("/topics/6/nlp/proposals");
        var proposal = committee.Page.Locator("ul.desk > li", new() { HasText = "Sparks of a whale" });
        await proposal.Locator("form[action$='/acceptance'] button[type=submit]").ClickAsync();
        await Assertions.Expect(committee.Page).ToHaveURLAsync($"{own.Address}/topics/6/nlp/proposals?done=accepted");
        await committee.OpenAsync("/topics/6/nlp");
        await Assertions.Expect(committee.Page.Locator("main")).ToContainTextAsync("Sparks of a whale");

        // Its place on the list is changed by buttons.
        await committee.OpenAsync("/topics/6/nlp/order");
        await LookAsync(committee, script);
        await committee.IsCleanAsync();
        await open.IsCleanAsync();
    }

    private static Task SendAsync(Visit visit, string action) => visit.Page.Locator($"main form[action$='{action}'] button[type=submit]").First.ClickAsync();

    // What looks for faults of access is a script itself.
    private static async Task LookAsync(Visit visit, bool script)
    {
        if (!script)
            return;
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }
}

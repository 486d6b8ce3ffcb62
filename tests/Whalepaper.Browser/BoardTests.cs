using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>The committee plans a topic: by pointer, by keyboard, on a phone, and without scripts.</summary>
public sealed class BoardTests(House house)
{
    private const string Board = "/topics/6/board";

    // A paper of the tray that some gap of its own track waits for.
    private const string Lone = """
        () => {
          const gaps = [...document.querySelectorAll('.board-cell[data-meeting]')].filter(cell => !cell.querySelector('[data-entry]'));
          const paper = [...document.querySelectorAll('[data-entry][data-open]')].find(paper => gaps.some(gap => gap.dataset.track === paper.dataset.track));
          const cells = gaps.filter(gap => gap.dataset.track === paper.dataset.track);
          return [paper.dataset.entry, ...cells.map(cell => cell.dataset.meeting)];
        }
        """;

    [Theory]
    [InlineData("zh-CN", false, 1440)]
    [InlineData("en", true, 360)]
    public async Task Its_pages_are_accessible_and_fit(string language, bool dark, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark);
        await visit.EnterAsync(await house.LinkAsync("committee"));
        foreach (var path in (string[])[Board, "/topics/6/releases", "/topics/5/board"])
        {
            await visit.OpenAsync(path);
            await visit.FitsAsync();
            await visit.IsAccessibleAsync();
        }

        await visit.OpenAsync(Board);
        await visit.Page.Locator("#place summary").ClickAsync();
        await visit.Page.Locator(".board-publish summary").ClickAsync();
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }

    [Fact]
    public async Task A_paper_is_dragged_to_a_gap_on_to_another_and_published()
    {
        var own = await house.ServeDemoAsync();
        await using var visit = await house.VisitAsync(own.Address, "en");
        await visit.EnterAsync(await own.LinkAsync("committee"));
        await visit.OpenAsync(Board);
        var (paper, first, second) = await LoneAsync(visit);
        await visit.Page.Locator($"#entry-{paper}").DragToAsync(visit.Page.Locator($"[data-meeting='{first}']"));

        // A paper that nobody has lacks a presenter: the form is filled in as far as is known, and the focus says what is missing.
        await Assertions.Expect(visit.Page.Locator(".board-put [name=presenters]").First).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator(".board-put [name=meeting]")).ToHaveValueAsync(first);
        await visit.Page.Locator(".board-put [name=presenters]").First.SelectOptionAsync("stefan");
        await visit.Page.Locator(".board-put button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{own.Address}{Board}?done=placed#entry-{paper}");
        await Assertions.Expect(visit.Page.Locator($"[data-meeting='{first}'] #entry-{paper}.board-drafted")).ToBeVisibleAsync();

        // What is placed moves at once.
        await visit.Page.Locator($"#entry-{paper}").DragToAsync(visit.Page.Locator($"[data-meeting='{second}']"));
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{own.Address}{Board}?done=moved#entry-{paper}");
        await Assertions.Expect(visit.Page.Locator($"[data-meeting='{second}'] #entry-{paper}")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator($"[data-meeting='{first}'] #entry-{paper}")).ToBeVisibleAsync();

        await visit.Page.Locator(".board-publish summary").ClickAsync();
        await visit.Page.Locator("#release-word").FillAsync("December is set.");
        await visit.Page.Locator(".board-publish button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{own.Address}/topics/6/releases?done=published#release-1");
        await Assertions.Expect(visit.Page.Locator(".release-word")).ToHaveTextAsync("December is set.");
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }

    [Theory]
    [InlineData("zh-CN", 360, false)]
    [InlineData("en", 1280, true)]
    public async Task By_links_and_keys_alone_a_paper_is_placed_pinned_and_taken_off(string language, int width, bool script)
    {
        var own = await house.ServeDemoAsync();
        await using var scout = await house.VisitAsync(own.Address, language, width);
        await scout.EnterAsync(await own.LinkAsync("committee"));
        await scout.OpenAsync(Board);
        var (paper, first, _) = await LoneAsync(scout);
        await using var visit = await house.VisitAsync(own.Address, language, width, script: script);
        await visit.EnterAsync(await own.LinkAsync("committee"));
        await visit.OpenAsync(Board);
        await visit.Page.Locator($"#entry-{paper} .board-acts a").PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".board-put [name=entry]")).ToHaveValueAsync(paper);
        await visit.Page.Locator(".board-put [name=meeting]").SelectOptionAsync(first);

        // Nobody chosen: the form says so beside the field and keeps the rest.
        await visit.Page.Locator(".board-put [name=presenters]").First.EvaluateAsync("field => field.required = false");
        await visit.Page.Locator(".board-put button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#field-presenters-error")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".board-put [name=meeting]")).ToHaveValueAsync(first);
        await visit.Page.Locator(".board-put [name=presenters]").First.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await visit.Page.Locator(".board-put button[type=submit]").PressAsync("Enter");

        var card = visit.Page.Locator($"[data-meeting='{first}'] #entry-{paper}");
        await Assertions.Expect(card).ToBeVisibleAsync();
        await card.Locator("form").First.Locator("button").PressAsync("Enter");
        await Assertions.Expect(card.Locator(".board-pin")).ToBeVisibleAsync();
        await card.Locator("form").First.Locator("button").PressAsync("Enter");
        await Assertions.Expect(card.Locator(".board-pin")).ToHaveCountAsync(0);
        await card.Locator("form").Last.Locator("button").PressAsync("Enter");
        await Assertions.Expect(card).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_plan_is_suggested_and_says_why()
    {
        var own = await house.ServeDemoAsync();
        await using var visit = await house.VisitAsync(own.Address, "en");
        await visit.EnterAsync(await own.LinkAsync("committee"));
        await visit.OpenAsync(Board);
        var before = await visit.Page.Locator(".board-drafted").CountAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Suggest a plan" }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("done=suggested", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.True(await visit.Page.Locator(".board-drafted").CountAsync() > before);
        await Assertions.Expect(visit.Page.Locator(".board-drafted .board-why").First).ToContainTextAsync("shared");
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }

    private static async Task<(string Paper, string First, string Second)> LoneAsync(Visit visit)
    {
        var found = await visit.Page.EvaluateAsync<string[]>(Lone);
        return (found[0], found[1], found[2]);
    }
}

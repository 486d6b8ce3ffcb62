using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>People come in, look after themselves, and decide about others.</summary>
public sealed class PeopleTests(House house)
{
    private const string Password = "correct horse battery";

    private static readonly string[] visitors = ["/sign-in", "/join", "/password-reset"];

    private static readonly string[] members =
    [
        "/me", "/me/inbox", "/me/notifications", "/notices", "/notices/new", "/notices/new?template=talk-this-week", "/notices/drafts", "/notices/templates", "/me/profile", "/me/account", "/me/account/second-factor", "/me/keys", "/me/data", "/desk", "/audit", "/settings", "/settings/tracks", "/settings/outline",
        "/settings/values", "/settings/people", "/charter/import", "/settings/mail", "/settings/channels", "/outbox", "/settings/status", "/apply", "/applications", "/applications/prospects", "/applications/statistics", "/participation", "/participation/disputes", "/settings/policy", "/members/stefan/participation", "/topics/5/pictures", "/topics/5/closing", "/me/closing", "/members/stefan/certificates/5", "/elections", "/suggestions", "/suggestions?state=all", "/suggestions/new", "/topics/6/retrospective", "/topics/5/retrospective", "/suggestions/1", "/members/张强", "/members/stefan",
    ];

    [Theory]
    [InlineData("zh-CN", false, 1440)]
    [InlineData("en", true, 360)]
    public async Task Their_pages_are_accessible_and_fit(string language, bool dark, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark);
        foreach (var path in visitors)
            await LookAsync(visit, path, language);
        await visit.OpenAsync(await house.LinkAsync("organizer"));
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(house.Full + "/me");
        foreach (var path in members.Concat(house.RoomPages))
            await LookAsync(visit, path, language);
    }

    [Fact]
    public async Task A_house_is_founded_a_stranger_joins_and_signs_in_by_password_and_by_passkey()
    {
        var (founded, path) = await house.FoundAsync();
        // A passkey belongs to a name, and a number is none.
        var local = founded.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var organizer = await house.VisitAsync(local, "en");
        await organizer.OpenAsync(path);
        await FillAsync(organizer.Page, ("name", "Yang"), ("email", "yang@people.example"), ("password", Password), ("group", "Paper group"));
        await SubmitAsync(organizer.Page);
        await Assertions.Expect(organizer.Page).ToHaveURLAsync(local + "/me?done=set-up");

        await using var stranger = await house.VisitAsync(local, "en", 360);
        await stranger.OpenAsync("/join");
        await FillAsync(stranger.Page, ("name", "Ada"), ("email", "ada@people.example"), ("password", Password));
        await stranger.Page.Locator("main [name=promise]").CheckAsync();
        await SubmitAsync(stranger.Page);
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(local + "/join?done=posted");

        await organizer.OpenAsync("/outbox");
        await organizer.Page.Locator(".desk-item button").First.ClickAsync();
        var letter = await organizer.Page.Locator("pre").First.InnerTextAsync();
        await stranger.OpenAsync(letter[letter.IndexOf("/join/", StringComparison.Ordinal)..].Split('\n')[0].Trim());
        await SubmitAsync(stranger.Page);
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(local + "/me?done=joined");

        await GiveAuthenticatorAsync(stranger.Page);
        await stranger.OpenAsync("/me/account");
        await stranger.Page.Locator("wp-passkey [name=passkeyName]").FillAsync("my phone");
        await stranger.Page.Locator("wp-passkey button[type=submit]").ClickAsync();
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(local + "/me/account?done=passkey");
        await Assertions.Expect(stranger.Page.Locator(".keys-name input[name=passkeyName]")).ToHaveValueAsync("my phone");

        await SignOutAsync(stranger, local);
        await FillAsync(stranger.Page, ("email", "ada@people.example"), ("password", Password));
        await stranger.Page.Locator("main form[action='/sign-in'] button[type=submit]").ClickAsync();
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(local + "/me");

        await SignOutAsync(stranger, local);
        await stranger.Page.Locator("wp-passkey button[type=submit]").ClickAsync();
        await Assertions.Expect(stranger.Page).ToHaveURLAsync(local + "/me");
        Assert.Contains("Ada", await stranger.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await stranger.IsCleanAsync();
    }

    [Fact]
    public async Task A_profile_is_claimed_and_granted_and_whoever_is_moved_out_is_out()
    {
        await using var member = await house.VisitAsync(house.Full, "en", 360);
        await member.OpenAsync(await house.LinkAsync("open"));
        await SubmitAsync(member.Page);
        await member.OpenAsync("/members/蘇靜");
        await member.Page.Locator("summary").First.ClickAsync();
        await FillAsync(member.Page, ("word", "I shared Cell R-CNN."));
        await member.Page.Locator("main details button[type=submit]").First.ClickAsync();
        await Assertions.Expect(member.Page.Locator(".toast")).ToBeVisibleAsync();

        await using var committee = await house.VisitAsync(house.Full, "zh-CN");
        await committee.OpenAsync(await house.LinkAsync("committee"));
        await SubmitAsync(committee.Page);
        await committee.OpenAsync("/desk");
        await committee.Page.Locator(".desk-item", new() { HasTextString = "Cell R-CNN" }).Locator("form[action$='/grant'] button").ClickAsync();
        await Assertions.Expect(committee.Page).ToHaveURLAsync(house.Full + "/desk?done=granted");
        await member.OpenAsync("/members/ada-brook");
        Assert.Contains("Cell R-CNN", await member.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // From another browser everything else is signed out, and the first one loses its pages with the next step.
        await using var other = await house.VisitAsync(house.Full, "en");
        await other.OpenAsync(await house.LinkAsync("open"));
        await SubmitAsync(other.Page);
        await other.OpenAsync("/me/account");
        await other.Page.Locator("form[action='/me/account/sign-ins'] button").ClickAsync();
        await member.OpenAsync("/me");
        Assert.Contains("/sign-in", member.Page.Url, StringComparison.Ordinal);
    }

    private static async Task LookAsync(Visit visit, string path, string language)
    {
        var answer = await visit.OpenAsync(path);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status}");
        Assert.Equal(language, await visit.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }

    private static async Task FillAsync(IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
            await page.Locator($"main [name={name}]").First.FillAsync(value);
    }

    private static Task SubmitAsync(IPage page) => page.Locator("main button[type=submit]").First.ClickAsync();

    private static async Task SignOutAsync(Visit visit, string at)
    {
        await visit.OpenAsync("/me");
        await visit.Page.Locator("main form[action='/sign-in'] button").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(at + "/sign-in?done=signed-out");
    }

    private static async Task GiveAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = JsonSerializer.SerializeToElement(new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true }),
        });
    }
}

using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission;
using Whalepaper.Tests.Archive;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>A member's own page leads to their application.</summary>
public sealed class OwnApplicationTests
{
    [Theory, BothEngines]
    public async Task The_application_that_runs_is_linked_and_where_none_does_the_last_one(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("open");
        Assert.Empty(await LinksAsync());
        var first = await ApplyAsync(application => application.Send(house.Site.Clock.GetCurrentInstant()));
        Assert.Equal([("See my application", $"/applications/{first}")], await LinksAsync());
        await house.Site.WithAsync(async db =>
        {
            (await db.Applications.SingleAsync()).Withdraw(house.Site.Clock.GetCurrentInstant(), house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        Assert.Equal([("My last application", $"/applications/{first}")], await LinksAsync());
        // One that was not sent yet is none.
        await ApplyAsync(_ => { });
        Assert.Equal([("My last application", $"/applications/{first}")], await LinksAsync());

        Task<int> ApplyAsync(Action<Application> go) => house.Site.WithAsync(async db =>
        {
            var application = new Application(await db.Members.SingleAsync(m => m.Handle == "open"), house.Site.Clock.GetCurrentInstant());
            application.Answer(new ApplicationAnswers([house.Season.Nlp.Id], "Because.", "On whales", "https://example.org/whales", 5, true));
            go(application);
            db.Add(application);
            await db.SaveChangesAsync();
            return application.Id;
        });

        async Task<List<(string, string)>> LinksAsync()
        {
            using var page = new HtmlParser().ParseDocument((await session.GetAsync("/me")).Text);
            return [.. page.QuerySelectorAll(".me-ladder a[href^='/applications/']").Select(link => (link.Said(), link.GetAttribute("href")!))];
        }
    }
}

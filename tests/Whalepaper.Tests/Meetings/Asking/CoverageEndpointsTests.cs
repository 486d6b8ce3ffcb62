using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings.Asking;

/// <summary>What was covered, over the network: listeners mark it, the host has the last word.</summary>
public sealed class CoverageEndpointsTests
{
    [Theory, BothEngines]
    public async Task Listeners_mark_what_they_heard_once_it_has_begun_and_not_of_their_own(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Listener.SendAsync("PUT", Tick(hour, 0))).Status);
        await hour.OpenAsync();
        foreach (var who in (People.Session[])[hour.Listener, hour.Other, hour.Listener])
            Assert.Equal($"/meetings/{hour.Meeting}#part-{hour.Talk}-0", (await who.SendAsync("PUT", Tick(hour, 0))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Presenter.SendAsync("PUT", Tick(hour, 0))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Listener.SendAsync("PUT", Tick(hour, 7))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await hour.House.SignInAsync("open")).SendAsync("PUT", Tick(hour, 0))).Status);

        var page = (await hour.Listener.GetAsync($"/talks/{hour.Talk}")).Text;
        Assert.Contains("2 listeners say covered", page, StringComparison.Ordinal);
        Assert.DoesNotContain("listeners say covered", (await hour.House.Visitor().GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        await hour.Listener.SendAsync("DELETE", Tick(hour, 0));
        Assert.Equal(1, await hour.House.Site.WithAsync(db => db.PartTicks.CountAsync()));
        hour.House.Site.Clock.AdvanceDays(2);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Listener.SendAsync("PUT", Tick(hour, 0))).Status);
    }

    [Theory, BothEngines]
    public async Task The_hosts_word_stands_above_marks_and_the_record_follows_it(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.OpenAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await hour.Presenter.SendAsync("PUT", Word(hour, 1), ("covered", "yes"))).Status);
        Assert.Equal($"/meetings/{hour.Meeting}#part-{hour.Talk}-0", (await hour.Host.SendAsync("PUT", Word(hour, 0), ("covered", "yes"))).Location);
        await hour.GiveAsync();
        // After the hour the word is said where the talk is.
        hour.House.Site.Clock.AdvanceHours(6);
        Assert.Equal($"/talks/{hour.Talk}#part-{hour.Talk}-1", (await hour.Host.SendAsync("PUT", Word(hour, 1), ("covered", "no"))).Location);
        Assert.True(await PartialAsync(hour));
        Assert.Contains("Left out", (await hour.Listener.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        await hour.Host.SendAsync("PUT", Word(hour, 1), ("covered", "yes"));
        Assert.False(await PartialAsync(hour));
        await hour.Host.SendAsync("DELETE", Word(hour, 1));
        Assert.Equal([0], await hour.House.Site.WithAsync(db => db.PartWords.Select(word => word.Position).ToListAsync()));
    }

    private static Task<bool> PartialAsync(Hour hour) => hour.House.Site.WithAsync(db => db.Talks.Where(t => t.Id == hour.Talk).Select(t => t.Giving!.IsPartial).SingleAsync());

    private static string Tick(Hour hour, int part) => $"/talks/{hour.Talk}/parts/{part}/tick";

    private static string Word(Hour hour, int part) => $"/talks/{hour.Talk}/parts/{part}/coverage";
}

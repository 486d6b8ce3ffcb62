using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>What counts for somebody, another saw: nobody writes down alone that they were there, or shared something.</summary>
public sealed class WitnessTests
{
    [Theory, BothEngines]
    public async Task Once_the_hour_is_over_nobody_ticks_themselves_off(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, _) = await stage.HourAsync();
        var host = (await stage.AsAsync("committee", "/")).Session;
        var path = $"/meetings/{meeting}/attendance/committee";
        // While it goes on, its code would say the same.
        Assert.Equal(HttpStatusCode.SeeOther, (await host.SendAsync("PUT", path)).Status);
        await host.SendAsync("DELETE", path);
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");

        var refused = await host.SendAsync("PUT", path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("somebody else of the committee does", refused.Text, StringComparison.Ordinal);
        Assert.False(await stage.Site.WithAsync(db => db.Attendances.AnyAsync(a => a.MeetingId == meeting)));
        Assert.DoesNotContain($"{path}\"", (await host.GetAsync($"/meetings/{meeting}/attendance")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await stage.AsAsync("organizer", "/")).Session.SendAsync("PUT", path)).Status);
    }

    [Theory, BothEngines]
    public async Task What_nobody_saw_but_who_presents_it_is_left_to_the_committee(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, handle) = await stage.HourAsync(opened: false);
        var presenter = await stage.House.Visitor().SignInAsync(await stage.Site.WithAsync(db => db.Members.Where(m => m.Handle == handle).Select(m => m.Id).SingleAsync()));
        await presenter.SendAsync("POST", $"/meetings/{meeting}/session");
        await presenter.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"));
        await presenter.SendAsync("PUT", $"/meetings/{meeting}/attendance/{handle}");
        stage.Site.Clock.Advance(Duration.FromMinutes(12));
        await presenter.SendAsync("DELETE", $"/meetings/{meeting}/session");
        Assert.Equal((TalkState.Claimed, 0), await StateAsync());
        Assert.Contains($"/talks/{talk}/giving", (await (await stage.AsAsync("committee", "/")).Session.GetAsync("/desk")).Text, StringComparison.Ordinal);

        await presenter.SendAsync("POST", $"/meetings/{meeting}/session/reopening");
        await presenter.SendAsync("PUT", $"/meetings/{meeting}/attendance/inner");
        await presenter.SendAsync("DELETE", $"/meetings/{meeting}/session");
        Assert.Equal((TalkState.Given, 1), await StateAsync());

        Task<(TalkState, int)> StateAsync() => stage.Site.WithAsync(async db =>
            (await db.Talks.Where(t => t.Id == talk).Select(t => t.State).SingleAsync(), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.TalkGiven)));
    }
}

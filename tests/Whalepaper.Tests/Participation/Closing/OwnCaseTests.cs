using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>Whom a closing is about learns of it when they are told, and what was decided when it is done: in an office as well as without.</summary>
public sealed class OwnCaseTests
{
    private const string Word = "We waited for you.";

    [Theory, BothEngines]
    public async Task What_is_decided_about_oneself_is_seen_nowhere_before_it_is_done(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        Assert.Equal(204, await house.DecideAsync("committee", "second", "former", Word));
        var (second, committee) = (await house.House.Visitor().SignInAsync(house.People["second"]), await house.House.SignInAsync("committee"));
        string[] pages = ["/topics/5/closing/second", "/topics/5/closing", "/topics/5/closing?show=undecided", "/topics/5/closing?show=office", "/audit?act=closing.decide&member=second", "/audit.csv?act=closing.decide&member=second"];
        foreach (var page in pages)
        {
            var text = (await second.GetAsync(page)).Text;
            foreach (var told in (string[])[Word, "ToFormer", "Move out", "a second is needed", "twice"])
                Assert.False(text.Contains(told, StringComparison.Ordinal), $"{page} tells: {told}");
        }

        Assert.Contains("the others decide", (await second.GetAsync(pages[1])).Text, StringComparison.Ordinal);
        Assert.Contains(Word, (await committee.GetAsync(pages[0])).Text, StringComparison.Ordinal);
        foreach (var page in pages[4..])
            Assert.Contains("ToFormer", (await committee.GetAsync(page)).Text, StringComparison.Ordinal);
        var closing = (await house.ClosingAsync())!;
        foreach (var (who, count) in ((string, int)[])[("second", 0), ("committee", 1)])
            Assert.Equal(count, (await house.House.Site.WithAsync(db => db.CountsAsync(closing, house.People[who], CancellationToken.None))).ToFormer);
        // Nor does a refusal tell which decision would need a reason now.
        foreach (var decision in (string[])["keep", "former"])
            Assert.DoesNotContain("Say why they stay", (await second.SendAsync("PUT", "/topics/5/closing/second/decision", ("decision", decision), ("reason", ""))).Text, StringComparison.Ordinal);

        Assert.Equal(204, await house.DecideAsync("committee", "second", "keep", "You told us."));
        await house.KeepOthersAsync();
        Assert.DoesNotContain("You told us", (await second.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        foreach (var page in (string[])["/me/closing", pages[0]])
            Assert.Contains("You told us", (await second.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.Contains("ToFormer", (await second.GetAsync(pages[4])).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Nothing_says_so_before_they_are_told_and_what_was_called_off_is_nobodys_to_read(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        var inner = await house.House.SignInAsync("inner");
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.DoesNotContain("Low", await inner.OwnFileAsync("closings.json"), StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        Assert.Contains("Low", await inner.OwnFileAsync("closings.json"), StringComparison.Ordinal);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", Word));
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/diligent/role", new { role = "committee" }));
        Assert.Equal(204, await house.StepAsync("diligent", "DELETE", ""));
        foreach (var said in (string[])[await inner.OwnFileAsync("closings.json"), await inner.OwnFileAsync("audit.json"), (await inner.GetAsync("/me/closing")).Text])
        {
            Assert.DoesNotContain(Word, said, StringComparison.Ordinal);
            Assert.DoesNotContain("ToFormer", said, StringComparison.Ordinal);
            Assert.DoesNotContain(AuditActs.ClosingDecided, said, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task Who_is_excused_from_most_of_it_is_seen_and_nobody_decides_about_them(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Id == house.House.Season.Tonight.Id);
            db.Add(new Coming(meeting, house.People["inner"], false, meeting.StartsAt - Duration.FromMinutes(1)));
            await db.SaveChangesAsync();
        });
        await house.TellAsync();
        var one = await house.House.Site.WithAsync(db => db.ClosingCases.SingleAsync(c => c.Member.Handle == "inner"));
        Assert.Equal((VerdictKind.Fine, 1, 1, (Instant?)null), (one.Kind, one.Held, one.Excused, one.ToldAt));
        var committee = await house.House.SignInAsync("committee");
        Assert.Contains("/topics/5/closing/inner", (await committee.GetAsync("/topics/5/closing?show=excused")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/topics/5/closing/second", (await committee.GetAsync("/topics/5/closing?show=excused")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/topics/5/closing/inner", (await committee.GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", (await committee.GetAsync("/topics/5/closing/inner")).Text, StringComparison.Ordinal);
        Assert.Equal(404, await house.DecideAsync("committee", "inner", "former"));
        Assert.Contains("No closing concerns you", (await (await house.House.SignInAsync("inner")).GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
    }

    [Fact]
    public void Mostly_excused_is_more_than_half_or_all_that_was_asked()
    {
        var policy = new ParticipationPolicy(1, 50, FreeAbsences: 1);
        Assert.Equal(
            [true, true, false, false, false, true],
            ((TakingPart[])[new(0, 3, 0, 3), new(1, 5, 2, 3), new(1, 4, 2, 2), new(0, 0, 0, 0), new(0, 5, 0, 1), new(0, 2, 0, 1)]).Select(done => policy.IsMostlyExcused(policy.Judge(done, Circumstances.Usual))));
        Assert.False((policy with { LeastAttendance = 0 }).IsMostlyExcused((policy with { LeastAttendance = 0 }).Judge(new(1, 3, 0, 3), Circumstances.Usual)));
    }
}

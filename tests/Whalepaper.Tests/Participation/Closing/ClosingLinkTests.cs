using System.Net;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>From which topics one gets to a closing.</summary>
public sealed class ClosingLinkTests
{
    [Theory, BothEngines]
    public async Task The_way_to_it_stands_where_there_is_one_and_not_on_topics_that_were_over_before(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(async db =>
        {
            var (past, next) = (new Topic(3), new Topic(6));
            // As an imported document leaves it.
            past.Open(house.Now);
            past.Close(house.Now);
            db.AddRange(past, next);
            await db.SaveChangesAsync();
        });
        var committee = await house.House.SignInAsync("committee");
        Assert.Equal((false, true, false), (await LeadsAsync(3), await LeadsAsync(5), await LeadsAsync(6)));
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.True(await LeadsAsync(5));
        // Called off, it can be begun anew, whether it ended the topic or not.
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", ""));
        Assert.True(await LeadsAsync(5));
        // By its address it is there all the same.
        Assert.Equal(HttpStatusCode.OK, (await committee.GetAsync("/topics/3/closing")).Status);
        Assert.DoesNotContain("/topics/5/closing", (await (await house.House.SignInAsync("inner")).GetAsync("/topics/5")).Text, StringComparison.Ordinal);

        async Task<bool> LeadsAsync(int topic) => (await committee.GetAsync($"/topics/{topic}")).Text.Contains($"href=\"/topics/{topic}/closing\"", StringComparison.Ordinal);
    }
}

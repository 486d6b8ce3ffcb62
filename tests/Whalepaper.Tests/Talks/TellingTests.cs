using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>Nobody fills others' mailboxes: what they are told of at once is counted by member.</summary>
public sealed class TellingTests
{
    [Fact]
    public async Task Who_names_and_lets_go_in_a_loop_is_stopped_and_nobody_else_is()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var (papers, dates) = (await house.PapersAsync(3), await house.DatesAsync(3));
        var talk = (await inner.ClaimAsync(papers[0], dates[0])).TalkNumber();
        for (var n = 1; n < TellingThrottle.PerMember; n += 2)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "committee"), ("word", "Please"))).Status);
            if (n + 1 < TellingThrottle.PerMember)
                Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("DELETE", $"/handovers/{await OfferAsync(house, talk)}")).Status);
        }

        // What was typed is kept, and what is wrong is not counted.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("POST", $"/talks/{talk}/presenters", ("with", "nobody at all"))).Status);
        var stopped = await inner.SendAsync("POST", "/topics/5/nlp/talks", ("paper", $"{papers[1]}"), ("meeting", $"{dates[1]}"), ("with", "organizer"));
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        Assert.Contains("You did this very often just now.", stopped.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"organizer\"", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await inner.SendAsync("POST", $"/talks/{talk}/withdrawal")).Status);
        var key = await house.TokenAsync("inner", TokenScope.Write);
        var told = await house.Visitor().BearAsync(key, "POST", $"/api/v1/talks/{talk}/presenters", """{"with":"organizer"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, told.Status);
        Assert.Contains("\"status\":429", told.Text, StringComparison.Ordinal);
        Assert.Equal(1, await house.Site.WithAsync(db => db.Talks.CountAsync(t => t.TopicId == db.Talks.Where(one => one.Id == talk).Select(one => one.TopicId).First() && t.Presenters.Any(p => p.MemberId == house["inner"]))));
        // The committee arranges many talks in one go.
        for (var n = 0; n <= TellingThrottle.PerMember; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1 + (n % 2)]}"))).Status);
    }

    private static Task<int> OfferAsync(Household house, int talk) => house.Site.WithAsync(db => db.Handovers.Where(h => h.TalkId == talk && h.End == null).Select(h => h.Id).SingleAsync());
}

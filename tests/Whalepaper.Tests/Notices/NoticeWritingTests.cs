using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What the form of a notice offers, and what it refuses.</summary>
public sealed class NoticeWritingTests
{
    [Theory, BothEngines]
    public async Task What_is_for_some_of_the_group_is_refused_to_chats_beside_the_field(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var committee = await house.SignInAsync("committee");
        foreach (var some in (IReadOnlyList<(string, string)>[])[[("to", "people"), ("people", "inner")], [("standings", "inner")], [("topic", "5"), ("public", "no")]])
        {
            var answer = await committee.SendAsync("POST", "/notices", NoticeHouse.Filled([.. some, ("chats", "yes"), ("text", "Only for you")]));
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(answer.Text);
            Assert.Equal(422, answer.Number);
            Assert.Contains("Chats are read by others too", answer.Text, StringComparison.Ordinal);
            Assert.True(page.QuerySelector("[name=chats]")!.HasAttribute("checked"));
            Assert.Equal("Only for you", page.QuerySelector("textarea[name=text]")!.TextContent);
        }

        var token = await house.TokenAsync("committee", TokenScope.Manage);
        var refused = await house.Visitor().BearAsync(token, "POST", "/api/v1/notices", """{"title":"A","text":"B","standings":["inner"],"chats":"yes"}""");
        Assert.Equal(422, refused.Number);
        Assert.NotNull(JsonNode.Parse(refused.Text)!["errors"]!["chats"]);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Notices.CountAsync()));
        await house.SendNoticeAsync(("track", "nlp"), ("public", "no"), ("chats", "yes"));
        await house.SendNoticeAsync(("standings", "inner"), ("public", "yes"), ("chats", "yes"));
    }

    [Theory, BothEngines]
    public async Task As_this_weeks_talk_only_one_is_offered_that_is_held_this_week(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, date) = (await house.PapersAsync(2), (await house.DatesAsync(1))[0]);
        await (await house.SignInAsync("inner")).ClaimAsync(papers[0], date);
        Assert.False(await IsOfferedAsync());
        // The Friday before it.
        house.Site.Clock.Advance(NodaTime.Duration.FromDays(13));
        Assert.True(await IsOfferedAsync());
        await AlterAsync(meeting => meeting.Cancel("Ill", house.Site.Clock.GetCurrentInstant()));
        Assert.False(await IsOfferedAsync());
        await AlterAsync(meeting => meeting.Reinstate(house.Site.Clock.GetCurrentInstant()));
        Assert.True(await IsOfferedAsync());

        async Task<bool> IsOfferedAsync() => (await (await house.SignInAsync("committee")).GetAsync("/notices/new?template=talk-this-week")).Text.Contains("NLP: inner shares on", StringComparison.Ordinal);

        Task AlterAsync(Action<Whalepaper.Meetings.Meeting> alter) => house.Site.WithAsync(async db =>
        {
            alter(await db.Meetings.SingleAsync(m => m.Id == date));
            await db.SaveChangesAsync();
        });
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>A member's own inbox: what is delivered lies there once, counted until it is read, and for nobody else.</summary>
public sealed class InboxTests
{
    [Theory, BothEngines]
    public async Task What_is_delivered_lies_there_until_it_is_read(Engine engine)
    {
        var office = new PostOffice { Words = delivery => new Message($"News {delivery.About}", "One <b>line</b>\n\nand another", "/schedule", "See") };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var (inner, other) = (await house.SignInAsync("inner"), await house.SignInAsync("open"));
        Assert.Contains("Nothing has come yet", (await inner.GetAsync("/me/inbox")).Text, StringComparison.Ordinal);
        await PostOffice.PostAsync(house.Site, 3, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox);
        await house.Site.DrainAsync();

        Assert.Equal("3", await UnreadAsync(inner));
        Assert.Null(await UnreadAsync(other));
        var page = (await inner.GetAsync("/me/inbox")).Text;
        Assert.Contains("One &lt;b&gt;line&lt;/b&gt;", page, StringComparison.Ordinal);
        var ids = await house.Site.WithAsync(db => db.InboxItems.OrderBy(i => i.Id).Select(i => i.Id).ToListAsync());
        Assert.Equal(404, (await other.SendAsync("POST", $"/me/inbox/{ids[0]}/reading")).Number);
        Assert.Equal("/me/inbox", (await inner.SendAsync("POST", $"/me/inbox/{ids[0]}/reading")).Location);
        Assert.Equal("2", await UnreadAsync(inner));
        Assert.Equal("/me/inbox?done=read", (await inner.SendAsync("POST", "/me/inbox/reading")).Location);
        Assert.Null(await UnreadAsync(inner));
    }

    [Theory, BothEngines]
    public async Task A_message_that_is_delivered_twice_lies_there_once(Engine engine)
    {
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var id = (await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox))[0];
        await house.Site.DrainAsync();
        var uid = (await PostOffice.FindAsync(house.Site, id)).Uid;
        // As if whoever delivered it had died before the save: the two are one save, so that cannot be; the constraint holds all the same.
        await Assert.ThrowsAsync<DbUpdateException>(() => house.Site.WithAsync(async db =>
        {
            db.Add(new Whalepaper.Notices.Inbox.InboxItem(house["inner"], uid, "test", new Message("Again", "Text", ""), house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        }));

        Assert.Equal(1, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Programs_read_and_mark_it_with_their_owners_token(Engine engine)
    {
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(engine, office.Open);
        await PostOffice.PostAsync(house.Site, 2, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox);
        await house.Site.DrainAsync();
        var (key, foreign) = (await house.TokenAsync("inner", TokenScope.Write), await house.TokenAsync("open", TokenScope.Write));
        var visitor = house.Visitor();

        Assert.Equal(401, (await visitor.GetAsync("/api/v1/me/inbox")).Number);
        Assert.Equal(0, (int)JsonNode.Parse((await visitor.BearAsync(foreign, "GET", "/api/v1/me/inbox")).Text)!["total"]!);
        var listed = JsonNode.Parse((await visitor.BearAsync(key, "GET", "/api/v1/me/inbox?unread=true")).Text)!;
        Assert.Equal((2, "About 1"), ((int)listed["total"]!, listed["items"]![0]!["subject"]!.GetValue<string>()));
        Assert.Equal(204, (await visitor.BearAsync(key, "POST", $"/api/v1/me/inbox/{listed["items"]![0]!["id"]}/reading", "{}")).Number);
        Assert.Equal(1, (int)JsonNode.Parse((await visitor.BearAsync(key, "GET", "/api/v1/me/inbox?unread=true")).Text)!["total"]!);
        Assert.Equal(1, (int)JsonNode.Parse((await visitor.BearAsync(key, "GET", "/api/v1/me/inbox?unread=false")).Text)!["total"]!);
    }

    [Theory, BothEngines]
    public async Task After_ninety_days_it_is_gone(Engine engine)
    {
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(engine, office.Open);
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox);
        await house.Site.DrainAsync();
        house.Site.Clock.Advance(Duration.FromDays(91));
        await house.Site.DrainAsync();

        Assert.Equal(0, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));
    }

    private static async Task<string?> UnreadAsync(Session session)
    {
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await session.GetAsync("/me")).Text);
        return page.QuerySelector(".entrance-count")?.TextContent;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The group's chats: who is told of what, how fast, and what becomes of it.</summary>
public sealed class ChannelTests
{
    private static readonly string[] services = ["feishu", "dingtalk", "wecom", "slack", "discord", "webhook"];

    [Theory, BothEngines]
    public async Task Every_service_takes_what_is_sent_to_it(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        foreach (var service in services)
            await chats.AddAsync(service);
        await chats.PostAsync(ChatOccasions.Plan, null, "plan:1");
        await chats.Site.DrainAsync();

        Assert.Equal(services, chats.Chat.Taken.Select(one => one.Service));
        Assert.All(chats.Chat.Taken, one => Assert.Equal("application/json; charset=utf-8", one.ContentType));
        Assert.All(chats.Chat.Taken, one => Assert.DoesNotContain("Traceparent", one.Headers.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.All(await chats.DeliveriesAsync(), one => Assert.Equal((DeliveryState.Sent, 1), (one.State, one.Attempts)));
    }

    [Theory, BothEngines]
    public async Task A_chat_is_told_of_what_it_asked_for_and_what_concerns_it(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var (nlp, cv) = await chats.Site.WithAsync(async db => (await db.Tracks.Where(t => t.Code == "nlp").Select(t => t.Id).SingleAsync(), await db.Tracks.Where(t => t.Code == "cv").Select(t => t.Id).SingleAsync()));
        var whole = await chats.AddForAsync("slack", ChatOccasions.Plan, ChatOccasions.Meeting);
        var track = await chats.AddForAsync("discord", nlp, ChatOccasions.Meeting);
        await chats.PostAsync(ChatOccasions.Plan, null, "plan:1");
        await chats.PostAsync(ChatOccasions.Meeting, nlp, "meeting:1");
        await chats.PostAsync(ChatOccasions.Meeting, cv, "meeting:2");
        await chats.PostAsync(ChatOccasions.Meeting, null, "meeting:3");
        await chats.PostAsync(ChatOccasions.Notice, null, "notice:1");
        // What is posted twice is told once.
        await chats.PostAsync(ChatOccasions.Plan, null, "plan:1");

        var posted = (await chats.DeliveriesAsync()).Select(d => (d.Occasion, d.Channel)).ToList();
        Assert.Equal(
            [("plan:1", ChannelNames.ChatOf(whole)), ("meeting:1", ChannelNames.ChatOf(whole)), ("meeting:1", ChannelNames.ChatOf(track)), ("meeting:2", ChannelNames.ChatOf(whole)),
                ("meeting:3", ChannelNames.ChatOf(whole)), ("meeting:3", ChannelNames.ChatOf(track))], posted);
        await using var scope = chats.Site.Services.CreateAsyncScope();
        await Assert.ThrowsAsync<ArgumentException>(() => scope.ServiceProvider.GetRequiredService<ChatPosting>().PostAsync("gossip", null, "x", "test", "1", default, null, CancellationToken.None));
    }

    [Theory, BothEngines]
    public async Task No_faster_than_the_service_allows_and_no_attempt_is_counted(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        await chats.AddAsync("wecom");
        for (var n = 0; n < 25; n++)
            await chats.PostAsync(ChatOccasions.Plan, null, $"plan:{n}");
        await chats.Site.DrainAsync();
        Assert.Equal(20, chats.Chat.Taken.Count);
        Assert.Equal(5, (await chats.DeliveriesAsync()).Count(d => d is { State: DeliveryState.Waiting, Attempts: 0 }));
        chats.Site.Clock.AdvanceSeconds(61);
        await chats.Site.DrainAsync();
        Assert.Equal((25, 25), (chats.Chat.Taken.Count, chats.Chat.Asked));
    }

    [Theory, BothEngines]
    public async Task A_chat_that_asks_for_a_rest_gets_it_and_the_others_go_on(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        await chats.AddAsync("dingtalk");
        await chats.AddAsync("feishu");
        chats.Chat.Instead = service => service is "dingtalk" ? (200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", null) : null;
        for (var n = 0; n < 3; n++)
            await chats.PostAsync(ChatOccasions.Plan, null, $"plan:{n}");
        await chats.Site.DrainAsync();
        Assert.Equal(3, chats.Chat.Taken.Count);
        Assert.Equal(4, chats.Chat.Asked);
        chats.Chat.Instead = _ => null;
        chats.Site.Clock.AdvanceMinutes(9);
        await chats.Site.DrainAsync();
        Assert.Equal(3, chats.Chat.Taken.Count);
        chats.Site.Clock.AdvanceMinutes(2);
        await chats.Site.DrainAsync();
        Assert.Equal(6, chats.Chat.Taken.Count);
    }

    [Theory, BothEngines]
    public async Task What_is_for_a_paused_chat_waits_and_goes_with_it(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var id = await chats.AddAsync("slack");
        Assert.Equal($"/settings/channels/{id}?done=paused", (await chats.Organizer.SendAsync("PUT", $"/settings/channels/{id}/pause")).Location);
        await chats.PostAsync(ChatOccasions.Plan, null, "plan:1");
        await chats.Site.DrainAsync();
        Assert.Empty(chats.Chat.Taken);
        Assert.Contains("one message waits", (await chats.Organizer.GetAsync("/settings/channels")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial")).Number);
        Assert.Equal($"/settings/channels/{id}?done=resumed", (await chats.Organizer.SendAsync("DELETE", $"/settings/channels/{id}/pause")).Location);
        await chats.Site.DrainAsync();
        Assert.Single(chats.Chat.Taken);

        await chats.PostAsync(ChatOccasions.Plan, null, "plan:2");
        Assert.Equal("/settings/channels?done=removed", (await chats.Organizer.SendAsync("DELETE", $"/settings/channels/{id}")).Location);
        Assert.Equal(DeliveryState.Dropped, (await chats.DeliveriesAsync())[^1].State);
        // One that was posted meanwhile for a chat that is gone becomes pointless.
        await PostOffice.PostAsync(chats.Site, 1, channel: ChannelNames.ChatOf(id));
        await chats.Site.DrainAsync();
        Assert.Equal(DeliveryState.Dropped, (await chats.DeliveriesAsync())[^1].State);
        Assert.Single(chats.Chat.Taken);
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_read_any_more_is_closed_and_said_so(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var id = await chats.AddAsync("feishu");
        await chats.Site.WithAsync(db => db.Database.ExecuteSqlAsync($"""UPDATE "Channels" SET "SealedAddress" = 'sealed by a key that is gone'"""));
        await chats.PostAsync(ChatOccasions.Plan, null, "plan:1");
        await chats.Site.DrainAsync();
        Assert.Equal((DeliveryState.Waiting, 0), ((await chats.DeliveriesAsync())[0].State, (await chats.DeliveriesAsync())[0].Attempts));
        Assert.Contains("The key that sealed the address is gone", (await chats.Organizer.GetAsync($"/settings/channels/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial")).Number);
        Assert.Equal(422, (await chats.Organizer.SendAsync("PUT", $"/settings/channels/{id}", ("name", "A"), ("track", "none"), ("occasions", "plan"))).Number);
        await chats.Organizer.SendAsync("PUT", $"/settings/channels/{id}", ("name", "A"), ("track", "none"), ("occasions", "plan"), ("address", chats.Chat.AddressOf("feishu")), ("secret", LocalChat.Secret));
        await chats.Site.DrainAsync();
        Assert.Single(chats.Chat.Taken);
    }

    [Theory]
    [InlineData("feishu", "does not know this address any more")]
    [InlineData("dingtalk", "does not know this address any more")]
    [InlineData("wecom", "does not know this address any more")]
    [InlineData("slack", "does not know this address any more")]
    [InlineData("discord", "does not know this address any more")]
    [InlineData("webhook", "does not know this address any more")]
    public async Task An_address_that_is_gone_is_given_up_with_a_word_what_to_do(string service, string word)
    {
        await using var chats = await ChatHouse.OpenAsync(Engine.Sqlite);
        var id = await chats.AddAsync(service, address: chats.Chat.AddressOf(service).Replace(LocalChat.Key, "another-key-0815", StringComparison.Ordinal));
        Assert.Equal($"/settings/channels/{id}?done=tried", (await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial")).Location);
        var delivery = Assert.Single(await chats.DeliveriesAsync());
        Assert.Equal(DeliveryState.Dead, delivery.State);
        Assert.Contains(word, delivery.Result, StringComparison.Ordinal);
        Assert.Contains(word, (await chats.Organizer.GetAsync($"/settings/channels/{id}")).Text, StringComparison.Ordinal);
        var chinese = await new Session(chats.Site) { Language = "zh-CN" }.SignInAsync(chats.House["organizer"]);
        Assert.Contains("平台已不认识这个地址", (await chinese.GetAsync($"/settings/channels/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("feishu")]
    [InlineData("dingtalk")]
    public async Task A_wrong_secret_is_said(string service)
    {
        await using var chats = await ChatHouse.OpenAsync(Engine.Sqlite);
        var id = await chats.AddAsync(service, secret: "SEC-of-somebody-else");
        await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
        Assert.Contains("rejects the signature", Assert.Single(await chats.DeliveriesAsync()).Result, StringComparison.Ordinal);
        await chats.Organizer.SendAsync("PUT", $"/settings/channels/{id}", ("name", "A"), ("track", "none"), ("occasions", "plan"), ("secret", LocalChat.Secret));
        await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
        Assert.Equal(DeliveryState.Sent, (await chats.DeliveriesAsync())[^1].State);
    }

    [Fact]
    public async Task A_redirection_is_said_and_nobody_else_is_called()
    {
        await using var second = await LocalChat.StartAsync();
        await using var chats = await ChatHouse.OpenAsync(Engine.Sqlite);
        chats.Chat.Instead = _ => (302, second.AddressOf("slack"), null);
        var id = await chats.AddAsync("slack");
        await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
        var delivery = Assert.Single(await chats.DeliveriesAsync());
        Assert.Equal(DeliveryState.Dead, delivery.State);
        Assert.Contains("leads on to another", delivery.Result, StringComparison.Ordinal);
        Assert.Equal(0, second.Asked);
    }

    [Theory, BothEngines]
    public async Task Addresses_and_secrets_are_nowhere_to_be_read(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var chats = await ChatHouse.OpenAsync(engine, builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        foreach (var service in services)
        {
            var id = await chats.AddAsync(service);
            await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
            // A service that says what it was called by, and one that is not there.
            var known = LocalChat.Key + (service is "feishu" or "dingtalk" ? LocalChat.Secret : "");
            chats.Chat.Instead = _ => (service is "slack" ? 403 : 200, service is "slack" ? known : $$"""{"errcode":93000,"code":19001,"errmsg":"called by {{known}}","msg":"called by {{known}}"}""", null);
            await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
            chats.Chat.Instead = _ => (200, "<a>", null);
            await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
            chats.Chat.Instead = _ => null;
            await chats.Organizer.SendAsync("PUT", $"/settings/channels/{id}", ("name", "Elsewhere"), ("track", "none"), ("occasions", "week"), ("address", $"http://127.0.0.1:1/{LocalChat.Key}"));
            await chats.Organizer.SendAsync("POST", $"/settings/channels/{id}/trial");
        }

        var token = await chats.House.TokenAsync("organizer", Members.Accounts.TokenScope.Manage);
        var api = await chats.House.Visitor().BearAsync(token, "GET", "/api/v1/channels");
        Assert.Equal(200, api.Number);
        var pages = api.Text + (await chats.Organizer.GetAsync("/settings/channels")).Text + (await chats.Organizer.GetAsync("/settings/channels/1")).Text + (await chats.Organizer.GetAsync("/outbox")).Text
            + (await chats.Organizer.GetAsync("/audit")).Text;
        Assert.Contains("127.0.0.1:1/…4711", pages, StringComparison.Ordinal);
        var everything = pages + log.Text + string.Join('\n', await Inventory.TakeAsync(chats.Site));
        Assert.DoesNotContain(LocalChat.Key, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(LocalChat.Secret, everything, StringComparison.Ordinal);
        // Something was logged, and something written down, that could have told.
        Assert.NotEmpty(log.Text);
        Assert.Equal(2 * services.Length, await chats.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == "channel.add" || e.Act == "channel.change")));
    }

    [Fact]
    public async Task Nobody_but_the_organizer_comes_near()
    {
        await using var chats = await ChatHouse.OpenAsync(Engine.Sqlite);
        var id = await chats.AddAsync("slack");
        foreach (var place in (string[])["open", "candidate", "inner", "committee", "former"])
        {
            var session = await chats.House.SignInAsync(place);
            Assert.Equal(403, (await session.GetAsync("/settings/channels")).Number);
            Assert.Equal(403, (await session.SendAsync("POST", $"/settings/channels/{id}/trial")).Number);
            Assert.Equal(403, (await session.GetAsync("/api/v1/channels")).Number);
        }

        Assert.Equal(0, chats.Chat.Asked);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What concerns everybody: published plans, topics that open, the week, meetings that move.</summary>
public sealed class GroupNewsTests
{
    [Theory, BothEngines]
    public async Task A_house_that_nobody_set_up_has_nothing_to_plan(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await using var scope = site.Services.CreateAsyncScope();
        Assert.Equal(new PlannedReminders(0, 0, 0, 0, IsCut: false), await scope.ServiceProvider.GetRequiredService<ReminderPlanning>().PlanAsync(TestContext.Current.CancellationToken));
    }

    [Theory, BothEngines]
    public async Task A_published_plan_is_told_once_to_who_follows_its_tracks_and_to_the_chats(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var house = chats.House;
        await chats.AddForAsync("slack", ChatOccasions.Plan);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == house["inner"])).Follow([house.Season.Nlp.Id], NodaConstants.UnixEpoch);
            await db.SaveChangesAsync();
        });
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(1), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "organizer");
        await committee.SendAsync("POST", Table.Releases);
        // Nobody is told at night, so the morning comes first.
        house.Site.Clock.Advance(Duration.FromHours(14));
        for (var round = 0; round < 2; round++)
        {
            await ReminderTests.PlanAsync(house);
            await house.Site.DrainAsync();
        }

        Assert.Single(await ReminderTests.InboxAsync(house, "inner"), item => item.Kind is ReminderKinds.Plan && item.Link.EndsWith("/topics/5/releases", StringComparison.Ordinal));
        Assert.DoesNotContain(await ReminderTests.InboxAsync(house, "open"), item => item.Kind is ReminderKinds.Plan);
        var posted = Assert.Single(await chats.DeliveriesAsync(), delivery => ChannelNames.KindOf(delivery.Channel) is "chat");
        Assert.Equal((ReminderKinds.Plan, DeliveryState.Sent), (posted.Kind, posted.State));
    }

    [Theory, BothEngines]
    public async Task What_a_chat_is_to_be_told_outlives_any_number_of_plannings(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var house = chats.House;
        await chats.AddForAsync("slack", ChatOccasions.Plan);
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(1), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "organizer");
        await committee.SendAsync("POST", Table.Releases);
        for (var round = 0; round < 3; round++)
            await ReminderTests.PlanAsync(house);
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await chats.DeliveriesAsync(), IsOfChat).State);
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Sent, Assert.Single(await chats.DeliveriesAsync(), IsOfChat).State);

        static bool IsOfChat(Delivery delivery) => ChannelNames.KindOf(delivery.Channel) is "chat";
    }

    [Theory, BothEngines]
    public async Task Who_muted_all_tracks_of_a_plan_that_they_follow_hears_nothing_of_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            foreach (var place in (string[])["inner", "organizer"])
                (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == house[place])).Follow([house.Season.Nlp.Id, house.Season.Cv.Id], NodaConstants.UnixEpoch);
            await db.SaveChangesAsync();
        });
        await PreferenceTests.ChooseAsync(house.Site, house["inner"], ["plan"], ["plan"], null, [house.Season.Nlp.Id, house.Season.Cv.Id]);
        await PreferenceTests.ChooseAsync(house.Site, house["organizer"], ["plan"], ["plan"], null, [house.Season.Nlp.Id]);
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(1), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "organizer");
        await committee.SendAsync("POST", Table.Releases);
        await ReminderTests.PlanAsync(house);
        var told = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ReminderKinds.Plan && d.Channel == ChannelNames.Inbox).Select(d => d.MemberId!.Value).ToListAsync());
        Assert.DoesNotContain(house["inner"], told);
        Assert.Equal(await house.Site.WithAsync(db => db.TopicTracks.AnyAsync(l => l.TrackId == house.Season.Cv.Id && db.PlanReleases.Any(r => r.TopicId == l.TopicId))), told.Contains(house["organizer"]));
    }

    [Theory, BothEngines]
    public async Task On_mondays_the_chat_of_a_track_hears_of_its_week_and_at_once_of_a_meeting_that_is_called_off(Engine engine)
    {
        await using var chats = await ChatHouse.OpenAsync(engine);
        var house = chats.House;
        await chats.AddForAsync("discord", house.Season.Nlp.Id, ChatOccasions.Week);
        await chats.AddForAsync("slack", house.Season.Nlp.Id, ChatOccasions.Meeting);
        var (_, startsAt) = await ReminderTests.ClaimAsync(house);
        // The Monday of that week, eight and then nine in the morning.
        var monday = new LocalDateTime(2026, 12, 14, 8, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).ToInstant();
        house.Site.Clock.Advance(monday - house.Site.Clock.GetCurrentInstant());
        await ReminderTests.PlanAsync(house);
        Assert.DoesNotContain(await chats.DeliveriesAsync(), delivery => delivery.Kind is ReminderKinds.Week);
        house.Site.Clock.Advance(Duration.FromHours(2));
        await ReminderTests.PlanAsync(house);
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Sent, Assert.Single(await chats.DeliveriesAsync(), delivery => delivery.Kind is ReminderKinds.Week).State);

        await house.Site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.StartsAt == startsAt && m.TrackId == house.Season.Nlp.Id)).Cancel(null, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Sent, Assert.Single(await chats.DeliveriesAsync(), delivery => delivery.Kind is ReminderKinds.MeetingNews && ChannelNames.KindOf(delivery.Channel) is "chat").State);
    }
}

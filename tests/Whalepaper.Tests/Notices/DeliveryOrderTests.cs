using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Who goes first, and what one delivery of a batch may do to the others: nothing.</summary>
public sealed class DeliveryOrderTests
{
    [Theory, BothEngines]
    public async Task Who_waits_at_the_door_goes_before_what_goes_to_many(Engine engine)
    {
        var office = new PostOffice();
        await using var site = await TestSite.StartAsync(engine, office.Open);
        var now = site.Clock.GetCurrentInstant();
        Delivery Of(string what, DeliveryPrecedence precedence) => Delivery.Of($"test:{what}", Recipient.Everybody, PostOffice.Channel, PostOffice.Kind, what, now - Duration.FromHours(1), null, now, precedence);
        await site.WithAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, DeliveryTiming.Batch).Select(n => Of($"many {n}", DeliveryPrecedence.ToMany)));
            await db.SaveChangesAsync();
            db.AddRange(Of("usual", DeliveryPrecedence.Usual), Of("awaited", DeliveryPrecedence.Awaited));
            await db.SaveChangesAsync();
        });
        await site.DrainAsync();

        Assert.Equal(["awaited", "usual", "many 0"], office.Carried.Take(3).Select(one => one.About));
        Assert.Equal(DeliveryTiming.Batch + 2, office.Carried.Count);
    }

    [Theory, BothEngines]
    public async Task Who_goes_alone_has_the_last_one_written_down_and_the_next_got_ready_meanwhile(Engine engine)
    {
        var (early, unwritten, ready, words) = (new List<int>(), new List<int>(), new List<int>(), 0);
        var office = new PostOffice { Words = delivery => new Message($"Number {++words}", "Text", "") };
        await using var site = await TestSite.StartAsync(engine, office.Open);
        office.Alone = async (_, meanwhile) =>
        {
            early.Add(await UnwrittenAsync(site, office));
            await meanwhile.WriteDownAsync();
            unwritten.Add(await UnwrittenAsync(site, office));
            meanwhile.GetReady();
            meanwhile.GetReady();
            ready.Add(words);
        };
        await PostOffice.PostAsync(site, 40);
        await site.DrainAsync();

        Assert.Equal(40, office.Carried.Select(one => one.Uid).Distinct().Count());
        Assert.Equal([0, .. Enumerable.Repeat(1, 39)], early);
        Assert.Equal(Enumerable.Repeat(0, 40), unwritten);
        Assert.Equal([.. Enumerable.Range(2, 39), 40], ready);
    }

    [Theory, BothEngines]
    public async Task What_somebody_took_who_asks_the_database_too_is_written_down_before_the_next_is_put_into_words(Engine engine)
    {
        var unwritten = new List<int>();
        var office = new PostOffice();
        await using var site = await TestSite.StartAsync(engine, office.Open);
        office.Words = delivery =>
        {
            unwritten.Add(UnwrittenAsync(site, office).GetAwaiter().GetResult());
            return new Message($"About {delivery.About}", "Text", "");
        };
        await PostOffice.PostAsync(site, 10);
        await site.DrainAsync();

        Assert.Equal(Enumerable.Repeat(0, 10), unwritten);
    }

    [Theory, BothEngines]
    public async Task A_channel_that_is_away_rests_and_the_others_go_on(Engine engine)
    {
        var asked = 0;
        var office = new PostOffice();
        office.Fate = _ =>
        {
            asked++;
            return Task.FromResult(new Outcome(Fate.Away, "no route"));
        };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        await PostOffice.PostAsync(house.Site, 1);
        await house.Site.DrainAsync();
        var late = (await PostOffice.PostAsync(house.Site, 1))[0];
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox);
        await house.Site.DrainAsync();

        Assert.Equal(1, asked);
        Assert.Equal((DeliveryState.Waiting, 0), ((await PostOffice.FindAsync(house.Site, late)).State, (await PostOffice.FindAsync(house.Site, late)).Attempts));
        Assert.Equal(1, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));

        house.Site.Clock.Advance(ChannelRests.Length);
        await house.Site.DrainAsync();
        Assert.Equal((2, 1), (asked, (await PostOffice.FindAsync(house.Site, late)).Attempts));
    }

    [Theory, BothEngines]
    public async Task Who_leaves_in_the_middle_of_a_batch_takes_nothing_from_the_inboxes_of_others(Engine engine)
    {
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var ids = new List<int>();
        foreach (var member in (string[])["inner", "open", "committee"])
            ids.AddRange(await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house[member]), channel: ChannelNames.Inbox));
        office.Words = delivery =>
        {
            // As when an account is deleted: its delivery is gone before the batch is saved.
            if (delivery.Id == ids[2])
                house.Site.WithAsync(db => db.Deliveries.Where(d => d.Id == ids[1]).ExecuteDeleteAsync()).GetAwaiter().GetResult();
            return new Message("Subject", "Text", "");
        };
        await house.Site.DrainAsync();

        Assert.Equal([house["inner"], house["committee"]], await house.Site.WithAsync(db => db.InboxItems.OrderBy(i => i.Id).Select(i => i.MemberId).ToListAsync()));
        Assert.Equal(new Dictionary<DeliveryState, int> { [DeliveryState.Sent] = 2 }, await PostOffice.CountAsync(house.Site));
    }

    [Theory, BothEngines]
    public async Task What_could_not_be_read_for_a_batch_waits_and_is_not_taken_for_pointless(Engine engine)
    {
        // Whoever read nothing has nothing to say.
        var read = false;
        var office = new PostOffice { Expects = () => throw new InvalidDataException("broken"), Words = delivery => read ? new Message("Subject", "Text", "") : null };
        await using var site = await TestSite.StartAsync(engine, office.Open);
        var id = (await PostOffice.PostAsync(site, 1))[0];
        await site.DrainAsync();
        var tried = await PostOffice.FindAsync(site, id);
        Assert.Equal((DeliveryState.Waiting, 1, "What it says could not be read; the log says more."), (tried.State, tried.Attempts, tried.Result));

        (read, office.Expects) = (true, () => Task.CompletedTask);
        site.Clock.Advance(Duration.FromMinutes(1));
        await site.DrainAsync();
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(site, id)).State);
    }

    private static async Task<int> UnwrittenAsync(TestSite site, PostOffice office)
    {
        var handed = office.Carried.Select(one => one.Uid).ToList();
        return handed.Count - await site.WithAsync(db => db.Deliveries.CountAsync(d => handed.Contains(d.Uid) && d.State == DeliveryState.Sent));
    }
}

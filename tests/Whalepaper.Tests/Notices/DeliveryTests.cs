using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The worker: what is due is sent once, by one, and nothing that goes wrong loses it.</summary>
public sealed class DeliveryTests
{
    [Theory, BothEngines]
    public async Task Two_workers_never_hold_one_delivery(Engine engine)
    {
        var office = new PostOffice();
        await using var site = await TestSite.StartAsync(engine, office.Open);
        await PostOffice.PostAsync(site, 300);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(site.DrainAsync)));

        Assert.Equal(0, office.Clashes);
        Assert.Equal(300, office.Carried.Count);
        Assert.Equal(300, office.Carried.Select(one => one.Uid).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(new Dictionary<DeliveryState, int> { [DeliveryState.Sent] = 300 }, await PostOffice.CountAsync(site));
    }

    [Theory, BothEngines]
    public async Task What_is_caused_and_what_is_told_are_saved_as_one(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var now = site.Clock.GetCurrentInstant();
        Delivery Told() => Delivery.Of("talk:1:moved", Recipient.At("A@people.example"), ChannelNames.Mail, "test", "1", now, null, now);
        await site.WithAsync(async db =>
        {
            db.AddRange(new Member("Anna", "anna", now), Told());
            await db.SaveChangesAsync();
        });
        await Assert.ThrowsAsync<DbUpdateException>(() => site.WithAsync(async db =>
        {
            db.AddRange(new Member("Berta", "berta", now), Delivery.Of("talk:1:moved", Recipient.At("a@PEOPLE.example"), ChannelNames.Mail, "test", "1", now, null, now));
            await db.SaveChangesAsync();
        }));

        Assert.Equal((1, 1), await site.WithAsync(async db => (await db.Members.CountAsync(), await db.Deliveries.CountAsync())));
    }

    [Theory, BothEngines]
    public async Task What_fails_is_tried_again_after_a_rest_and_given_up_after_the_twelfth(Engine engine)
    {
        var office = new PostOffice { Fate = _ => Task.FromResult(new Outcome(Fate.Later, "451 Come back later")) };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var id = (await PostOffice.PostAsync(house.Site, 1))[0];
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            await house.Site.DrainAsync();
            var tried = await PostOffice.FindAsync(house.Site, id);
            Assert.Equal((attempt, "451 Come back later"), (tried.Attempts, tried.Result));
            Assert.Equal(attempt < 12 ? DeliveryState.Waiting : DeliveryState.Dead, tried.State);
            if (attempt == 1)
                Assert.InRange((tried.Due - house.Site.Clock.GetCurrentInstant()).TotalSeconds, 24, 36);
            // Before it is due, nobody tries.
            await house.Site.DrainAsync();
            Assert.Equal(attempt, (await PostOffice.FindAsync(house.Site, id)).Attempts);
            house.Site.Clock.Advance(Duration.FromHours(8));
        }

        var organizer = await house.SignInAsync("organizer");
        var page = await organizer.GetAsync("/outbox?state=dead");
        Assert.Contains("451 Come back later", page.Text, StringComparison.Ordinal);
        office.Fate = _ => Task.FromResult(new Outcome(Fate.Taken, "250 ok"));
        Assert.Equal("/outbox?done=retried", (await organizer.SendAsync("POST", $"/deliveries/{id}/attempt")).Location);
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, id)).State);
        Assert.Equal(422, (await organizer.SendAsync("POST", $"/deliveries/{id}/attempt")).Number);
    }

    [Theory, BothEngines]
    public async Task What_is_pointless_by_now_is_not_tried_again(Engine engine)
    {
        var office = new PostOffice { Fate = _ => Task.FromResult(new Outcome(Fate.Refused, "550 No")) };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var id = (await PostOffice.PostAsync(house.Site, 1, lasts: Duration.FromHours(1)))[0];
        await house.Site.DrainAsync();
        var organizer = await house.SignInAsync("organizer");
        Assert.Contains($"/deliveries/{id}/attempt", (await organizer.GetAsync("/outbox?state=dead")).Text, StringComparison.Ordinal);
        house.Site.Clock.Advance(Duration.FromHours(1));
        Assert.DoesNotContain($"/deliveries/{id}/attempt", (await organizer.GetAsync("/outbox?state=dead")).Text, StringComparison.Ordinal);
        var refused = await organizer.SendAsync("POST", $"/deliveries/{id}/attempt");
        Assert.Equal(422, refused.Number);
        Assert.Contains("Its time is over", refused.Text, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Dead, (await PostOffice.FindAsync(house.Site, id)).State);
    }

    [Theory, BothEngines]
    public async Task What_somebody_died_with_is_due_again_when_the_lease_ends(Engine engine)
    {
        var office = new PostOffice();
        await using var site = await TestSite.StartAsync(engine, office.Open);
        var id = (await PostOffice.PostAsync(site, 1))[0];
        await site.WithAsync(async db =>
        {
            (await db.Deliveries.SingleAsync()).Lease("somebody who dies", site.Clock.GetCurrentInstant(), DeliveryTiming.Usual.Lease);
            await db.SaveChangesAsync();
        });
        await site.DrainAsync();
        Assert.Empty(office.Carried);

        site.Clock.Advance(DeliveryTiming.Usual.Lease);
        await site.DrainAsync();
        var sent = await PostOffice.FindAsync(site, id);
        Assert.Equal((DeliveryState.Sent, 2, sent.Uid), (sent.State, sent.Attempts, Assert.Single(office.Carried).Uid));
    }

    [Theory, BothEngines]
    public async Task Who_is_told_to_stop_ends_what_is_in_hand_and_lays_the_rest_back(Engine engine)
    {
        using var stop = new CancellationTokenSource();
        var office = new PostOffice();
        office.Fate = async _ =>
        {
            await stop.CancelAsync();
            return new Outcome(Fate.Taken, "taken");
        };
        await using var site = await TestSite.StartAsync(engine, office.Open);
        await PostOffice.PostAsync(site, 5);
        await site.Services.GetRequiredService<DeliveryWorker>().DrainAsync(stop.Token);

        Assert.Equal(new Dictionary<DeliveryState, int> { [DeliveryState.Sent] = 1, [DeliveryState.Waiting] = 4 }, await PostOffice.CountAsync(site));
        Assert.Equal(0, await site.WithAsync(db => db.Deliveries.Where(d => d.State == DeliveryState.Waiting).MaxAsync(d => d.Attempts)));
    }

    [Theory, BothEngines]
    public async Task Who_is_late_with_a_batch_begins_nothing_that_somebody_else_might_have_by_then(Engine engine)
    {
        var office = new PostOffice();
        await using var site = await TestSite.StartAsync(engine, office.Open);
        office.Fate = _ =>
        {
            site.Clock.Advance(DeliveryTiming.Usual.Attempt);
            return Task.FromResult(new Outcome(Fate.Taken, "taken"));
        };
        await PostOffice.PostAsync(site, 6);
        await using (var scope = site.Services.CreateAsyncScope())
            Assert.Equal(6, await scope.ServiceProvider.GetRequiredService<DeliveryRound>().RunAsync(CancellationToken.None));

        // A quarter of the lease each: three begin while half of it is left.
        Assert.Equal(3, office.Carried.Count);
        Assert.Equal(new Dictionary<DeliveryState, int> { [DeliveryState.Sent] = 3, [DeliveryState.Waiting] = 3 }, await PostOffice.CountAsync(site));
    }

    [Theory, BothEngines]
    public async Task A_channel_that_is_away_is_asked_once_a_round_and_one_that_is_closed_never(Engine engine)
    {
        var asked = 0;
        var office = new PostOffice();
        office.Fate = _ =>
        {
            asked++;
            return Task.FromResult(new Outcome(Fate.Away, "no route"));
        };
        await using var site = await TestSite.StartAsync(engine, office.Open);
        await PostOffice.PostAsync(site, 10);
        office.IsClosed = true;
        await site.DrainAsync();
        Assert.Equal((0, 0), (asked, await site.WithAsync(db => db.Deliveries.MaxAsync(d => d.Attempts))));

        office.IsClosed = false;
        await site.DrainAsync();
        Assert.Equal(1, asked);
        Assert.Equal(10, await site.WithAsync(db => db.Deliveries.CountAsync(d => d.Attempts == 1 && d.Result == "no route")));
        // They do not all come back at once.
        Assert.InRange(await site.WithAsync(db => db.Deliveries.Select(d => d.Due).Distinct().CountAsync()), 5, 10);
    }

    [Theory, BothEngines]
    public async Task What_is_pointless_is_dropped_and_what_cannot_be_said_holds_up_nothing(Engine engine)
    {
        var office = new PostOffice { Words = delivery => delivery.About switch { "0" => null, "1" => throw new InvalidDataException("broken"), _ => new Message("Subject", "Text", "") } };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        var ids = await PostOffice.PostAsync(house.Site, 3);
        var late = (await PostOffice.PostAsync(house.Site, 1, lasts: Duration.Zero))[0];
        var gone = (await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"])))[0];
        var unknown = (await PostOffice.PostAsync(house.Site, 1, channel: "pigeon"))[0];
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["inner"])).Leave("Former", "former-x", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await house.Site.DrainAsync();

        Assert.Equal((DeliveryState.Dropped, "There was nothing to say any more."), await StateAsync(ids[0]));
        Assert.Equal((DeliveryState.Waiting, "InvalidDataException; the log says more."), await StateAsync(ids[1]));
        Assert.Equal((DeliveryState.Sent, "taken"), await StateAsync(ids[2]));
        Assert.Equal((DeliveryState.Dropped, "Its time was over."), await StateAsync(late));
        Assert.Equal((DeliveryState.Dropped, "The member is gone."), await StateAsync(gone));
        Assert.Equal((DeliveryState.Waiting, "There is no channel 'pigeon'."), await StateAsync(unknown));

        async Task<(DeliveryState, string?)> StateAsync(int id)
        {
            var found = await PostOffice.FindAsync(house.Site, id);
            return (found.State, found.Result);
        }
    }

    [Theory, BothEngines]
    public async Task A_delivery_is_in_its_readers_language(Engine engine)
    {
        var office = new PostOffice { Words = _ => new Message(System.Globalization.CultureInfo.CurrentUICulture.Name, "Text", "") };
        await using var house = await Household.MoveInAsync(engine, office.Open);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["open"])).LiveIn("en", "Europe/Berlin");
            (await db.Members.SingleAsync(m => m.Id == house["inner"])).LiveIn("zh-CN", null);
            await db.SaveChangesAsync();
        });
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["open"]));
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]));
        await house.Site.DrainAsync();

        Assert.Equal(["en", "zh-CN"], office.Carried.Select(one => one.Language).Order(StringComparer.Ordinal));
    }

    [Theory, BothEngines]
    public async Task Whoever_saves_a_delivery_wakes_the_worker(Engine engine)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var office = new PostOffice();
        office.Fate = _ =>
        {
            came.TrySetResult();
            return Task.FromResult(new Outcome(Fate.Taken, "taken"));
        };
        // It looks once an hour: without being woken it would be late.
        await using var site = await TestSite.StartAsync(engine, builder =>
        {
            office.Open(builder);
            builder.Services.AddSingleton(DeliveryTiming.Usual with { Poll = Duration.FromHours(1), Patience = Duration.FromHours(1) });
            builder.Services.AddHostedService(container => container.GetRequiredService<DeliveryWorker>());
        });
        await PostOffice.PostAsync(site, 1);
        await came.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory, BothEngines]
    public async Task What_is_over_is_cleared_away(Engine engine)
    {
        var office = new PostOffice { Fate = _ => Task.FromResult(new Outcome(Fate.Refused, "550 no")) };
        await using var site = await TestSite.StartAsync(engine, office.Open);
        var now = site.Clock.GetCurrentInstant();
        await site.WithAsync(async db =>
        {
            // One that waits for a channel that is closed, and one that is refused.
            db.AddRange(
                Delivery.Carrying("letter:1", Recipient.At("a@people.example"), ChannelNames.Mail, "sealed", now + Duration.FromDays(7), now),
                Delivery.Carrying("letter:2", Recipient.At("a@people.example"), PostOffice.Channel, site.Services.GetRequiredService<LetterSeal>().Close(new Message("S", "T", "")), now + Duration.FromDays(7), now));
            await db.SaveChangesAsync();
        });
        await site.DrainAsync();
        Assert.Equal([DeliveryState.Waiting, DeliveryState.Dead], await StatesAsync());
        Assert.Equal(2, (await WordsAsync()).Count(words => words is not null));

        site.Clock.Advance(Duration.FromDays(8));
        await site.DrainAsync();
        Assert.Equal([DeliveryState.Dropped, DeliveryState.Dead], await StatesAsync());
        Assert.All(await WordsAsync(), Assert.Null);

        site.Clock.Advance(Duration.FromDays(181));
        await site.DrainAsync();
        Assert.Empty(await StatesAsync());

        Task<List<DeliveryState>> StatesAsync() => site.WithAsync(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.State).ToListAsync());
        Task<List<string?>> WordsAsync() => site.WithAsync(db => db.Deliveries.Select(d => d.SealedWords).ToListAsync());
    }
}

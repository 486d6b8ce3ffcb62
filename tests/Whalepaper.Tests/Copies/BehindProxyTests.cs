using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Participation.Certificates;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Copies;

/// <summary>Three copies on one PostgreSQL behind nginx, which gives each request to any of them: whoever asks finds one house.</summary>
public sealed class BehindProxyTests
{
    // So often that each copy is asked: that one is not happens less than once in a million times.
    private const int Often = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("password")]
    [InlineData("link")]
    [InlineData("code")]
    public async Task Who_signs_in_at_one_copy_is_known_at_all_and_who_signs_out_at_none(string way)
    {
        var (house, terrace) = await HouseAsync();
        await using var _ = terrace;
        var browser = new Session(terrace.Front);
        switch (way)
        {
            case "link":
                await browser.SignInAsync(house["inner"]);
                break;
            case "code":
                var secret = await SecureAsync(house, "inner");
                Assert.StartsWith("/sign-in/code", (await EnterAsync(browser, "inner")).Location, StringComparison.Ordinal);
                Assert.Equal("/me", (await browser.SendAsync("POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)))).Location);
                break;
            default:
                Assert.Equal("/me", (await EnterAsync(browser, "inner")).Location);
                break;
        }

        for (var n = 0; n < Often; n++)
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/me")).Status);
        // What a thief of the cookie would have.
        var kept = browser.At(terrace.Front);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SendAsync("DELETE", "/sign-in")).Status);
        await terrace.SettleAsync();
        for (var n = 0; n < Often; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await kept.GetAsync("/me")).Status);
        Assert.All(terrace.Asked, asked => Assert.NotEqual(0, asked));
    }

    [Fact]
    public async Task A_page_that_each_copy_keeps_is_dropped_by_all_when_it_changes_at_one()
    {
        var (house, terrace) = await HouseAsync();
        await using var _ = terrace;
        var (paper, date) = ((await house.PapersAsync(1))[0], (await house.DatesAsync(1, day: 19))[0]);
        var title = await house.Site.WithAsync(db => db.Papers.Where(p => p.Id == paper).Select(p => p.Title).SingleAsync(Stop));
        await terrace.SettleAsync();
        var before = await ReadAsync(terrace, $"/meetings/{date}");
        Assert.All(before, read => Assert.DoesNotContain(title, read.Text, StringComparison.Ordinal));
        // Each names what it keeps by a name of its own, and anew only where all was dropped, as when copies greet.
        Assert.InRange(before.Select(read => read.Name).Distinct(StringComparer.Ordinal).Count(), 3, 12);

        var talk = (await (await new Session(terrace.Front).SignInAsync(house["inner"])).ClaimAsync(paper, date)).TalkNumber();
        await terrace.SettleAsync();
        Assert.All(await ReadAsync(terrace, $"/meetings/{date}"), read => Assert.Contains(title, read.Text, StringComparison.Ordinal));

        Assert.NotEqual(0, talk);
        // The world reads no figures, by none of the names under which the program knows them.
        foreach (var figures in (string[])["/metrics", "/metrics/", "/Metrics", "/%6Detrics"])
            Assert.Equal(HttpStatusCode.Forbidden, (await new Session(terrace.Front).GetAsync(figures)).Status);
    }

    [Fact]
    public async Task Who_listens_at_any_copy_hears_at_once_what_is_done_at_any()
    {
        var (room, terrace) = await RoomAsync(20);
        await using var _ = terrace;
        var listeners = new List<StreamOfEvents>();
        try
        {
            foreach (var guest in room.Guests.Take(4))
            {
                var session = await new Session(terrace.Front).SignInAsync(guest.Id);
                for (var n = 0; n < Often / 4; n++)
                    listeners.Add(await StreamOfEvents.OpenAsync(session, room.Meeting));
            }

            foreach (var listener in listeners)
            {
                Assert.Empty(listener.Answer.Content.Headers.ContentEncoding);
                await listener.UntilAsync("event: agenda");
            }

            var at = terrace.Copies.Select(copy => copy.Services.GetRequiredService<LiveRooms>().Count).ToList();
            Assert.All(at, count => Assert.NotEqual(0, count));
            Assert.Equal(Often, at.Sum());

            var code = await terrace.Front.WithAsync(db => db.Sessions.Select(session => session.Code).SingleAsync(Stop));
            foreach (var (n, guest) in room.Guests.Index())
            {
                Assert.Equal(HttpStatusCode.NoContent, (await room.DoAsync(terrace.Front.Client, guest, HttpMethod.Post, "attendance", new { code })).Status);
                Assert.Equal(HttpStatusCode.OK, (await room.DoAsync(terrace.Front.Client, guest, HttpMethod.Post, "questions", new { text = $"Question-{n}-of-all?", talk = room.Talk })).Status);
            }

            foreach (var listener in listeners)
            {
                for (var n = 0; n < room.Guests.Count; n++)
                    await listener.UntilAsync($"Question-{n}-of-all?");
                await listener.UntilAsync($"{room.Guests.Count} here");
            }
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    [Fact]
    public async Task Three_copies_that_plan_and_send_at_once_remind_each_person_once()
    {
        var folder = new MailFolder();
        var (house, terrace) = await HouseAsync(builder => MailFolder.SetUp(builder));
        await using var _ = terrace;
        string[] places = ["open", "inner", "committee", "organizer"];
        foreach (var place in places)
            await MailTests.ReachAsync(house, place, folder.Address(place));
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);

        while (house.Site.Clock.GetCurrentInstant() is var now && now < startsAt)
        {
            while ((await TogetherAsync(terrace, PlanAsync)).Any(planned => planned.IsCut))
            {
            }

            await TogetherAsync(terrace, async copy =>
            {
                await copy.DrainAsync();
                return true;
            });
            var next = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.Due > now).MinAsync(d => (Instant?)d.Due, Stop));
            house.Site.Clock.Advance(Instant.Min(startsAt, Instant.Min(next ?? Instant.MaxValue, now + (ReminderPlanning.Horizon * 3 / 4))) - now);
        }

        var domain = $"@{folder.Domain}";
        var members = places.Select(place => house[place]).ToList();
        var sent = await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().Where(d => d.State == DeliveryState.Sent && d.Channel == ChannelNames.Mail && members.Contains(d.MemberId!.Value)).ToListAsync(Stop));
        Assert.Equal(5, sent.Count(delivery => delivery.MemberId == house["inner"] && delivery.Kind == ReminderKinds.Talk && delivery.Occasion.StartsWith($"talk:{talk}:", StringComparison.Ordinal)));
        Assert.All(sent, delivery => Assert.Equal(1, delivery.Attempts));
        var letters = await folder.ReadAsync();
        Assert.All(letters, letter => Assert.EndsWith(domain, letter.EnvelopeTo, StringComparison.Ordinal));
        Assert.Equal(sent.Select(delivery => $"<{delivery.Uid}@whale.example>").Order(StringComparer.Ordinal), letters.Select(letter => letter.MessageId).Order(StringComparer.Ordinal));
        var inbox = await house.Site.WithAsync(db => db.InboxItems.AsNoTracking().Select(item => new { item.MemberId, item.Uid }).ToListAsync(Stop));
        Assert.Equal(inbox.Count, inbox.Distinct().Count());
    }

    [Fact]
    public async Task Tries_to_get_in_at_three_copies_are_counted_as_at_one()
    {
        var (_, terrace) = await HouseAsync();
        await using var __ = terrace;
        for (var n = 1; n < EntryThrottle.PerAddress; n++)
            Assert.False(IsTooOften(await EnterAsync(new Session(terrace.Front), "open", "not the password")));
        await terrace.SettleAsync();
        // Each was counted once by all of them: one more is let through.
        Assert.False(IsTooOften(await EnterAsync(new Session(terrace.Front), "open", "not the password")));
        await terrace.SettleAsync();
        foreach (var copy in terrace.Copies)
            Assert.True(IsTooOften(await EnterAsync(new Session(copy), "open")));

        // In the same instant, at all of them.
        var storm = await TogetherAsync(Often, _ => EnterAsync(new Session(terrace.Front), "nobody", "not the password"));
        Assert.Equal(EntryThrottle.PerAddress, storm.Count(answer => !IsTooOften(answer)));
        // Nobody else is shut out.
        Assert.Equal("/me", (await EnterAsync(new Session(terrace.Front), "inner")).Location);

        // Until there were too many from one place; and what somebody says of theirs is not believed.
        const int before = EntryThrottle.PerAddress + 3 + Often + 1;
        var more = await TogetherAsync(Often, n => new Session(terrace.Front).Saying("X-Forwarded-For", $"203.0.113.{n}").SendAsync("POST", "/sign-in/passkey/challenge"));
        Assert.Equal(EntryThrottle.PerNetwork - before, more.Count(answer => answer.Status is HttpStatusCode.OK));
        Assert.Equal(Often + before - EntryThrottle.PerNetwork, more.Count(answer => answer.Status is HttpStatusCode.TooManyRequests));
        Assert.All(terrace.Asked, asked => Assert.NotEqual(0, asked));
    }

    [Fact]
    public async Task Codes_that_are_guessed_at_three_copies_are_counted_as_at_one()
    {
        var (room, terrace) = await RoomAsync(2);
        await using var _ = terrace;
        var code = await terrace.Front.WithAsync(db => db.Sessions.Select(session => session.Code).SingleAsync(Stop));
        for (var n = 0; n < CheckInThrottle.PerMember; n++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await room.DoAsync(terrace.Front.Client, room.Guests[0], HttpMethod.Post, "attendance", new { code = "AAAAAA" })).Status);
        var guesses = await TogetherAsync(CertificateThrottle.PerNetwork + Often, n => new Session(terrace.Front).GetAsync($"/certificates/AAAAA-{n:00000}"));
        Assert.Equal(CertificateThrottle.PerNetwork, guesses.Count(answer => answer.Status is HttpStatusCode.NotFound));
        Assert.Equal(Often, guesses.Count(answer => answer.Status is HttpStatusCode.TooManyRequests));
        await terrace.SettleAsync();

        foreach (var copy in terrace.Copies)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, (await room.DoAsync(copy.Client, room.Guests[0], HttpMethod.Post, "attendance", new { code })).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await room.DoAsync(copy.Client, room.Guests[1], HttpMethod.Post, "attendance", new { code })).Status);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await new Session(copy).GetAsync("/certificates/AAAAA-AAAAA")).Status);
        }
    }

    private static async Task<(Household House, Terrace Terrace)> HouseAsync(Action<WebApplicationBuilder>? alter = null)
    {
        Household? house = null;
        var terrace = await Terrace.BuildAsync(async furnish => (house = await Household.MoveInAsync(Engine.Postgres, furnish)).Site, alter);
        return (house!, terrace);
    }

    // A meeting that goes on.
    private static async Task<(FullRoom Room, Terrace Terrace)> RoomAsync(int guests)
    {
        var terrace = await Terrace.BuildAsync(furnish => TestSite.StartAsync(Engine.Postgres, furnish));
        var now = terrace.Front.Clock.GetCurrentInstant();
        var room = await terrace.Front.WithAsync(db => FullRoom.FillAsync(db, now, guests));
        await terrace.Front.WithAsync(async db => await db.OpenAsync(await db.Meetings.SingleAsync(Stop), room.Host.Id, now, Stop));
        return (room, terrace);
    }

    private static Task<Answer> EnterAsync(Session browser, string name, string password = Household.Password) =>
        browser.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", password));

    private static bool IsTooOften(Answer answer) => answer.Text.Contains("too often", StringComparison.Ordinal);

    private static async Task<string> SecureAsync(Household house, string place)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await accounts.Users.SingleAsync(a => a.MemberId == house[place], Stop);
        await accounts.ResetAuthenticatorKeyAsync(account);
        await accounts.SetTwoFactorEnabledAsync(account, true);
        return (await accounts.GetAuthenticatorKeyAsync(account))!;
    }

    private static async Task<List<(string Name, string Text)>> ReadAsync(Terrace terrace, string path)
    {
        var read = new List<(string Name, string Text)>();
        var reader = new Session(terrace.Front);
        for (var n = 0; n < Often; n++)
        {
            using var answer = await reader.FetchAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            read.Add((answer.Headers.ETag!.Tag, await answer.Content.ReadAsStringAsync(Stop)));
        }

        return read;
    }

    private static Task<T[]> TogetherAsync<T>(int times, Func<int, Task<T>> act) => Task.WhenAll(Enumerable.Range(0, times).Select(n => Task.Run(() => act(n))));

    private static Task<T[]> TogetherAsync<T>(Terrace terrace, Func<TestSite, Task<T>> act) => TogetherAsync(terrace.Copies.Count, n => act(terrace.Copies[n]));

    private static async Task<PlannedReminders> PlanAsync(TestSite copy)
    {
        await using var scope = copy.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReminderPlanning>().PlanAsync(Stop);
    }
}

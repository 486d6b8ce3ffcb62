using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Whom a notice is told: the right people, once, whatever happens in between.</summary>
public sealed class NoticeTellingTests
{
    private const int Seed = 20261128;

    [Theory, BothEngines]
    public async Task Whatever_audience_is_chosen_the_right_people_are_told_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var site = house.Site;
        var random = new Random(Seed);
        var tracks = await site.WithAsync(db => db.Tracks.OrderBy(t => t.Id).Select(t => t.Id).ToListAsync());
        await site.CrowdAsync(60, (member, n) =>
        {
            member.MoveTo(AudienceWords.Places[random.Next(4)], member.KnownSince);
            member.Follow([.. tracks.Where(_ => random.Next(2) == 0)], member.KnownSince);
            if (n % 10 == 0)
                member.Leave($"gone{n}", $"gone{n}", member.KnownSince);
        });
        var members = await site.WithAsync(db => db.Members.AsNoTracking().Include(m => m.Follows).ToListAsync());
        var topic = await site.WithAsync(db => db.Topics.Where(t => db.Talks.Any(talk => talk.TopicId == t.Id)).Select(t => t.Id).FirstAsync());
        // Some of the crowd share in the topic.
        var sharing = (await site.WithAsync(async db =>
        {
            var talk = await db.Talks.Include(t => t.Presenters).FirstAsync(t => t.TopicId == topic && t.Ending == null);
            talk.PresentBy(await db.Members.Where(m => m.Handle.StartsWith("crowd1")).ToListAsync());
            await db.SaveChangesAsync();
            return await db.TalkPresenters.Where(p => db.Talks.Any(t => t.Id == p.TalkId && t.TopicId == topic && t.Ending == null)).Select(p => p.MemberId).ToListAsync();
        })).ToHashSet();
        for (var round = 0; round < 20; round++)
        {
            var chosen = (AudienceStandings)random.Next(1, 16);
            int? track = random.Next(3) == 0 ? tracks[random.Next(tracks.Count)] : null;
            int? of = random.Next(4) == 0 ? topic : null;
            List<int> people = random.Next(4) == 0 ? [.. members.OrderBy(_ => random.Next()).Take(5).Select(m => m.Id)] : [];
            var audience = people.Count > 0 ? new Audience(AudienceStandings.None, null, null, people) : new Audience(chosen, track, of, []);
            var mail = random.Next(2) == 0;
            var id = await PublishAsync(site, house["committee"], audience, mail);
            await site.TellAsync();

            var expected = members.Where(m => m.ClaimedAt is not null && m.LeftAt is null && (people.Count > 0 ? people.Contains(m.Id)
                : (chosen & AudienceWords.Only(m.Standing)) != AudienceStandings.None && (track is null || m.Follows.Any(f => f.TrackId == track)) && (of is null || sharing.Contains(m.Id)))).Select(m => m.Id).Order().ToList();
            Assert.Equal(expected, await site.ToldAsync(id));
            Assert.Equal(mail ? expected : [], await site.ToldAsync(id, ChannelNames.Mail));
            Assert.Equal(expected.Count, await site.WithAsync(db => db.NoticeTellings.Where(t => t.NoticeId == id && t.DoneAt != null).Select(t => t.Count).SingleAsync()));
        }
    }

    [Theory, BothEngines]
    public async Task Who_wants_no_notices_or_nothing_of_a_track_is_left_in_peace(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var site = house.Site;
        var track = await site.WithAsync(db => db.Tracks.OrderBy(t => t.Id).Select(t => t.Id).FirstAsync());
        await site.WithAsync(async db =>
        {
            foreach (var member in await db.Members.Include(m => m.Follows).Where(m => m.ClaimedAt != null && m.LeftAt == null).ToListAsync())
                member.Follow([track], member.KnownSince);
            db.AddRange(
                new MessageChoice(house["open"], MessageKinds.Notice, ChannelNames.Inbox, isWanted: false),
                new MessageChoice(house["candidate"], MessageKinds.Notice, ChannelNames.Mail, isWanted: false),
                new MutedTrack(house["inner"], track));
            await db.SaveChangesAsync();
        });
        var id = await PublishAsync(site, house["committee"], new Audience(AudienceWords.Group, track, null, []), mail: true);
        await site.TellAsync();

        var (inbox, mail) = (await site.ToldAsync(id), await site.ToldAsync(id, ChannelNames.Mail));
        Assert.Equal((false, true), (inbox.Contains(house["open"]), mail.Contains(house["open"])));
        Assert.Equal((true, false), (inbox.Contains(house["candidate"]), mail.Contains(house["candidate"])));
        Assert.Equal((false, false), (inbox.Contains(house["inner"]), mail.Contains(house["inner"])));
        Assert.Equal(inbox.Union(mail).Count(), await site.WithAsync(db => db.NoticeTellings.Where(t => t.NoticeId == id).Select(t => t.Count).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task A_kill_between_two_stretches_or_within_one_loses_nobody_and_tells_nobody_twice(Engine engine)
    {
        var chats = new BreakingChats();
        await using var house = await Household.MoveInAsync(engine, builder => builder.Services.AddScoped<IChatPosts>(_ => chats));
        await house.Site.CrowdAsync(NoticeRound.Batch + 100);
        var id = await house.SendNoticeAsync(("chats", "yes"), ("mail", "yes"));
        // It dies within the first stretch: nothing of it is there.
        await Assert.ThrowsAsync<InvalidOperationException>(house.Site.StepAsync);
        Assert.Empty(await house.Site.ToldAsync(id));
        chats.Broken = false;
        Assert.True(await house.Site.StepAsync());
        Assert.Equal(NoticeRound.Batch, (await house.Site.ToldAsync(id)).Count);
        // Somebody who is removed in between is passed over, and somebody who joins is not told.
        var (last, joined) = await house.Site.WithAsync(async db =>
        {
            var leaving = await db.Members.OrderByDescending(m => m.Id).FirstAsync();
            leaving.MoveTo(Standing.Former, house.Site.Clock.GetCurrentInstant());
            house.Site.Clock.Advance(Duration.FromMinutes(1));
            var joining = new Member("late", "late", house.Site.Clock.GetCurrentInstant());
            joining.Join(house.Site.Clock.GetCurrentInstant());
            db.Add(joining);
            await db.SaveChangesAsync();
            return (leaving.Id, joining.Id);
        });
        await house.Site.TellAsync();

        var told = await house.Site.ToldAsync(id);
        Assert.Equal(await house.Site.WithAsync(db => db.Members.Where(m => m.ClaimedAt != null && m.Standing != Standing.Former && m.Id != joined).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync()), told);
        Assert.DoesNotContain(last, told);
        Assert.Equal(told, await house.Site.ToldAsync(id, ChannelNames.Mail));
        Assert.Equal([("notice", $"notice:{id}")], chats.Posted);
    }

    [Theory, BothEngines]
    public async Task A_hundred_who_send_it_at_once_and_four_who_write_send_it_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("then", "save"));
        var committee = await house.SignInAsync("committee");
        var proof = await committee.TokenAsync();
        var version = (await house.Site.NoticeAsync(id)).Version;
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => committee.SendBareAsync("PUT", $"/notices/{id}", [("__RequestVerificationToken", proof), .. NoticeHouse.Filled(), ("version", $"{version}")])));
        Assert.Single(answers, answer => answer.Location == $"/notices/{id}?done=sent");
        Assert.All(answers.Where(answer => answer.Status is not HttpStatusCode.SeeOther), answer => Assert.Equal(422, answer.Number));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.Site.TellAsync()));
        await house.Site.TellAsync();

        var told = await house.Site.ToldAsync(id);
        Assert.Equal(told.Distinct(), told);
        Assert.Equal(new[] { "open", "candidate", "inner", "committee", "organizer" }.Select(place => house[place]).Order(), told);
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == Whalepaper.Audit.AuditActs.NoticePublished)));
    }

    [Theory, BothEngines]
    public async Task One_that_is_taken_back_while_it_is_told_stops_and_leaves_nothing_waiting(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Site.CrowdAsync(NoticeRound.Batch + 100);
        var id = await house.SendNoticeAsync();
        await house.Site.StepAsync();
        var committee = await house.SignInAsync("committee");
        Assert.Contains("/cancellation", (await committee.GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal("/notices/drafts?done=cancelled", (await committee.SendAsync("POST", $"/notices/{id}/cancellation")).Location);
        await house.Site.TellAsync();
        await house.Site.DrainAsync();

        Assert.Equal(NoticeRound.Batch, (await house.Site.ToldAsync(id)).Count);
        Assert.Equal([DeliveryState.Dropped], (await PostOffice.CountAsync(house.Site)).Keys);
        Assert.Equal(0, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));
        var inner = await house.SignInAsync("inner");
        var page = (await inner.GetAsync($"/notices/{id}")).Text;
        Assert.Contains("was taken back", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No meeting this week", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No meeting this week", (await inner.GetAsync("/notices")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await committee.SendAsync("POST", $"/notices/{id}/cancellation")).Number);
    }

    [Theory, BothEngines]
    public async Task One_that_is_out_is_taken_back_as_long_as_letters_wait_and_after(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("mail", "yes"));
        await house.Site.TellAsync();
        // No mail server is set: what goes to inboxes arrives, and letters wait.
        await house.Site.DrainAsync();
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        var asked = (await committee.GetAsync($"/notices/{id}/cancellation")).Text;
        Assert.Contains("5 members have it already", asked, StringComparison.Ordinal);
        Assert.Contains("For 5 members a message still waits", asked, StringComparison.Ordinal);
        Assert.Equal(403, (await inner.GetAsync($"/notices/{id}/cancellation")).Number);
        Assert.Equal("/notices/drafts?done=cancelled", (await committee.SendAsync("POST", $"/notices/{id}/cancellation")).Location);
        await house.Site.TellAsync();

        Assert.Equal(5, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));
        Assert.Equal([(ChannelNames.Inbox, DeliveryState.Sent), (ChannelNames.Mail, DeliveryState.Dropped)], (await house.Site.WithAsync(db => db.Deliveries.Select(d => new { d.Channel, d.State }).Distinct().ToListAsync())).Select(d => (d.Channel, d.State)).Order());
        Assert.NotNull(await house.Site.WithAsync(db => db.NoticeTellings.Where(t => t.NoticeId == id).Select(t => t.ClearedAt).SingleAsync()));
        foreach (var session in (Session[])[inner, house.Visitor()])
        {
            var page = (await session.GetAsync($"/notices/{id}")).Text;
            Assert.Contains("was taken back", page, StringComparison.Ordinal);
            foreach (var text in (string[])[page, (await session.GetAsync("/notices")).Text, (await session.GetAsync("/")).Text, (await session.GetAsync("/feed.atom")).Text, (await session.GetAsync("/api/v1/notices")).Text])
                Assert.DoesNotContain("No meeting this week", text, StringComparison.Ordinal);
        }

        Assert.Contains("cannot be taken back", (await committee.GetAsync($"/notices/{id}/cancellation")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await committee.SendAsync("POST", $"/notices/{id}/cancellation")).Number);
    }

    [Theory, BothEngines]
    public async Task It_goes_out_at_its_hour_and_says_what_it_says_by_then(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        // 21:30 in Shanghai, an hour and a half from now.
        var id = await house.SendNoticeAsync(("when", "later"), ("date", "2026-11-28"), ("time", "21:30"), ("zone", "Asia/Shanghai"), ("standings", "inner"));
        Assert.Equal((NoticeState.Scheduled, Instant.FromUtc(2026, 11, 28, 13, 30)), ((await house.Site.NoticeAsync(id)).State, (await house.Site.NoticeAsync(id)).At));
        await house.Site.TellAsync();
        Assert.Equal(404, (await (await house.SignInAsync("inner")).GetAsync($"/notices/{id}")).Number);
        house.Site.Clock.Advance(Duration.FromMinutes(89));
        await house.Site.TellAsync();
        Assert.Empty(await house.Site.ToldAsync(id));
        house.Site.Clock.Advance(Duration.FromMinutes(1));
        await house.Site.TellAsync();
        await house.Site.DrainAsync();

        Assert.Equal(NoticeState.Published, (await house.Site.NoticeAsync(id)).State);
        var item = await house.Site.WithAsync(db => db.InboxItems.AsNoTracking().SingleAsync(i => i.MemberId == house["inner"]));
        Assert.Equal(("No meeting this week", "We rest.", "notice"), (item.Subject, item.Text, item.Kind));
        Assert.EndsWith($"/notices/{id}", item.Link, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.InboxItems.CountAsync(i => i.MemberId == house["open"])));
    }

    private static Task<int> PublishAsync(TestSite site, int by, Audience audience, bool mail) => site.WithAsync(async db =>
    {
        var notice = new GroupNotice("Title", "Text", audience, new NoticeWay(mail, false, false, null), by, site.Clock.GetCurrentInstant());
        notice.Send(by, needsReview: false, site.Clock.GetCurrentInstant());
        db.Add(notice);
        db.BeginTelling(notice);
        await db.SaveChangesAsync();
        return notice.Id;
    });

    private sealed class BreakingChats : IChatPosts
    {
        public bool Broken { get; set; } = true;

        public List<(string Kind, string Occasion)> Posted { get; } = [];

        public Task PostAsync(string kind, int? trackId, string occasion, string contentKind, string about, Instant due, Instant? until, CancellationToken cancellation)
        {
            if (Broken)
                throw new InvalidOperationException("As if somebody had pulled the plug.");
            Posted.Add((kind, occasion));
            return Task.CompletedTask;
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Settings;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Reminders follow from talks and meetings, and move with them.</summary>
public sealed class ReminderTests
{
    private static readonly string[] ladder = ["prepare", "confirm", "again", "eve", "hours"];

    [Theory, BothEngines]
    public async Task A_presenter_is_reminded_step_by_step_and_each_time_once(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt + Duration.FromHours(1));
        Assert.Equal(ladder.Select(rung => $"talk:{talk}:{rung}"), (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
        // Nobody said yes: the committee heard of it three days before, and that nothing is prepared the day before; the presenter did not.
        foreach (var place in (string[])["committee", "organizer"])
            Assert.Equal([$"talk:{talk}:unconfirmed", $"talk:{talk}:unready"], (await SentAsync(house, place, ReminderKinds.Unconfirmed, ReminderKinds.Unready)).Select(Short).Where(occasion => occasion.StartsWith($"talk:{talk}:", StringComparison.Ordinal)));
        Assert.Empty(await SentAsync(house, "inner", ReminderKinds.Unconfirmed, ReminderKinds.Unready));
        Assert.Empty(await SentAsync(house, "open", ReminderKinds.Unconfirmed, ReminderKinds.Unready));
    }

    [Theory, BothEngines]
    public async Task Only_what_is_missing_is_asked_for(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt - Duration.FromDays(13));
        var first = (await InboxAsync(house, "inner")).Single();
        Assert.Contains("is your talk", first.Subject, StringComparison.Ordinal);
        Assert.Contains("slides", first.Text, StringComparison.Ordinal);
        Assert.Contains("/answers/", first.Link, StringComparison.Ordinal);

        var inner = await house.SignInAsync("inner");
        await inner.SendAsync("POST", $"/talks/{talk}/confirmation");
        await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "slides"), ("title", "Slides"), ("link", "https://slides.example/1"));
        await LiveUntilAsync(house, startsAt - Duration.FromDays(2));
        var later = (await InboxAsync(house, "inner"))[^1];
        Assert.DoesNotContain("is your talk", later.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("slides", later.Text, StringComparison.Ordinal);
        Assert.EndsWith($"/talks/{talk}", later.Link, StringComparison.Ordinal);
        Assert.DoesNotContain($"talk:{talk}:unconfirmed", (await SentAsync(house, "committee", ReminderKinds.Unconfirmed)).Select(Short));
    }

    [Theory, BothEngines]
    public async Task When_a_meeting_moves_its_reminders_move_with_it(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt - Duration.FromDays(8));
        await PlanAsync(house);
        var waiting = await RowsAsync(house, "inner", DeliveryState.Waiting);
        Assert.All(waiting, row => Assert.Equal(startsAt - Duration.FromDays(7), row.Due));
        Assert.NotEmpty(waiting);

        // A quarter of an hour later on the same day: the same rows, as much later.
        await MoveAsync(house, talk, startsAt + Duration.FromMinutes(15));
        await PlanAsync(house);
        var moved = await RowsAsync(house, "inner", DeliveryState.Waiting);
        Assert.Equal(waiting.Select(row => row.Id), moved.Select(row => row.Id));
        Assert.All(moved, row => Assert.Equal(startsAt + Duration.FromMinutes(15) - Duration.FromDays(7), row.Due));

        // Two weeks later: those are dropped, and the ladder begins anew.
        await MoveAsync(house, talk, startsAt + Duration.FromDays(14));
        await PlanAsync(house);
        Assert.Empty(await RowsAsync(house, "inner", DeliveryState.Waiting));
        Assert.Equal(waiting.Select(row => row.Id), (await RowsAsync(house, "inner", DeliveryState.Dropped)).Select(row => row.Id));
        await LiveUntilAsync(house, startsAt + Duration.FromDays(15));
        Assert.Equal(ladder.Prepend("prepare").Select(rung => $"talk:{talk}:{rung}"), (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
    }

    [Theory, BothEngines]
    public async Task A_meeting_that_moves_away_and_back_is_reminded_of_all_the_same(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt - Duration.FromDays(8));
        await PlanAsync(house);
        foreach (var hour in (Instant[])[startsAt + Duration.FromDays(14), startsAt])
        {
            await MoveAsync(house, talk, hour);
            await PlanAsync(house);
        }

        await LiveUntilAsync(house, startsAt + Duration.FromHours(1));
        Assert.Equal(ladder.Select(rung => $"talk:{talk}:{rung}"), (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
    }

    [Theory, BothEngines]
    public async Task A_reminder_that_was_in_hand_when_its_meeting_moved_is_sent_for_the_new_hour(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt - Duration.FromDays(8));
        await PlanAsync(house);
        var waiting = Assert.Single(await RowsAsync(house, "inner", DeliveryState.Waiting));
        house.Site.Clock.Advance(waiting.Due - house.Site.Clock.GetCurrentInstant());
        await house.Site.WithAsync(async db =>
        {
            (await db.Deliveries.SingleAsync(d => d.Id == waiting.Id)).Lease("a", house.Site.Clock.GetCurrentInstant(), Duration.FromMinutes(5));
            await db.SaveChangesAsync();
        });
        await MoveAsync(house, talk, startsAt + Duration.FromMinutes(15));
        await PlanAsync(house);
        await house.Site.WithAsync(async db =>
        {
            (await db.Deliveries.SingleAsync(d => d.Id == waiting.Id)).Drop("There was nothing to say any more.", house.Site.Clock.GetCurrentInstant(), "a");
            await db.SaveChangesAsync();
        });
        await PlanAsync(house);
        Assert.Equal((waiting.Id, startsAt + Duration.FromMinutes(15) - Duration.FromDays(7)), Assert.Single(await RowsAsync(house, "inner", DeliveryState.Waiting)) is var again ? (again.Id, again.Due) : default);
        // What was dropped for good stays so.
        await LiveUntilAsync(house, startsAt + Duration.FromHours(1));
        Assert.Equal(ladder.Select(rung => $"talk:{talk}:{rung}"), (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
    }

    [Theory, BothEngines]
    public async Task What_was_due_while_nobody_ran_is_sent_once_if_it_still_helps_and_else_said_to_be_missed(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt - Duration.FromDays(15));
        // Down from two weeks before to two days before: three rungs passed, the last of them still says something.
        house.Site.Clock.Advance(startsAt - Duration.FromDays(2) - house.Site.Clock.GetCurrentInstant());
        await PlanAsync(house);
        await house.Site.DrainAsync();
        Assert.Equal([$"talk:{talk}:again"], (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
        var missed = await RowsAsync(house, "inner", DeliveryState.Dropped);
        Assert.Equal(new[] { "prepare", "confirm" }.Select(rung => $"talk:{talk}:{rung}"), missed.Select(row => Short(row.Occasion)).Distinct());
        // One that was written down before is dropped when its turn comes, the other was never written before.
        Assert.All(missed, row => Assert.True(row.Result is "Its time was over." || row.Result!.StartsWith("The program was not running", StringComparison.Ordinal), row.Result));
        // Looking again says nothing twice.
        await PlanAsync(house);
        await house.Site.DrainAsync();
        Assert.Single(await SentAsync(house, "inner", ReminderKinds.Talk));
        Assert.Equal(missed.Count, (await RowsAsync(house, "inner", DeliveryState.Dropped)).Count);
    }

    [Theory, BothEngines]
    public async Task Who_follows_a_track_is_reminded_of_its_meetings_and_its_presenter_is_not(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (_, startsAt) = await ClaimAsync(house);
        await FollowAsync(house, "inner", "committee", "open");
        await LiveUntilAsync(house, startsAt + Duration.FromHours(1));
        var heard = await SentAsync(house, "committee", ReminderKinds.Meeting);
        Assert.Equal(["eve", "hours"], heard.Where(occasion => occasion.EndsWith(Day(startsAt), StringComparison.Ordinal)).Select(occasion => occasion.Split(':')[2]));
        Assert.DoesNotContain(await SentAsync(house, "inner", ReminderKinds.Meeting), occasion => occasion.EndsWith(Day(startsAt), StringComparison.Ordinal));
        // The open group does not come to meetings of the inner one.
        Assert.Empty(await SentAsync(house, "open", ReminderKinds.Meeting));
    }

    [Theory, BothEngines]
    public async Task The_standby_hears_that_nobody_confirmed(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var ready = await house.AddAsync("ready", Standing.Inner);
        var (talk, startsAt) = await ClaimAsync(house);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new Standby(await db.Talks.Where(t => t.Id == talk).Select(t => t.MeetingId!.Value).SingleAsync(), await db.Members.SingleAsync(m => m.Id == ready), house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        await LiveUntilAsync(house, startsAt - Duration.FromDays(2));
        var heard = await house.Site.WithAsync(db => db.InboxItems.AsNoTracking().SingleAsync(i => i.MemberId == ready && i.Kind == ReminderKinds.Standby));
        Assert.Contains("您是这场分享会的候补", heard.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Copies_that_plan_at_once_write_each_reminder_once(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        var (_, startsAt) = await ClaimAsync(house);
        house.Site.Clock.Advance(startsAt - Duration.FromDays(15) - house.Site.Clock.GetCurrentInstant());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PlanAsync(house)));
        await PlanAsync(house);
        Assert.Single(await RowsAsync(house, "inner", DeliveryState.Waiting));
    }

    [Theory, BothEngines]
    public async Task Quiet_hours_are_those_of_the_reader(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["inner"])).LiveIn(null, "America/New_York");
            await db.SaveChangesAsync();
        });
        var (_, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt);
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var sent = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.MemberId == house["inner"] && d.Kind == ReminderKinds.Talk && d.Channel == ChannelNames.Inbox && d.State == DeliveryState.Sent).Select(d => d.EndedAt!.Value).ToListAsync());
        Assert.NotEmpty(sent);
        Assert.All(sent, at => Assert.InRange(at.InZone(zone).Hour, 8, 21));
    }

    [Theory, BothEngines]
    public async Task A_group_may_set_its_own_ladder(Engine engine)
    {
        await using var house = await HouseAsync(engine);
        await house.SetAsync(SettingsCatalogue.RemindPrepare, "0");
        await house.SetAsync(SettingsCatalogue.RemindConfirm, "5");
        await house.SetAsync(SettingsCatalogue.RemindAgain, "0");
        await house.SetAsync(SettingsCatalogue.RemindEve, "0");
        await house.SetAsync(SettingsCatalogue.RemindHours, "0");
        var (talk, startsAt) = await ClaimAsync(house);
        await LiveUntilAsync(house, startsAt);
        Assert.Equal([$"talk:{talk}:confirm"], (await SentAsync(house, "inner", ReminderKinds.Talk)).Select(Short));
    }

    // A house whose members read English.
    internal static async Task<Household> HouseAsync(Engine engine, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? alter = null)
    {
        var house = await Household.MoveInAsync(engine, alter);
        await house.Site.WithAsync(async db =>
        {
            foreach (var member in await db.Members.Where(m => m.ClaimedAt != null).ToListAsync())
                member.LiveIn("en", null);
            await db.SaveChangesAsync();
        });
        return house;
    }

    internal static async Task<(int Talk, Instant StartsAt)> ClaimAsync(Household house, string place = "inner")
    {
        var paper = (await house.PapersAsync(1))[0];
        var date = (await house.DatesAsync(1, day: 19))[0];
        var who = await house.SignInAsync(place);
        var talk = (await who.ClaimAsync(paper, date)).TalkNumber();
        var startsAt = await house.Site.WithAsync(db => db.Meetings.Where(m => m.Id == date).Select(m => m.StartsAt).SingleAsync());
        return (talk, startsAt);
    }

    internal static async Task PlanAsync(Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReminderPlanning>().PlanAsync(CancellationToken.None);
    }

    // The house runs: it looks whenever something is due, and twice a day.
    internal static async Task LiveUntilAsync(Household house, Instant until)
    {
        while (house.Site.Clock.GetCurrentInstant() is var now && now < until)
        {
            await PlanAsync(house);
            await house.Site.DrainAsync();
            var next = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.Channel == ChannelNames.Inbox).MinAsync(d => (Instant?)d.Due));
            house.Site.Clock.Advance(Instant.Min(until, Instant.Min(next ?? Instant.MaxValue, now + Duration.FromHours(12))) - now);
        }
    }

    internal static Task<List<Whalepaper.Notices.Inbox.InboxItem>> InboxAsync(Household house, string place) =>
        house.Site.WithAsync(db => db.InboxItems.AsNoTracking().Where(i => i.MemberId == house[place]).OrderBy(i => i.Id).ToListAsync());

    private static Task<List<string>> SentAsync(Household house, string place, params string[] kinds) => house.Site.WithAsync(db =>
        db.Deliveries.Where(d => d.MemberId == house[place] && kinds.Contains(d.Kind) && d.Channel == ChannelNames.Inbox && d.State == DeliveryState.Sent).OrderBy(d => d.EndedAt).Select(d => d.Occasion).ToListAsync());

    private static Task<List<Delivery>> RowsAsync(Household house, string place, DeliveryState state) => house.Site.WithAsync(db =>
        db.Deliveries.AsNoTracking().Where(d => d.MemberId == house[place] && d.Kind == ReminderKinds.Talk && d.State == state && d.Channel == ChannelNames.Inbox).OrderBy(d => d.Due).ThenBy(d => d.Id).ToListAsync());

    private static Task MoveAsync(Household house, int talk, Instant to) => house.Site.WithAsync(async db =>
    {
        var meeting = await db.Meetings.SingleAsync(m => m.Talks.Any(t => t.Id == talk));
        meeting.MoveTo(to, meeting.Minutes, house.Site.Clock.GetCurrentInstant());
        await db.SaveChangesAsync();
    });

    private static Task FollowAsync(Household house, params string[] places) => house.Site.WithAsync(async db =>
    {
        foreach (var place in places)
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == house[place])).Follow([house.Season.Nlp.Id], NodaConstants.UnixEpoch);
        await db.SaveChangesAsync();
    });

    private static string Short(string occasion) => occasion[..occasion.LastIndexOf(':')];

    private static string Day(Instant at) => NodaTime.Text.LocalDatePattern.Iso.Format(at.InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date);
}

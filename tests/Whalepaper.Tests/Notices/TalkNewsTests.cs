using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>People hear at once what others did with their talks: in the same transaction, and only they.</summary>
public sealed class TalkNewsTests
{
    [Theory, BothEngines]
    public async Task A_published_plan_a_new_date_and_a_cancellation_are_told_to_whom_they_concern(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(2), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        Assert.Empty(await HeardAsync(house, "inner"));
        await committee.SendAsync("POST", Table.Releases);
        Assert.Equal(["You are to share"], (await HeardAsync(house, "inner")).Select(Begin));

        var talk = await house.Site.WithAsync(db => db.TalkPapers.Where(p => p.EntryId == entries[0]).Select(p => p.TalkId).SingleAsync());
        await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1]}"));
        Assert.Equal("Another date for", Begin((await HeardAsync(house, "inner"))[^1]));
        await committee.SendAsync("POST", $"/talks/{talk}/cancellation", ("word", "The paper\nwas withdrawn."));
        await house.Site.DrainAsync();
        var last = (await ReminderTests.InboxAsync(house, "inner"))[^1];
        Assert.Equal("Called off:", Begin(last.Subject));
        Assert.Contains("The paper\nwas withdrawn.", last.Text, StringComparison.Ordinal);
        // Who did it need not be told.
        Assert.Empty(await HeardAsync(house, "committee"));
    }

    [Theory, BothEngines]
    public async Task An_offer_is_told_to_whom_it_is_made_and_a_hand_over_to_both_and_the_committee(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (date, inner, organizer) = ((await house.DatesAsync(1))[0], await house.SignInAsync("inner"), await house.SignInAsync("organizer"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], date)).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "organizer"), ("word", "I am ill"));
        Assert.Equal(["inner offers you"], (await HeardAsync(house, "organizer")).Select(Begin));
        Assert.Empty(await HeardAsync(house, "committee"));
        var offer = await house.Site.WithAsync(db => db.Handovers.Select(h => h.Id).SingleAsync());
        await organizer.SendAsync("POST", $"/handovers/{offer}/acceptance");
        Assert.Contains("is yours now", (await HeardAsync(house, "organizer"))[^1], StringComparison.Ordinal);
        Assert.Contains("went to somebody else", (await HeardAsync(house, "inner"))[^1], StringComparison.Ordinal);
        Assert.Contains("went to somebody else", (await HeardAsync(house, "committee"))[^1], StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_was_undone_before_it_was_sent_is_not_told(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (dates, inner, committee) = (await house.DatesAsync(3), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], dates[0])).TalkNumber();
        await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1]}"));
        await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[2]}"));
        Assert.Single(await HeardAsync(house, "inner"));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.State == DeliveryState.Dropped && d.Channel == ChannelNames.Inbox)));
    }

    [Theory, BothEngines]
    public async Task Who_was_reminded_of_a_meeting_hears_that_it_is_called_off(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == house["committee"])).Follow([house.Season.Nlp.Id], NodaConstants.UnixEpoch);
            await db.SaveChangesAsync();
        });
        await ReminderTests.LiveUntilAsync(house, startsAt - Duration.FromHours(12));
        await house.Site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Talks.Any(t => t.Id == talk))).Cancel("Holiday", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        foreach (var place in (string[])["inner", "committee"])
            Assert.StartsWith("Called off:", (await HeardAsync(house, place))[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(await HeardAsync(house, "organizer"), subject => subject.StartsWith("Called off", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task A_presenter_is_written_to_when_their_meeting_moves_or_is_called_off_and_told_once(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await ReminderTests.HouseAsync(engine, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        await PreferenceTests.ChooseAsync(house.Site, house["inner"], [], ["talk"], null, []);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        await ChangeAsync(house, talk, (meeting, now) => meeting.MoveTo(startsAt + Duration.FromHours(1), meeting.Minutes, now));
        Assert.Equal("Another hour: your talk", Begin(Assert.Single(await HeardAsync(house, "inner"))));
        await ChangeAsync(house, talk, (meeting, now) => meeting.Cancel("Holiday", now));
        Assert.Equal("Called off: the meeting of your talk", Begin((await HeardAsync(house, "inner"))[^1]));
        var letters = await folder.ReadAsync();
        Assert.Equal(["REQUEST", "CANCEL"], letters.Select(letter => letter.CalendarMethod));
        Assert.Contains("Holiday", letters[1].Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ReminderKinds.MeetingNews)));
        Assert.Contains("its meeting changed", (await (await house.SignInAsync("inner")).GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_meeting_that_changes_twice_before_its_news_is_sent_is_told_of_once(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        foreach (var hours in (int[])[1, 2])
            await ChangeAsync(house, talk, (meeting, now) => meeting.MoveTo(startsAt + Duration.FromHours(hours), meeting.Minutes, now));
        Assert.Single(await HeardAsync(house, "inner"));
    }

    [Theory, BothEngines]
    public async Task Whom_somebody_names_hears_of_it_and_so_does_whom_the_committee_takes_off(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await ReminderTests.HouseAsync(engine, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "organizer", folder.Address("organizer"));
        var (date, inner, committee) = ((await house.DatesAsync(1))[0], await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], date, ("with", "organizer"))).TalkNumber();
        Assert.Equal(["You are named as a presenter of"], (await HeardAsync(house, "organizer")).Select(Begin));
        Assert.Empty(await HeardAsync(house, "inner"));
        await committee.SendAsync("DELETE", $"/talks/{talk}/presenters/organizer");
        Assert.Equal("You no longer share", Begin((await HeardAsync(house, "organizer"))[^1]));
        Assert.Equal(["REQUEST", "CANCEL"], (await folder.ReadAsync()).Select(letter => letter.CalendarMethod));

        // Named again, they step out by themselves: the calendar lets it go, and the inbox says nothing of one's own act.
        await inner.SendAsync("POST", $"/talks/{talk}/presenters", ("with", "organizer"));
        var heard = (await HeardAsync(house, "organizer")).Count;
        await (await house.SignInAsync("organizer")).SendAsync("DELETE", $"/talks/{talk}/presenters/organizer");
        Assert.Equal(heard, (await HeardAsync(house, "organizer")).Count);
        Assert.Equal("CANCEL", (await folder.ReadAsync())[^1].CalendarMethod);
        Assert.Contains("One presenter fewer:", (await HeardAsync(house, "inner")).Select(Begin));
    }

    [Theory, BothEngines]
    public async Task A_talk_that_was_only_asked_for_is_taken_back_in_silence(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.AddAsync("other", Members.Standing.Open);
        await house.Site.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync(t => t.Code == "nlp")).OpenTo(true);
            await db.SaveChangesAsync();
        });
        var open = await house.SignInAsync("open");
        var talk = (await open.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0], ("with", "other"))).TalkNumber();
        Assert.Equal(2, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ReminderKinds.News)));
        await open.SendAsync("POST", $"/talks/{talk}/withdrawal", ("word", "Buy my things"));
        await house.Site.DrainAsync();
        Assert.Equal(2, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ReminderKinds.News)));
        Assert.False(await house.Site.WithAsync(db => db.InboxItems.AnyAsync(i => i.Text.Contains("Buy my things"))));
    }

    [Theory, BothEngines]
    public async Task Who_need_not_be_told_of_hand_overs_hears_of_late_withdrawals_all_the_same(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.SetAsync(Whalepaper.Settings.SettingsCatalogue.HandoverRule, "none");
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        house.Site.Clock.Advance(startsAt - Duration.FromHours(30) - house.Site.Clock.GetCurrentInstant());
        await (await house.SignInAsync("inner")).SendAsync("POST", $"/talks/{talk}/withdrawal");
        Assert.Equal("Taken back:", Begin((await HeardAsync(house, "committee"))[^1]));
    }

    [Theory, BothEngines]
    public async Task News_of_the_night_is_not_kept_until_it_is_too_late(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var day = startsAt.InZone(zone).Date;
        // At three in the night: tomorrow's meeting moves to seven in the morning of that day, then to the week after.
        house.Site.Clock.Advance(day.At(new LocalTime(3, 0)).InZoneStrictly(zone).ToInstant() - house.Site.Clock.GetCurrentInstant());
        var now = house.Site.Clock.GetCurrentInstant();
        await ChangeAsync(house, talk, (meeting, at) => meeting.MoveTo(day.At(new LocalTime(7, 0)).InZoneStrictly(zone).ToInstant(), meeting.Minutes, at));
        await ChangeAsync(house, talk, (meeting, at) => meeting.MoveTo(startsAt + Duration.FromDays(7), meeting.Minutes, at));
        await ChangeAsync(house, talk, (meeting, at) => meeting.MoveTo(startsAt + Duration.FromDays(8), meeting.Minutes, at));
        var due = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.MemberId == house["inner"] && d.Kind == ReminderKinds.News && d.Channel == ChannelNames.Mail).OrderBy(d => d.Id).Select(d => new { d.Due, d.Until }).ToListAsync());
        Assert.Equal([now, now, day.At(new LocalTime(8, 0)).InZoneStrictly(zone).ToInstant()], due.Select(one => one.Due));
        Assert.Equal(day.At(new LocalTime(7, 0)).InZoneStrictly(zone).ToInstant(), due[0].Until);
    }

    [Theory, BothEngines]
    public async Task Nothing_is_told_of_what_was_not_saved(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, _) = await ReminderTests.ClaimAsync(house);
        await house.Site.WithAsync(async db =>
        {
            await using var unit = await db.Database.BeginTransactionAsync();
            (await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Meeting).Include(t => t.Confirmation).SingleAsync(t => t.Id == talk)).Unschedule(await db.Members.SingleAsync(m => m.Id == house["committee"]), house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
            Assert.True(await db.Deliveries.AnyAsync(d => d.Kind == ReminderKinds.News));
        });
        Assert.False(await house.Site.WithAsync(db => db.Deliveries.AnyAsync(d => d.Kind == ReminderKinds.News)));
    }

    private static Task ChangeAsync(Household house, int talk, Action<Whalepaper.Meetings.Meeting, Instant> change) => house.Site.WithAsync(async db =>
    {
        change(await db.Meetings.SingleAsync(m => m.Talks.Any(t => t.Id == talk)), house.Site.Clock.GetCurrentInstant());
        await db.SaveChangesAsync();
    });

    private static async Task<List<string>> HeardAsync(Household house, string place)
    {
        await house.Site.DrainAsync();
        return (await ReminderTests.InboxAsync(house, place)).ConvertAll(item => item.Subject);
    }

    private static string Begin(string subject) => subject[..(subject.IndexOf('“') is var at and > 0 ? at - 1 : subject.Length)];
}

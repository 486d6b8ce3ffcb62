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
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == house["committee"])).Follow([house.Season.Nlp.Id]);
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

    private static async Task<List<string>> HeardAsync(Household house, string place)
    {
        await house.Site.DrainAsync();
        return (await ReminderTests.InboxAsync(house, place)).ConvertAll(item => item.Subject);
    }

    private static string Begin(string subject) => subject[..(subject.IndexOf('“') is var at and > 0 ? at - 1 : subject.Length)];
}

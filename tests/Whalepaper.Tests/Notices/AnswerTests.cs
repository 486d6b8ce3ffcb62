using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The link in a reminder: whoever holds it says yes without signing in; opening it does nothing.</summary>
public sealed class AnswerTests
{
    [Theory, BothEngines]
    public async Task A_presenter_says_yes_from_the_letter_without_signing_in(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        await ReminderTests.LiveUntilAsync(house, startsAt - Duration.FromDays(13));
        var path = new Uri((await ReminderTests.InboxAsync(house, "inner")).Single().Link).AbsolutePath;

        // Mail programs look at links, some with HEAD, some more than once.
        using (var head = new HttpRequestMessage(HttpMethod.Head, path))
        using (var looked = await house.Site.Client.SendAsync(head))
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        var page = await house.Visitor().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
        Assert.Contains("noindex", page.Text, StringComparison.Ordinal);
        var opened = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.OpenedAt != null).Select(d => d.Channel).ToListAsync());
        Assert.Equal([ChannelNames.Inbox], opened);

        Assert.Equal($"{path}?done=confirmed", (await house.Visitor().SendAsync("POST", $"{path}/confirmation")).Location);
        var confirmed = await house.TalkAsync(talk);
        Assert.Equal((TalkState.Confirmed, house["inner"]), (confirmed.State, confirmed.Confirmation!.MemberId));
        // Pressed again it is the same yes, and the page offers it no more.
        Assert.Equal($"{path}?done=confirmed", (await house.Visitor().SendAsync("POST", $"{path}/confirmation")).Location);
        Assert.DoesNotContain("/confirmation", (await house.Visitor().GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_link_is_for_one_date_of_one_presenter(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        var path = $"/answers/{Keys(house).Make("u", talk, house["inner"], startsAt)}";
        await house.Site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Talks.Any(t => t.Id == talk));
            meeting.MoveTo(startsAt + Duration.FromHours(1), meeting.Minutes, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var moved = await house.Visitor().SendAsync("POST", $"{path}/confirmation");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.Status);
        Assert.Contains("The date changed while you were looking", moved.Text, StringComparison.Ordinal);
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);

        foreach (var key in (string[])["x", new string('a', 3000), Keys(house).Make("u", talk, house["committee"], startsAt), Keys(house).Make("u", 999, house["inner"], startsAt), Keys(house).Make("u", talk, house["inner"], house.Site.Clock.GetCurrentInstant())])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/answers/{key}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().SendAsync("POST", $"/answers/{key}/confirmation")).Status);
        }

        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
    }

    [Theory, BothEngines]
    public async Task Who_is_in_the_group_no_more_says_yes_by_no_letter(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        var path = $"/answers/{Keys(house).Make("u", talk, house["inner"], startsAt)}";
        Assert.Equal(HttpStatusCode.OK, (await house.Visitor().GetAsync(path)).Status);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["inner"])).MoveTo(Members.Standing.Former, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().SendAsync("POST", $"{path}/confirmation")).Status);
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
    }

    private static AnswerKeys Keys(Household house) => house.Site.Services.GetRequiredService<AnswerKeys>();
}

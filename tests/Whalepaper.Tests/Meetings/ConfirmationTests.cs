using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>A presenter says yes to their date; nobody else can, and a page that is only opened says nothing.</summary>
public sealed class ConfirmationTests
{
    [Theory, BothEngines]
    public async Task A_presenter_says_yes_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await ShareAsync(house, "inner");
        var (inner, open) = (await house.SignInAsync("inner"), await house.SignInAsync("open"));
        Assert.Contains($"/talks/{talk}/confirmation", (await inner.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/talks/{talk}/confirmation", (await open.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("POST", $"/talks/{talk}/confirmation")).Status);
        Assert.Null(await ConfirmedByAsync(house, talk));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => inner.SendAsync("POST", $"/talks/{talk}/confirmation")));
        Assert.All(answers, answer => Assert.Equal($"/talks/{talk}?done=confirmed", answer.Location));
        Assert.Equal(house["inner"], await ConfirmedByAsync(house, talk));
        Assert.DoesNotContain($"/talks/{talk}/confirmation", (await inner.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task There_is_no_yes_to_what_is_over_or_off(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await ShareAsync(house, "inner");
        var inner = await house.SignInAsync("inner");
        await house.Site.WithAsync(async db =>
        {
            var meeting = await db.Talks.Where(t => t.Id == talk).Select(t => t.Meeting!).SingleAsync();
            meeting.Cancel("snow", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("POST", $"/talks/{talk}/confirmation")).Status);
        Assert.Null(await ConfirmedByAsync(house, talk));
    }

    private static Task<int> ShareAsync(Household house, string place) => house.Site.WithAsync(async db =>
    {
        var entry = await db.Entries.Include(e => e.Paper).SingleAsync(e => e.Paper.Title == "Still waiting");
        var me = house[place];
        var talk = new Talk(entry, [await db.Members.SingleAsync(m => m.Id == me)], house.Site.Clock.GetCurrentInstant());
        talk.ScheduleAt(await db.Meetings.OrderByDescending(m => m.StartsAt).FirstAsync(m => m.TrackId == entry.TrackId), 0, house.Site.Clock.GetCurrentInstant());
        db.Add(talk);
        await db.SaveChangesAsync();
        return talk.Id;
    });

    private static Task<int?> ConfirmedByAsync(Household house, int talk) => house.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.Confirmation == null ? null : (int?)t.Confirmation.MemberId).SingleAsync());
}

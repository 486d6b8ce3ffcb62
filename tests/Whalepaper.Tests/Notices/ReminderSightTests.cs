using NodaTime;
using Whalepaper.Notices.Reminders;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The committee sees what became of reminders, and first whom nothing reached.</summary>
public sealed class ReminderSightTests
{
    [Theory, BothEngines]
    public async Task Whom_nothing_reached_stands_on_the_desk_until_something_was_read(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await ReminderTests.HouseAsync(engine, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "inner", folder.Address("gone"));
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        await ReminderTests.LiveUntilAsync(house, startsAt - Duration.FromDays(13));

        var committee = await house.SignInAsync("committee");
        var desk = (await committee.GetAsync("/desk")).Text;
        Assert.Contains("Never reached", desk, StringComparison.Ordinal);
        Assert.Contains($"/talks/{talk}#reminders", desk, StringComparison.Ordinal);
        Assert.Contains("mailbox unavailable", desk, StringComparison.Ordinal);
        var page = (await committee.GetAsync($"/talks/{talk}")).Text;
        Assert.Contains("to prepare", page, StringComparison.Ordinal);
        Assert.Contains("mailbox unavailable", page, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Domain, page + desk, StringComparison.Ordinal);
        // It is no matter of others.
        var open = await house.SignInAsync("open");
        Assert.DoesNotContain("mailbox unavailable", (await open.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);

        // They open the page to confirm from their inbox, and read the message.
        var inner = await house.SignInAsync("inner");
        var message = Assert.Single(await ReminderTests.InboxAsync(house, "inner"), item => item.Kind is ReminderKinds.Talk);
        await house.Visitor().GetAsync(new Uri(message.Link).AbsolutePath);
        await inner.SendAsync("POST", $"/me/inbox/{message.Id}/reading");
        Assert.DoesNotContain($"/talks/{talk}#reminders", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        page = (await committee.GetAsync($"/talks/{talk}")).Text;
        Assert.Contains("opened the page to confirm", page, StringComparison.Ordinal);
        Assert.Contains("read in the inbox", page, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Whom_a_letter_reached_is_no_matter_for_the_desk(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await ReminderTests.HouseAsync(engine, builder => MailFolder.SetUp(builder));
        await MailTests.ReachAsync(house, "inner", folder.Address("fine"));
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        await ReminderTests.LiveUntilAsync(house, startsAt - Duration.FromDays(13));
        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Contains("/answers/", letter.Text, StringComparison.Ordinal);
        Assert.Contains("text/calendar", letter.Types);
        Assert.DoesNotContain($"/talks/{talk}#reminders", (await (await house.SignInAsync("committee")).GetAsync("/desk")).Text, StringComparison.Ordinal);
    }
}

using Microsoft.EntityFrameworkCore;
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
        Assert.Contains("mail: there is no such address", desk, StringComparison.Ordinal);
        var page = (await committee.GetAsync($"/talks/{talk}")).Text;
        Assert.Contains("to prepare", page, StringComparison.Ordinal);
        Assert.Contains("there is no such address", page, StringComparison.Ordinal);
        // What the server said may hold an address, and stands in the outbox of the organizer alone.
        Assert.DoesNotContain("mailbox unavailable", page + desk, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Domain, page + desk, StringComparison.Ordinal);
        // It is no matter of others.
        var open = await house.SignInAsync("open");
        Assert.DoesNotContain("there is no such address", (await open.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);

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
    public async Task A_presenter_sees_what_they_were_told_and_not_what_others_were(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (talk, startsAt) = await ReminderTests.ClaimAsync(house);
        var other = await house.AddAsync("other", Members.Standing.Inner);
        await (await house.SignInAsync("inner")).SendAsync("POST", $"/talks/{talk}/presenters", ("with", "other"));
        await ReminderTests.LiveUntilAsync(house, startsAt - Duration.FromDays(2));
        Assert.Equal([house["inner"], other], (await SeenAsync(house, talk, null)).Select(person => person.MemberId).Intersect([house["inner"], other]));
        Assert.Contains(house["committee"], (await SeenAsync(house, talk, null)).Select(person => person.MemberId));
        var own = Assert.Single(await SeenAsync(house, talk, house["inner"]));
        Assert.Equal(house["inner"], own.MemberId);
        var page = (await (await house.SignInAsync("inner")).GetAsync($"/talks/{talk}")).Text;
        Assert.Contains("to prepare", page, StringComparison.Ordinal);
        Assert.DoesNotContain("to the committee: not confirmed", page, StringComparison.Ordinal);
        Assert.Contains("to the committee: not confirmed", (await (await house.SignInAsync("committee")).GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", MailFault.Unknown)]
    [InlineData("550 mailbox unavailable", MailFault.Unknown)]
    [InlineData("The address is paused, since its server said: 550 5.1.1 No such user here", MailFault.Unknown)]
    [InlineData("552 5.2.2 over quota", MailFault.Full)]
    [InlineData("452 4.2.2 The email account is over quota", MailFault.Full)]
    [InlineData("554 5.7.1 This is spam", MailFault.Spam)]
    [InlineData("550 5.7.1 Your network is on a list", MailFault.Spam)]
    [InlineData("554 Message rejected: looks like SPAM", MailFault.Spam)]
    [InlineData("421 4.3.2 Service not available", MailFault.Away)]
    [InlineData("Connection refused", MailFault.Away)]
    [InlineData("No such host is known", MailFault.Away)]
    [InlineData("The mail server did not answer in time.", MailFault.Slow)]
    [InlineData("It took too long.", MailFault.Slow)]
    [InlineData("451 4.3.2 Come back later", MailFault.Other)]
    [InlineData("", MailFault.Other)]
    public void What_a_server_said_is_told_in_plain_words(string said, MailFault fault) => Assert.Equal(fault, MailFaults.Of(said));

    [Fact]
    public async Task What_was_told_of_a_talk_is_looked_up_in_the_index()
    {
        await using var house = await ReminderTests.HouseAsync(Engine.Sqlite);
        var plan = await house.Site.WithAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Deliveries.OfTalk(7).CreateDbCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() ? reader.GetString(3) : "";
        });
        Assert.Contains("(Occasion>? AND Occasion<?)", plan, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<SeenByPerson>> SeenAsync(People.Household house, int talk, int? only) => house.Site.WithAsync(db => db.SeenAsync(talk, only, CancellationToken.None));

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

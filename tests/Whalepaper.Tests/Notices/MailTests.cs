using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Letters as a real mail server takes them, and as somebody else's reader reads them.</summary>
public sealed class MailTests
{
    [Theory, BothEngines]
    public async Task A_letter_comes_as_text_and_as_a_page_with_all_that_belongs_to_it(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder => MailFolder.SetUp(builder, ("USER", "whale"), ("PASSWORD", "paper"), ("FROMNAME", "鲸读会 \"A\" <b>"), ("REPLYTO", "people@whale.example")));
        var posted = await house.Visitor().SendAsync("POST", "/join", ("name", "新来的人"), ("email", folder.Address("anna")), ("password", Household.Password), ("promise", "yes"));
        Assert.Equal("/join?done=posted", posted.Location);
        var waiting = Assert.Single(await house.Site.LettersAsync());
        await house.Site.DrainAsync();

        var letter = Assert.Single(await folder.ReadAsync());
        var delivery = await PostOffice.FindAsync(house.Site, waiting.Id);
        Assert.Equal((DeliveryState.Sent, null), (delivery.State, delivery.SealedWords));
        Assert.Equal($"<{delivery.Uid}@whale.example>", letter.MessageId);
        Assert.Equal(("鲸读会 \"A\" <b>", "group@whale.example"), (letter.From[0][0], letter.From[0][1]));
        Assert.Equal(folder.Address("anna"), letter.To[0][1]);
        Assert.Equal(["people@whale.example"], letter.ReplyTo);
        Assert.Equal((waiting.Subject, "auto-generated", "multipart/alternative"), (letter.Subject, letter.Auto, letter.Type));
        Assert.Equal(["multipart/alternative", "text/plain", "text/html"], letter.Types);
        Assert.Equal(house.Site.Clock.GetCurrentInstant().ToDateTimeOffset(), letter.Date);
        Assert.Equal(("group@whale.example", folder.Address("anna")), (letter.EnvelopeFrom, letter.EnvelopeTo));
        Assert.EndsWith(" whale", letter.Session, StringComparison.Ordinal);
        Assert.Empty(letter.Defects);
        Assert.True(letter.Ascii);
        Assert.InRange(letter.Longest, 1, 998);
        Assert.Equal(letter.Headers.Length, letter.Headers.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        // Both say the same, and lead to the same place.
        Assert.Contains(waiting.Link, letter.Text, StringComparison.Ordinal);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(letter.Html);
        Assert.Equal(waiting.Subject, page.QuerySelector("h1")!.TextContent);
        Assert.Single(page.QuerySelectorAll("a"), link => link.GetAttribute("href") == waiting.Link);
        Assert.Contains("prefers-color-scheme: dark", letter.Html, StringComparison.Ordinal);
        // Nothing is fetched when it is opened.
        Assert.Empty(page.QuerySelectorAll("img, script, link, iframe, form"));
        Assert.DoesNotContain("url(", letter.Html, StringComparison.Ordinal);
        // The way in is the one that the letter names.
        Assert.Equal("/me?done=joined", (await house.Visitor().SendAsync("POST", new Uri(waiting.Link).AbsolutePath, ("password", Household.Password))).Location);
    }

    [Fact]
    public async Task Nothing_that_people_wrote_begins_a_line_of_the_head()
    {
        var folder = new MailFolder();
        var office = new PostOffice { Words = _ => new Message("Hello\r\nBcc: evil@people.example\r\n\r\nbody\0\u2028x", "One\r\n.\r\nTwo <b>bold</b>\n\n\n\nThree", "https://whale.example/a?b=c&d=\"e\"", "Go") };
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            office.Open(builder);
            MailFolder.SetUp(builder);
        });
        await house.Site.WithAsync(async db =>
        {
            var group = await db.Groups.SingleAsync();
            group.Rename("Whales\r\nX-Evil: 1");
            (await db.Accounts.SingleAsync(a => a.MemberId == house["inner"])).ReachAt(folder.Address("inner"), folder.Address("inner").ToUpperInvariant(), folder.Address("inner").ToUpperInvariant());
            await db.SaveChangesAsync();
        });
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Mail);
        await house.Site.DrainAsync();

        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Equal("Hello  Bcc: evil@people.example    body  x", letter.Subject);
        Assert.Equal(
            ["Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MESSAGE-ID", "MIME-Version", "Subject", "To"],
            letter.Headers.Select(name => name.ToUpperInvariant() is "MESSAGE-ID" ? "MESSAGE-ID" : name).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Empty(letter.Defects);
        Assert.StartsWith("One\n.\nTwo <b>bold</b>", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(letter.Html);
        Assert.Null(page.QuerySelector("b"));
        Assert.Equal("https://whale.example/a?b=c&d=\"e\"", page.QuerySelector("a.act")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Letters_of_a_round_go_over_one_connection()
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        for (var n = 0; n < 5; n++)
            await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address($"anna{n}")));
        await house.Site.DrainAsync();

        var letters = await folder.ReadAsync();
        Assert.Equal(5, letters.Count);
        Assert.Single(letters.Select(letter => letter.Session).Distinct(StringComparer.Ordinal));
        Assert.Equal(5, letters.Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("refused", DeliveryState.Dead, "550 5.1.1 No such user here", true)]
    [InlineData("gone", DeliveryState.Dead, "550 mailbox unavailable", true)]
    [InlineData("blocked", DeliveryState.Dead, "550 5.7.1 Your network is on a list", false)]
    [InlineData("spam", DeliveryState.Dead, "554 5.7.1 This is spam", false)]
    [InlineData("busy", DeliveryState.Waiting, "451 4.3.2 Come back later", false)]
    public async Task A_refusal_means_what_the_server_means(string name, DeliveryState state, string said, bool paused)
    {
        var folder = new MailFolder();
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            office.Open(builder);
            MailFolder.SetUp(builder);
        });
        await ReachAsync(house, "inner", folder.Address(name));
        await ReachAsync(house, "open", folder.Address("fine"));
        var id = (await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Mail))[0];
        var other = (await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["open"]), channel: ChannelNames.Mail))[0];
        await house.Site.DrainAsync();

        var refused = await PostOffice.FindAsync(house.Site, id);
        Assert.Equal((state, said), (refused.State, refused.Result));
        // The next one over the same connection gets through.
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, other)).State);
        Assert.Equal(paused, await house.Site.WithAsync(db => db.PausedAddresses.AnyAsync()));
        Assert.Equal(1, folder.Count);
    }

    [Theory, BothEngines]
    public async Task An_address_that_refuses_is_left_alone_until_its_owner_says_otherwise(Engine engine)
    {
        var folder = new MailFolder();
        var office = new PostOffice();
        await using var house = await Household.MoveInAsync(engine, builder =>
        {
            office.Open(builder);
            MailFolder.SetUp(builder);
        });
        await ReachAsync(house, "inner", folder.Address("gone"));
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Mail);
        await house.Site.DrainAsync();
        var (owner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        Assert.Contains("mailbox unavailable", (await owner.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.Contains("Cannot be reached by mail", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Domain, (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);

        // What comes next is not even tried; a letter that somebody waits for is, and still refused.
        var next = (await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Mail))[0];
        await house.Site.DrainAsync();
        Assert.StartsWith("The address is paused", (await PostOffice.FindAsync(house.Site, next)).Result, StringComparison.Ordinal);

        // The mailbox is there again: a reset letter gets through, and with it what was stranded.
        await ReachAsync(house, "inner", folder.Address("back"));
        await house.Site.WithAsync(async db =>
        {
            db.Add(new PausedAddress(folder.Address("back"), "550 5.1.1 No such user here", house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        Assert.Equal("/me/account?done=resumed", (await owner.SendAsync("DELETE", "/me/account/address/pause")).Location);
        await house.Site.DrainAsync();
        Assert.Equal(2, folder.Count);
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, next)).State);
        Assert.DoesNotContain("refuses our mail", (await owner.GetAsync("/me/account")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_gets_through_ends_the_pause_and_a_strangers_address_has_none()
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        await ReachAsync(house, "inner", folder.Address("fine"));
        await house.Site.WithAsync(async db =>
        {
            db.Add(new PausedAddress(folder.Address("fine"), "550 5.1.1 No such user here", house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("fine")));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("refused")));
        await house.Site.DrainAsync();

        Assert.Equal(1, folder.Count);
        Assert.False(await house.Site.WithAsync(db => db.PausedAddresses.AnyAsync()));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.State == DeliveryState.Dead)));
    }

    [Theory]
    [InlineData("none", "wrong", "535")]
    [InlineData("starttls", "paper", "SSL")]
    [InlineData("tls", "paper", "SSL")]
    public async Task A_server_that_does_not_know_us_or_proves_nothing_gets_no_letter_and_loses_none(string security, string password, string said)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder, ("USER", "whale"), ("PASSWORD", password), ("SECURITY", security)));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("anna")));
        await house.Site.DrainAsync();

        var waiting = await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        Assert.Equal((DeliveryState.Waiting, 1), (waiting.State, waiting.Attempts));
        Assert.Contains(said, waiting.Result, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(password, waiting.Result, StringComparison.Ordinal);
        Assert.Equal(0, folder.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_holds_up_one_letter_of_a_round()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            MailFolder.SetUp(builder, ("PORT", $"{((IPEndPoint)silent.LocalEndpoint).Port}"));
            builder.Services.AddSingleton(DeliveryTiming.Usual with { Lease = Duration.FromSeconds(4) });
        });
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", "anna@people.example"));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", "bert@people.example"));
        await house.Site.DrainAsync();

        Assert.Equal(["The mail server did not answer in time.", "The mail server did not answer in time."], await house.Site.WithAsync(db => db.Deliveries.Select(d => d.Result).ToListAsync()));
        using var taken = await silent.AcceptSocketAsync();
        Assert.False(silent.Pending());
    }

    [Theory]
    [InlineData("en", "sent this by itself")]
    [InlineData("zh-CN", "自动发出")]
    public async Task A_letter_speaks_the_language_of_the_door_from_head_to_foot(string language, string foot)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        await new Session(house.Site) { Language = language }.SendAsync("POST", "/password-reset", ("email", folder.Address("anna")));
        await house.Site.DrainAsync();
        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Equal(language, letter.Language);
        Assert.Contains($"lang=\"{language}\"", letter.Html, StringComparison.Ordinal);
        Assert.Contains(foot, letter.Text, StringComparison.Ordinal);
    }

    internal static Task ReachAsync(Household house, string place, string address) => house.Site.WithAsync(async db =>
    {
        var key = Recipient.KeyOf(address);
        (await db.Accounts.SingleAsync(a => a.MemberId == house[place])).ReachAt(address, key, key);
        await db.SaveChangesAsync();
    });
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The organizer's mail server: its password is nowhere to be read, and what the configuration says comes first.</summary>
public sealed class MailPageTests
{
    private const string Secret = "an unheard-of secret";

    private static readonly (string Name, string Value)[] filled =
        [("host", MailFolder.Server.Host), ("port", $"{MailFolder.Server.Port}"), ("security", "none"), ("from", "group@whale.example"), ("fromName", "鲸读会")];

    [Theory, BothEngines]
    public async Task A_server_that_is_set_is_tried_at_once_and_tells_what_became_of_it(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine);
        await MailTests.ReachAsync(house, "organizer", folder.Address("organizer"));
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal(422, (await organizer.SendAsync("POST", "/settings/mail/letter")).Number);
        Assert.Equal("/settings/mail?done=saved", (await organizer.SendAsync("PUT", "/settings/mail", filled)).Location);
        Assert.Equal("/settings/mail?done=tried", (await organizer.SendAsync("POST", "/settings/mail/letter")).Location);
        Assert.Contains("The server took the last test letter", (await organizer.GetAsync("/settings/mail")).Text, StringComparison.Ordinal);
        Assert.Equal("鲸读会", Assert.Single(await folder.ReadAsync()).From[0][0]);

        // Another server, which nobody is: the page says what went wrong.
        await organizer.SendAsync("PUT", "/settings/mail", [.. filled.Where(field => field.Name != "port"), ("port", "1")]);
        await organizer.SendAsync("POST", "/settings/mail/letter");
        Assert.Contains("The last test letter did not get through", (await organizer.GetAsync("/settings/mail")).Text, StringComparison.Ordinal);
        Assert.Equal("/settings/mail?done=ended", (await organizer.SendAsync("DELETE", "/settings/mail")).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.MailServers.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task The_password_is_nowhere_to_be_read(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var house = await Household.MoveInAsync(engine, builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug));
        var organizer = await house.SignInAsync("organizer");
        (string Name, string Value)[] secured = [("host", "smtp.whale.example"), ("security", "tls"), ("from", "group@whale.example"), ("user", "whale"), ("password", Secret)];
        Assert.Equal("/settings/mail?done=saved", (await organizer.SendAsync("PUT", "/settings/mail", secured)).Location);

        Assert.DoesNotContain(Secret, (await organizer.GetAsync("/settings/mail")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Join('\n', await Inventory.TakeAsync(house.Site)), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log.Text, StringComparison.Ordinal);
        var refused = await organizer.SendAsync("PUT", "/settings/mail", [.. secured.Where(field => field.Name != "from"), ("from", "nobody")]);
        Assert.Equal(422, refused.Number);
        Assert.DoesNotContain(Secret, refused.Text, StringComparison.Ordinal);
        Assert.Contains("smtp.whale.example", (await organizer.GetAsync("/audit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_password_goes_to_no_other_server()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var organizer = await house.SignInAsync("organizer");
        (string Name, string Value)[] kept = [("host", "smtp.whale.example"), ("security", "tls"), ("from", "group@whale.example"), ("user", "whale")];
        Assert.Equal(422, (await organizer.SendAsync("PUT", "/settings/mail", kept)).Number);
        await organizer.SendAsync("PUT", "/settings/mail", [.. kept, ("password", Secret)]);
        Assert.Equal("/settings/mail?done=saved", (await organizer.SendAsync("PUT", "/settings/mail", [.. kept, ("fromName", "Whales")])).Location);
        Assert.NotNull(await house.Site.WithAsync(db => db.MailServers.Select(m => m.SealedPassword).SingleAsync()));
        foreach (var (field, value) in new[] { ("host", "smtp.evil.example"), ("user", "shark"), ("security", "starttls"), ("port", "2465") })
            Assert.Equal(422, (await organizer.SendAsync("PUT", "/settings/mail", [.. kept.Where(one => one.Name != field), (field, value)])).Number);
        // The usual port is the same, written out or not; what is wrong with it is said there and not of the password.
        Assert.Equal("/settings/mail?done=saved", (await organizer.SendAsync("PUT", "/settings/mail", [.. kept, ("port", "465")])).Location);
        Assert.DoesNotContain("field-password-error", (await organizer.SendAsync("PUT", "/settings/mail", [.. kept, ("port", "x")])).Text, StringComparison.Ordinal);
        // Not even typed anew does it go over the open wire.
        var open = await organizer.SendAsync("PUT", "/settings/mail", [.. kept.Where(one => one.Name != "security"), ("security", "none"), ("password", Secret)]);
        Assert.Contains("only encrypted", open.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_configuration_says_comes_first_and_the_page_says_so()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder, ("USER", "whale"), ("PASSWORD", Secret)));
        var organizer = await house.SignInAsync("organizer");
        var page = await organizer.GetAsync("/settings/mail");
        Assert.Contains("Set by the configuration", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, page.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await organizer.SendAsync("PUT", "/settings/mail", filled)).Number);
        Assert.Equal(422, (await organizer.SendAsync("DELETE", "/settings/mail")).Number);
        Assert.Equal(0, await house.Site.WithAsync(db => db.MailServers.CountAsync()));
    }

    [Fact]
    public void Half_a_set_up_is_told_at_the_start()
    {
        (string Part, string? Value)[] whole = [("HOST", "smtp.whale.example"), ("FROM", "group@whale.example"), ("USER", "whale"), ("PASSWORD", Secret)];
        Assert.Null(MailSettings.Read(Of()));
        var set = MailSettings.Read(Of(whole))!;
        Assert.Equal(("smtp.whale.example", 587, MailSecurity.StartTls), (set.Host, set.Port, set.Security));
        Assert.Equal(465, MailSettings.Read(Of([.. whole, ("SECURITY", "tls")]))!.Port);
        foreach (var (part, _) in whole)
            Assert.Contains(part, Refusal([.. whole.Where(one => one.Part != part)]), StringComparison.Ordinal);
        foreach (var (part, value) in new[] { ("HOST", "https://a"), ("PORT", "0"), ("PORT", "70000"), ("SECURITY", "ssl"), ("SECURITY", "none"), ("FROM", "nobody"), ("REPLYTO", "a b@c.example") })
            Assert.Contains(part, Refusal([.. whole.Where(one => one.Part != part), (part, value)]), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{set} {Refusal([.. whole, ("PORT", "x")])}", StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Letters_lie_sealed_and_who_reads_one_is_written_down(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        var letter = Assert.Single(await house.Site.LettersAsync());
        var secret = new Uri(letter.Link).Query;
        Assert.DoesNotContain(secret, string.Join('\n', await Inventory.TakeAsync(house.Site)), StringComparison.Ordinal);

        var organizer = await house.SignInAsync("organizer");
        var shown = await organizer.GetAsync("/outbox");
        Assert.Contains(Household.Email("inner"), shown.Text, StringComparison.Ordinal);
        Assert.Contains("No mail server is set up", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", shown.Text, StringComparison.Ordinal);
        var read = await organizer.SendAsync("POST", $"/deliveries/{letter.Id}/reading");
        Assert.Contains("token=", read.Text, StringComparison.Ordinal);
        var entry = await house.Site.WithAsync(db => db.AuditEntries.OrderBy(e => e.Id).LastAsync());
        Assert.Equal(("letter.read", house["organizer"], $"#{letter.Id}"), (entry.Act, entry.ById, entry.Subject));

        // Once mail is set up, letters are for their readers alone.
        await organizer.SendAsync("PUT", "/settings/mail", filled);
        var closed = await organizer.SendAsync("POST", $"/deliveries/{letter.Id}/reading");
        Assert.Equal(422, closed.Number);
        Assert.DoesNotContain("token=", closed.Text + (await organizer.GetAsync("/outbox")).Text, StringComparison.Ordinal);
        foreach (var place in (string[])["inner", "committee"])
            Assert.Equal(403, (await (await house.SignInAsync(place)).SendAsync("POST", $"/deliveries/{letter.Id}/reading")).Number);
    }

    [Theory, BothEngines]
    public async Task With_mail_no_link_is_logged_and_the_outbox_can_be_sifted(Engine engine)
    {
        using var log = new EverythingLogged();
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder =>
        {
            builder.Logging.AddProvider(log);
            MailFolder.SetUp(builder);
        });
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("anna")));
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("refused")));
        await house.Site.DrainAsync();
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", folder.Address("later")));

        Assert.DoesNotContain("waits in the outbox", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Domain, log.Text, StringComparison.Ordinal);
        var organizer = await house.SignInAsync("organizer");
        foreach (var (state, name) in new[] { ("sent", "anna"), ("dead", "refused"), ("waiting", "later") })
        {
            var page = (await organizer.GetAsync($"/outbox?state={state}")).Text;
            foreach (var one in (string[])["anna", "refused", "later"])
                Assert.Equal(one == name, page.Contains(folder.Address(one), StringComparison.Ordinal));
        }
    }

    [Theory, BothEngines]
    public async Task Who_leaves_takes_along_what_was_to_be_told_to_them(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["inner"]), channel: ChannelNames.Inbox);
        await PostOffice.PostAsync(house.Site, 1, Recipient.Member(house["open"]), channel: ChannelNames.Inbox);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new PausedAddress(Household.Email("inner"), "550", house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        Assert.Equal("/sign-in?done=left", (await (await house.SignInAsync("inner")).SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);

        Assert.Equal([house["open"]], await house.Site.WithAsync(db => db.Deliveries.Select(d => d.MemberId).ToListAsync()));
        Assert.False(await house.Site.WithAsync(db => db.PausedAddresses.AnyAsync()));
    }

    private static IConfiguration Of(params (string Part, string? Value)[] parts) =>
        new ConfigurationBuilder().AddInMemoryCollection(parts.Select(one => KeyValuePair.Create($"WHALEPAPER_MAIL:{one.Part}", one.Value))).Build();

    private static string Refusal(params (string Part, string? Value)[] parts) => Assert.Throws<InvalidOperationException>(() => MailSettings.Read(Of(parts))).Message;
}

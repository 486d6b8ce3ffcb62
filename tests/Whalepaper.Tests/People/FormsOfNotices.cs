using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Mail;

namespace Whalepaper.Tests.People;

/// <summary>The forms about what people are told.</summary>
internal static class FormsOfNotices
{
    private static readonly string[] addresses = [.. BadWords.Addresses.Where(address => address is not "a@b")];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("PUT", "/settings/mail", stage => stage.AsAsync(
            "organizer", "/settings/mail", ("host", "smtp.example.org"), ("security", "tls"), ("port", "465"), ("user", "whale"), ("password", "a long secret"), ("from", "group@example.org"), ("fromName", "鲸读会"), ("replyTo", "people@example.org")))
        {
            ForPrograms = true,
            Needs = ["host", "security", "user", "from"],
            Wrong = [("host", ["https://smtp.example.org", "a b", "-a", "a/b", "a:25", "<b>"]), ("security", BadWords.Choices), ("port", [.. BadWords.Numbers, "0", "65536"]), ("from", addresses), ("replyTo", addresses)],
        },
        new("DELETE", "/settings/mail", stage => stage.AsAsync("organizer", "/settings/mail")) { ForPrograms = true },
        new("POST", "/settings/mail/letter", async stage =>
        {
            await SetMailAsync(stage, on: true);
            return await stage.AsAsync("organizer", "/settings/mail/letter");
        })
        { ForPrograms = true },
        new("POST", "/deliveries/{id:int}/attempt", async stage => await stage.AsAsync("organizer", $"/deliveries/{await DeadAsync(stage)}/attempt")) { ForPrograms = true },
        new("POST", "/deliveries/{id:int}/reading", async stage =>
        {
            await SetMailAsync(stage, on: false);
            await stage.Visitor().SendAsync("POST", "/password-reset", ("email", $"reader{stage.Next()}@people.example"));
            return await stage.AsAsync("organizer", $"/deliveries/{await stage.Site.WithAsync(db => db.Deliveries.MaxAsync(d => d.Id))}/reading");
        }),
        new("POST", "/me/inbox/{id:int}/reading", async stage => await stage.AsAsync("inner", $"/me/inbox/{await MessageAsync(stage)}/reading")) { ForPrograms = true },
        new("POST", "/me/inbox/reading", async stage =>
        {
            await MessageAsync(stage);
            return await stage.AsAsync("inner", "/me/inbox/reading");
        })
        { ForPrograms = true },
        new("PUT", "/me/notifications", stage => stage.AsAsync(
            "inner", "/me/notifications", ("inbox", "meeting"), ("inbox", "plan"), ("mail", "talk"), ("mail", "meeting"), ("digest", "weekly"), ("muted", "cv")))
        {
            ForPrograms = true,
            Needs = ["digest"],
            Wrong = [("inbox", [.. BadWords.Choices, "committee", "letter"]), ("mail", [.. BadWords.Choices, "committee", "digest"]), ("digest", [.. BadWords.Choices, "Daily"]), ("muted", BadWords.Choices)],
        },
        new("DELETE", "/me/account/address/pause", async stage =>
        {
            var (session, id, name) = await stage.ComeAsync();
            await stage.Site.WithAsync(async db =>
            {
                db.Add(new PausedAddress(Household.Email(name), "550 5.1.1 No such user here", stage.Site.Clock.GetCurrentInstant()));
                await db.SaveChangesAsync();
            });
            return new Filled(session, id, "/me/account/address/pause");
        }),
    ];

    // Nobody listens there, which is known at once.
    private static Task SetMailAsync(Stage stage, bool on) => stage.Site.WithAsync(async db =>
    {
        db.RemoveRange(await db.MailServers.ToListAsync());
        await db.SaveChangesAsync();
        if (!on)
            return;
        db.Add(new MailServer(new MailSettings("127.0.0.1", 1, MailSecurity.None, null, null, "group@example.org", null, null), null, stage.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });

    private static Task<int> MessageAsync(Stage stage) => stage.Site.WithAsync(async db =>
    {
        var item = new InboxItem(stage.House["inner"], Guid.NewGuid().ToString("N"), "test", new Message("Hello", "There is something new.", ""), stage.Site.Clock.GetCurrentInstant());
        db.Add(item);
        await db.SaveChangesAsync();
        return item.Id;
    });

    private static Task<int> DeadAsync(Stage stage) => stage.Site.WithAsync(async db =>
    {
        var now = stage.Site.Clock.GetCurrentInstant();
        var delivery = Delivery.Of($"test:{stage.Next()}", Recipient.Member(stage.House["inner"]), ChannelNames.Inbox, "test", "1", now, null, now);
        delivery.Lease("me", now, Duration.FromMinutes(2));
        delivery.GiveUp("me", "It was refused.", now);
        db.Add(delivery);
        await db.SaveChangesAsync();
        return delivery.Id;
    });
}

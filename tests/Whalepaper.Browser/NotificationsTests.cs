using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A member chooses what reaches them, stops a kind of mail by the link in one, and takes that back; with scripts and without.</summary>
public sealed class NotificationsTests(House house)
{
    [Theory]
    [InlineData("zh-CN", 360, true, false)]
    [InlineData("en", 1280, false, true)]
    [InlineData("zh-CN", 320, false, true)]
    public async Task Choices_are_kept_and_a_link_in_a_mail_stops_its_kind(string language, int width, bool dark, bool script)
    {
        IServiceProvider? services = null;
        var own = await house.ServeDemoAsync(builder => builder.Services.AddHostedService(container => new Beside(services = container)));
        await using var visit = await house.VisitAsync(own.Address, language, width, dark, script);
        await visit.EnterAsync(await own.LinkAsync("inner"));
        await visit.OpenAsync("/me/notifications");
        await LookAsync(visit, script);
        await visit.Page.Locator("[name=mail][value=meeting]").CheckAsync();
        await visit.Page.Locator("[name=inbox][value=plan]").UncheckAsync();
        await visit.Page.Locator("[name=digest][value=weekly]").CheckAsync();
        await visit.Page.Locator("[name=muted]").First.CheckAsync();
        await visit.Page.Locator("main form[action='/me/notifications'] button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{own.Address}/me/notifications?done=saved");
        await Assertions.Expect(visit.Page.Locator("[name=mail][value=meeting]")).ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("[name=inbox][value=plan]")).Not.ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("[name=digest][value=weekly]")).ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("[name=muted]").First).ToBeCheckedAsync();

        // The link of a letter works where nobody is signed in.
        await using var reader = await house.VisitAsync(own.Address, language, width, dark, script);
        await reader.OpenAsync(await StopAsync(services!));
        await LookAsync(reader, script);
        await reader.Page.Locator("main form[action^='/unsubscribe/'] button").ClickAsync();
        await Assertions.Expect(reader.Page.Locator("main [name=_method]")).ToHaveValueAsync("DELETE");
        await LookAsync(reader, script);
        await visit.OpenAsync("/me/notifications");
        await Assertions.Expect(visit.Page.Locator("[name=mail][value=notice]")).Not.ToBeCheckedAsync();
        await reader.Page.Locator("main form[action^='/unsubscribe/'] button").ClickAsync();
        await Assertions.Expect(reader.Page.Locator("main [name=_method]")).ToHaveCountAsync(0);
        await visit.OpenAsync("/me/notifications");
        await Assertions.Expect(visit.Page.Locator("[name=mail][value=notice]")).ToBeCheckedAsync();

        Assert.Equal(404, (await reader.OpenAsync("/unsubscribe/nothing")).Status);
        await LookAsync(reader, script);
        await visit.IsCleanAsync();
        await reader.IsCleanAsync();
    }

    // As it stands in the foot of a notice to whoever chose a moment ago.
    private static async Task<string> StopAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var member = await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().DigestChoices.Select(d => d.MemberId).SingleAsync(CancellationToken.None);
        var now = NodaTime.Instant.FromUnixTimeSeconds(0);
        var links = scope.ServiceProvider.GetRequiredService<Subscriptions>().Of(Delivery.Of("notice:1", Recipient.Member(member), ChannelNames.Mail, "notice", "1", now, null, now));
        return new Uri(links!.Stop).AbsolutePath;
    }

    // What looks for faults of access is a script itself.
    private static async Task LookAsync(Visit visit, bool script)
    {
        if (!script)
            return;
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }

    /// <summary>Stands in the house and gives the test its container.</summary>
    private sealed class Beside(IServiceProvider services) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => services is null ? throw new InvalidOperationException() : Task.CompletedTask;
    }
}

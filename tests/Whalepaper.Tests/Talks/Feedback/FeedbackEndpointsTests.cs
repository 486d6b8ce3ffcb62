using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Asking;
using Xunit;

namespace Whalepaper.Tests.Talks.Feedback;

/// <summary>Feedback over the network: given once and changed, read by the presenters alone, and nameless where that is wished.</summary>
public sealed class FeedbackEndpointsTests
{
    [Theory, BothEngines]
    public async Task Presenters_alone_read_it_and_no_name_where_none_is_wished(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.OpenAsync();
        var path = $"/talks/{hour.Talk}/feedback";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hour.Listener.SendAsync("PUT", path, ("clear", "Too early"))).Status);
        await hour.GiveAsync();
        Assert.Contains($"href=\"{path}\"", (await hour.Listener.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        Assert.Equal($"{path}?done=told", (await hour.Listener.SendAsync("PUT", path, ("clear", "The pictures"), ("improve", ""), ("anonymous", "yes"), ("parts", "1"), ("texts", "Slower code"))).Location);
        Assert.Equal($"{path}?done=told", (await hour.Other.SendAsync("PUT", path, ("clear", "The words"))).Location);

        var read = (await hour.Presenter.GetAsync(path)).Text;
        Assert.All((string[])["The pictures", "Slower code", "The words", "organizer", "A listener who gave no name"], said => Assert.Contains(said, read, StringComparison.Ordinal));
        Assert.DoesNotContain("candidate", read, StringComparison.Ordinal);
        Assert.Contains("2 listeners told you", (await hour.Presenter.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        foreach (var other in (People.Session[])[hour.Host, hour.Other, await hour.House.SignInAsync("open"), hour.House.Visitor()])
        {
            Assert.DoesNotContain("The pictures", (await other.GetAsync(path)).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("The pictures", (await other.GetAsync($"/talks/{hour.Talk}")).Text, StringComparison.Ordinal);
        }

        // Who wrote stands in no log either.
        Assert.DoesNotContain(await hour.House.Site.WithAsync(db => db.AuditEntries.ToListAsync()), entry => entry.ById == hour.House["candidate"] && entry.Act != Whalepaper.Audit.AuditActs.Join);
    }

    [Theory, BothEngines]
    public async Task It_is_changed_within_fourteen_days_and_never_given_to_oneself(Engine engine)
    {
        await using var hour = await Hour.ComeAsync(engine);
        await hour.OpenAsync();
        await hour.GiveAsync();
        var path = $"/talks/{hour.Talk}/feedback";
        await hour.Listener.SendAsync("PUT", path, ("clear", "The pictures"), ("anonymous", "yes"));
        Assert.Contains("The pictures", (await hour.Listener.GetAsync(path)).Text, StringComparison.Ordinal);
        var empty = await hour.Listener.SendAsync("PUT", path, ("clear", " "), ("improve", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("Write something into one of the fields", empty.Text, StringComparison.Ordinal);
        hour.House.Site.Clock.AdvanceDays(13);
        var again = await hour.House.SignInAsync("candidate");
        await again.SendAsync("PUT", path, ("clear", "Everything"));
        var told = await hour.House.Site.WithAsync(db => db.Feedback.SingleAsync());
        Assert.Equal(("Everything", false), (told.Clear, told.IsAnonymous));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await hour.House.SignInAsync("inner")).SendAsync("PUT", path, ("clear", "I was good"))).Status);

        hour.House.Site.Clock.AdvanceDays(2);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.SendAsync("PUT", path, ("clear", "Too late"))).Status);
        Assert.Contains("No feedback now", (await again.GetAsync(path)).Text, StringComparison.Ordinal);
    }
}

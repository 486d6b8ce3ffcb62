using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation.Certificates;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>What a certificate says anybody can check, as long as it is true.</summary>
public sealed class CertificateTests
{
    [Theory, BothEngines]
    public async Task Anybody_can_check_its_code_and_is_told_when_the_records_change(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var number = await house.GivenTopicAsync(house["inner"]);
        var (inner, page) = (await house.SignInAsync("inner"), $"/members/inner/certificates/{number}");
        Assert.Contains($"Given in {number}", (await inner.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.Equal($"{page}?done=made", (await inner.SendAsync("PUT", page)).Location);
        // The same said again has the same code.
        await inner.SendAsync("PUT", page);
        var made = await house.Site.WithAsync(db => db.Certificates.AsNoTracking().SingleAsync());
        Assert.Contains(made.Printed, (await inner.GetAsync(page)).Text, StringComparison.Ordinal);

        var stranger = house.Visitor();
        foreach (var typed in (string[])[made.Printed, made.Code, made.Code.ToLowerInvariant()])
            Assert.Contains("This certificate is genuine", (await stranger.GetAsync($"/certificates/{typed}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/certificates/ABCDE-FGHIJ")).Status);

        await house.Site.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync(t => t.Number == number)).Entitle("Another name");
            await db.SaveChangesAsync();
        });
        var changed = (await stranger.GetAsync($"/certificates/{made.Printed}")).Text;
        Assert.Contains("The records have changed since", changed, StringComparison.Ordinal);
        Assert.DoesNotContain("This certificate is genuine", changed, StringComparison.Ordinal);
        await inner.SendAsync("PUT", page);
        Assert.Equal(2, await house.Site.WithAsync(db => db.Certificates.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task It_is_made_by_its_owner_and_the_committee_alone_and_goes_with_who_leaves(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var number = await house.GivenTopicAsync(house["inner"]);
        var page = $"/members/inner/certificates/{number}";
        var open = await house.SignInAsync("open");
        Assert.Equal(HttpStatusCode.NotFound, (await open.GetAsync(page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("PUT", page)).Status);
        var committee = await house.SignInAsync("committee");
        Assert.Equal($"{page}?done=made", (await committee.SendAsync("PUT", page)).Location);
        // What the committee lets others check of somebody is written down, and they take it back.
        Assert.Equal(house["inner"], await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act == AuditActs.CertificateMade).Select(e => e.MemberId!.Value).SingleAsync()));
        var first = await house.Site.WithAsync(db => db.Certificates.Select(c => c.Code).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("DELETE", page)).Status);
        var inner = await house.SignInAsync("inner");
        Assert.Equal($"{page}?done=gone", (await inner.SendAsync("DELETE", page)).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/certificates/{first}")).Status);
        Assert.Equal($"{page}?done=made", (await inner.SendAsync("PUT", page)).Location);
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.CertificateMade)));
        // Of nothing there is no certificate.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await open.SendAsync("PUT", $"/members/open/certificates/{number}")).Status);
        var code = await house.Site.WithAsync(db => db.Certificates.Select(c => c.Code).SingleAsync());

        await house.Site.WithAsync(async db =>
        {
            var id = house["inner"];
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == id)).Leave("Former member", $"former-{id}", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/certificates/{code}")).Status);
        Assert.False(await house.Site.WithAsync(db => db.Certificates.AnyAsync()));
    }

    [Theory, BothEngines]
    public async Task What_somebody_attended_stays_true_wherever_they_are_moved(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        // One meeting before they joined, and three later, at one of which they were.
        await HeldAsync(house, 60);
        var attended = await HeldAsync(house, 30);
        await HeldAsync(house, 22);
        await house.House.Site.WithAsync(async db =>
        {
            var (inner, since) = (house.People["inner"], house.Now - Duration.FromDays(50));
            await db.Members.Where(m => m.StandingSince != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.StandingSince, since));
            db.Add(Attendance.OnList(await db.Meetings.SingleAsync(m => m.Id == attended), inner, house.People["committee"], house.Now));
            await db.SaveChangesAsync();
        });
        await house.TellAsync();
        var page = "/members/inner/certificates/5";
        await (await house.House.SignInAsync("inner")).SendAsync("PUT", page);
        var code = await house.House.Site.WithAsync(db => db.Certificates.Select(c => c.Code).SingleAsync());
        await TrueAsync("as told");
        await ExecuteAsync("former");
        await TrueAsync("moved out");
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        await TrueAsync("put back");
        await house.TellAsync();
        await ExecuteAsync("former");
        Assert.Equal(204, await house.DoAsync("inner", "POST", "me/return"));
        await TrueAsync("come back");
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "inner", reason = "Passed the trial." }));
        await TrueAsync("admitted anew");

        // Whoever holds an old code reads what was shared, and not how often somebody came since.
        await house.House.Site.WithAsync(db => db.Topics.Where(t => t.Number == 5).ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, "Another name")));
        var changed = (await house.House.Visitor().GetAsync($"/certificates/{code}")).Text;
        Assert.Contains("The records have changed since", changed, StringComparison.Ordinal);
        Assert.DoesNotContain("of 3 meetings", changed, StringComparison.Ordinal);

        async Task TrueAsync(string when)
        {
            var text = (await house.House.Visitor().GetAsync($"/certificates/{code}")).Text;
            Assert.True(text.Contains("This certificate is genuine", StringComparison.Ordinal) && text.Contains("At 1 of 3 meetings", StringComparison.Ordinal), when);
        }

        async Task ExecuteAsync(string decision)
        {
            Assert.Equal(204, await house.DecideAsync("committee", "inner", decision));
            await house.KeepOthersAsync();
            Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        }
    }

    // A meeting of topic 5 so many days ago, at which who is diligent was.
    private static Task<int> HeldAsync(ClosingHouse house, int days) => house.House.Site.WithAsync(async db =>
    {
        var tonight = await db.Meetings.SingleAsync(m => m.Id == house.House.Season.Tonight.Id);
        var meeting = new Meeting(tonight.TopicId, tonight.TrackId, new LocalDate(2025, 1, 1).PlusDays(days), house.Now - Duration.FromDays(days), 60, house.Now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        db.Add(Attendance.OnList(meeting, house.People["diligent"], house.People["committee"], house.Now));
        await db.SaveChangesAsync();
        return meeting.Id;
    });

    [Fact]
    public void The_same_facts_have_the_same_digest_and_others_another()
    {
        var facts = new CertificateFacts(1, "Ada", "ada", 1, 5, null, null, new LocalDate(2026, 12, 1), [new(1, "On whales", "nlp", null)], 3, 9);
        Assert.Equal(facts.Digest(), (facts with { MemberId = 2, Talks = [new(1, "On whales", "nlp", null)] }).Digest());
        foreach (var other in (CertificateFacts[])[facts with { Name = "Eve" }, facts with { Handle = "ada-2" }, facts with { Attended = 4 }, facts with { Title = "" + "x" }, facts with { Talks = [] }, facts with { Ends = null }])
            Assert.NotEqual(facts.Digest(), other.Digest());
    }

    [Fact]
    public async Task Guessing_ends_soon()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        for (var n = 0; n < CertificateThrottle.PerNetwork; n++)
            await house.Visitor().GetAsync($"/certificates/AAAAA-{n:00000}");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await house.Visitor().GetAsync("/certificates/AAAAA-AAAAA")).Status);
    }
}

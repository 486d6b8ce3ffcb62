using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>A member who took part too little is told while there is still time, sees what would suffice, does it, and is through: by a talk, or by coming to all but one of the meetings left.</summary>
public sealed class WarningTests(House house)
{
    private const int Topic = 6;
    private const int MostLooks = 200;
    private const string Listed = "stefan";
    private const string Page = $"/members/{Listed}/participation/6";
    private static readonly DateTimeZone shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public async Task On_a_phone_the_warning_is_read_a_paper_claimed_its_talk_given_and_that_will_do()
    {
        await using var scene = await BeginAsync("zh-CN", 360);
        var (member, committee) = (scene.Member, scene.Committee);
        await WarnedAsync(scene, "第 6 期：还来得及", "再分享一次，或余下 4 场分享会参加 4 场", "第 6 期您还来得及。");

        await member.OpenAsync("/topics/6/res/claim");
        await member.Page.Locator("[name=paper]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await member.Page.Locator("[name=meeting]").Last.CheckAsync();
        await LookAsync(member);
        await member.Page.Locator("main form[action$='/talks'] button[type=submit]").First.ClickAsync();
        await Expect(member.Page).ToHaveURLAsync(Ends("/talks/[0-9]+\\?done=claimed"));
        var talk = new Uri(member.Page.Url).AbsolutePath;
        // A promise is no talk yet.
        await member.OpenAsync(Page);
        await Expect(member.Page.Locator(".meter-part .notice-warning")).ToContainTextAsync("再分享一次");

        await PassAsync(scene, scene.Meetings[^1]);
        await committee.OpenAsync(talk);
        await LookAsync(committee);
        await committee.Page.Locator("form[action$='/giving'] button").First.ClickAsync();
        await Expect(committee.Page).ToHaveURLAsync(Ends("done=given"));
        await ThroughAsync(scene, "已稳妥：本期余下即使全部缺席也已足够。");
    }

    [Fact]
    public async Task On_a_wide_screen_the_warning_is_read_one_meeting_excused_in_advance_the_others_attended_and_that_will_do()
    {
        await using var scene = await BeginAsync("en", 1440);
        var (member, committee) = (scene.Member, scene.Committee);
        await WarnedAsync(scene, "Topic 6: you can still make it", "one more talk, or 4 of the 4 meetings left", "You can still make it in topic 6.");

        await member.OpenAsync($"/meetings/{scene.Meetings[0]}");
        await LookAsync(member);
        await member.Page.Locator("#coming button[value=no]").ClickAsync();
        await Expect(member.Page.Locator("#coming button[value=no]")).ToHaveAttributeAsync("aria-pressed", "true");
        await member.OpenAsync(Page);
        await Expect(member.Page.Locator(".meter-part .notice-warning")).ToContainTextAsync("one more talk, or 3 of the 4 meetings left");
        await LookAsync(member);

        foreach (var (meeting, who) in scene.Meetings.Zip(["杨夕", Listed, Listed, Listed]))
        {
            await PassAsync(scene, meeting);
            await committee.OpenAsync($"/meetings/{meeting}/attendance");
            await committee.Page.Locator($"[id='at-{who}'] form button").ClickAsync();
            await Expect(committee.Page.Locator($"[id='at-{who}'] input[name=_method]")).ToHaveValueAsync("DELETE");
            await LookAsync(committee);
        }

        await ThroughAsync(scene, "On the safe side: whatever else is missed in this topic, it will do.");
        await Expect(member.Page.Locator(".meter-part")).ToContainTextAsync("0 talks; 3 of 6 meetings (50 %); excused from 1");
    }

    // The warning in the inbox, as a letter, and on the page that both lead to.
    private static async Task WarnedAsync(Scene scene, string subject, string ways, string gist)
    {
        await using (var scope = scene.Demo.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<WarningWork>().RunAsync(CancellationToken.None);
        var page = scene.Member.Page;
        var message = page.Locator(".desk-item.inbox-unread", new() { HasTextString = subject });
        // The worker delivers at its own pace.
        for (var look = 0; look < MostLooks && (await message.CountAsync() == 0 || scene.Box.Letters().Count == 0); look++)
            await scene.Member.OpenAsync("/me/inbox");
        await Expect(message).ToHaveCountAsync(1);
        await Expect(message).ToContainTextAsync(gist);
        await Expect(message).ToContainTextAsync(ways);
        await LookAsync(scene.Member);
        await ReadAsync(scene, subject, ways);
        await message.Locator("a.button").ClickAsync();
        await Expect(page).ToHaveURLAsync(Ends(Page));
        await Expect(page.Locator(".meter-part .notice-warning")).ToContainTextAsync(ways);
        await LookAsync(scene.Member);
    }

    private static async Task ReadAsync(Scene scene, string subject, string ways)
    {
        var letter = Assert.Single(scene.Box.Letters(), one => one.Subject == subject);
        Assert.Contains(ways, letter.TextBody, StringComparison.Ordinal);
        var page = scene.Letter.Page;
        await page.SetContentAsync(letter.HtmlBody!);
        await Expect(page.Locator("h1")).ToHaveTextAsync(subject);
        await Expect(page.Locator("body")).ToContainTextAsync(ways);
        await Expect(page.Locator("a.act")).ToHaveAttributeAsync("href", Ends(Page));
        await scene.Letter.FitsAsync();
        // A letter has no parts of a page to jump to.
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(v => $"{v.Id}: {v.Help}")));
    }

    // The meter says that they are through; and they hear nothing more of it.
    private static async Task ThroughAsync(Scene scene, string safe)
    {
        var page = scene.Member.Page;
        await scene.Member.OpenAsync(Page);
        await Expect(page.Locator(".meter-part")).ToContainTextAsync(safe);
        await Expect(page.Locator(".meter-part .notice-warning")).ToHaveCountAsync(0);
        await LookAsync(scene.Member);
        await scene.Member.OpenAsync("/me");
        await Expect(page.Locator("main .meter-part")).ToContainTextAsync(safe);
        await LookAsync(scene.Member);
        await using (var scope = scene.Demo.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<WarningWork>().RunAsync(CancellationToken.None);
        var stefan = await scene.Demo.WithAsync(db => db.Members.Where(m => m.Name == "Stefan").Select(m => m.Id).SingleAsync());
        Assert.Equal(2, await scene.Demo.WithAsync(db => db.Deliveries.CountAsync(d => d.MemberId == stefan && d.Kind == ParticipationMessages.Warning)));
        foreach (var visit in (Visit[])[scene.Member, scene.Committee, scene.Letter])
            await visit.IsCleanAsync();
    }

    private async Task<Scene> BeginAsync(string language, int width)
    {
        var (clock, box) = (new LaterClock(), new LetterBox());
        var demo = await house.ServeDemoAsync(builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<NodaTime.IClock>(clock));
            LetterBox.SetUp(builder);
        });
        var member = await house.VisitAsync(demo.Address, language, width, dark: width == 360);
        await member.EnterAsync(await demo.LinkAsync("inner"));
        var committee = await house.VisitAsync(demo.Address, language, width);
        await committee.EnterAsync(await demo.LinkAsync("committee"));
        // Nobody is written to at night: it is noon in the group.
        var now = demo.Now;
        var noon = now.InZone(shanghai).Date.At(LocalTime.Noon).InZoneStrictly(shanghai).ToInstant();
        clock.Shift = (noon < now ? noon + Duration.FromDays(1) : noon) - now;
        var meetings = await demo.WithAsync(db => PrepareAsync(db, demo.Now, language, box.Address(Listed)));
        return new Scene(demo, clock, box, member, committee, await house.VisitAsync(demo.Address, language, width), meetings);
    }

    // The member follows one track. Three of its meetings are over, and they were at none; four are to come; and they share nothing.
    private static async Task<IReadOnlyList<int>> PrepareAsync(WhalepaperDb db, Instant now, string language, string address)
    {
        var (stefan, host) = (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Name == "Stefan"), await db.Members.SingleAsync(m => m.Name == "张帆"));
        var track = await db.Tracks.SingleAsync(t => t.Code == "res");
        foreach (var id in await db.Talks.Where(t => t.TrackId == track.Id && t.Meeting != null && (t.State == TalkState.Claimed || t.State == TalkState.Confirmed || t.State == TalkState.Ready)).Select(t => t.Id).ToListAsync())
        {
            var talk = (await db.TalkForChangeAsync(id, CancellationToken.None))!;
            await db.EndTalkAsync(talk, () => talk.Cancel(host, now, null), now, CancellationToken.None);
        }

        db.ChangeTracker.Clear();
        (stefan, host) = (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Name == "Stefan"), await db.Members.SingleAsync(m => m.Name == "张帆"));
        stefan.Follow([track.Id], now - Duration.FromDays(150));
        stefan.LiveIn(language, null);
        (await db.Accounts.SingleAsync(a => a.MemberId == stefan.Id)).ReachAt(address, address.ToUpperInvariant(), address.ToUpperInvariant());
        var meetings = await db.Meetings.Where(m => m.TrackId == track.Id && db.Topics.Any(topic => topic.Id == m.TopicId && topic.Number == Topic)).OrderBy(m => m.StartsAt).ToListAsync();
        int[] ids = [.. meetings.Select(m => m.Id)];
        db.RemoveRange(await db.Attendances.Where(a => ids.Contains(a.MeetingId)).ToListAsync());
        db.RemoveRange(await db.Comings.Where(c => ids.Contains(c.MeetingId)).ToListAsync());
        await db.SaveChangesAsync();
        foreach (var (meeting, n) in meetings.Select((meeting, n) => (meeting, n)))
        {
            if (n < 7)
                meeting.MoveTo(now + Duration.FromDays(n < 3 ? (3 * n) - 9 : (2 * n) - 4), meeting.Minutes, now);
            else
                meeting.Cancel(null, now);
            if (n < 3)
                db.Add(Attendance.OnList(meeting, host.Id, host.Id, now));
        }

        await db.SaveChangesAsync();
        return [.. meetings.Skip(3).Take(4).Select(meeting => meeting.Id)];
    }

    private static async Task PassAsync(Scene scene, int meeting)
    {
        var ends = await scene.Demo.WithAsync(async db => (await db.Meetings.SingleAsync(m => m.Id == meeting)).EndsAt);
        scene.Clock.Shift += ends + Duration.FromMinutes(5) - scene.Demo.Now;
    }

    private static Regex Ends(string address) => new($"{address}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task LookAsync(Visit visit)
    {
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }

    /// <summary>The machine's clock, and as much later as a journey says.</summary>
    private sealed class LaterClock : NodaTime.IClock
    {
        public Duration Shift { get; set; }

        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Shift;
    }

    /// <summary>Who is there, with what, and which meetings are to come.</summary>
    private sealed record Scene(OwnDemo Demo, LaterClock Clock, LetterBox Box, Visit Member, Visit Committee, Visit Letter, IReadOnlyList<int> Meetings) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var visit in (Visit[])[Member, Committee, Letter])
                await visit.DisposeAsync();
        }
    }
}

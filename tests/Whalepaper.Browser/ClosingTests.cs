using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>The end of a topic as the committee, somebody who objects and is kept, and somebody who is moved out and put back have it before them.</summary>
public sealed class ClosingTests(House house)
{
    private const string Objection = "I was ill, and said so to Yang.";
    private const int Topic = 6;

    [Theory]
    [InlineData("en", true, 360, true)]
    [InlineData("zh-CN", false, 1280, false)]
    public async Task A_topic_is_closed_one_objects_and_is_kept_and_one_is_moved_out_and_put_back(string language, bool dark, int width, bool script)
    {
        var clock = new LaterClock();
        var demo = await house.ServeDemoAsync(builder => builder.Services.Replace(ServiceDescriptor.Singleton<NodaTime.IClock>(clock)));
        await PrepareAsync(demo);
        await using var committee = await ComeAsync(demo, "committee", language, width, dark, script);
        await using var listed = await ComeAsync(demo, "inner", language, width, !dark, script);
        await using var moved = await ComeAsync(demo, "open", language, width, dark, script);

        await StepAsync(committee, "form[action$='/closing'] button", "frozen", script);
        await Expect(committee.Page.Locator(".cases li")).Not.ToHaveCountAsync(0);
        await StepAsync(committee, "form[action$='/telling'] button", "told", script);
        await listed.OpenAsync("/me");
        await listed.Page.Locator("main a[href='/me/closing']").First.ClickAsync();
        await Expect(listed.Page.Locator("main [name=objection]")).ToBeVisibleAsync();
        await LookAsync(listed, script);
        await listed.Page.Locator("main [name=objection]").FillAsync(Objection);
        await PressAsync(listed.Page.Locator("form[action$='/objection'] button"), script);
        await Expect(listed.Page.Locator("main [name=objection]")).ToHaveValueAsync(Objection);

        clock.Shift = Duration.FromDays(8);
        var (inner, open) = (await HandleAsync(demo, "inner"), await HandleAsync(demo, "open"));
        await committee.OpenAsync($"/topics/{Topic}/closing/{inner}");
        await Expect(committee.Page.Locator("#objection + p")).ToHaveTextAsync(Objection);
        await DecideAsync(committee, "keep", script);
        await committee.OpenAsync($"/topics/{Topic}/closing/{open}");
        await DecideAsync(committee, "former", script);
        await KeepOthersAsync(demo);
        await StepAsync(committee, "form[action$='/execution'] button", "executed", script);
        await Expect(committee.Page.Locator("form[action$='/publication']")).ToHaveCountAsync(0);

        await listed.OpenAsync("/me/closing");
        await Expect(listed.Page.Locator("main")).ToContainTextAsync("Because of what you said.");
        await moved.OpenAsync("/me");
        await Expect(moved.Page.Locator("form[action='/me/return'] button")).ToBeVisibleAsync();
        await LookAsync(moved, script);

        await committee.OpenAsync($"/topics/{Topic}/closing");
        await committee.Page.Locator("details:has(form[action$='/execution']) summary").ClickAsync();
        await PressAsync(committee.Page.Locator("form[action$='/execution'] button"), script);
        await Expect(committee.Page).ToHaveURLAsync(new Regex("done=undone$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(committee, script);
        await moved.OpenAsync("/me");
        await Expect(moved.Page.Locator("form[action='/me/return']")).ToHaveCountAsync(0);
        await Expect(moved.Page.Locator(".me-ladder strong")).ToHaveTextAsync(new Regex("Inner|内部", RegexOptions.None, TimeSpan.FromSeconds(1)));
        foreach (var visit in new[] { committee, listed, moved })
            await visit.IsCleanAsync();
    }

    private static async Task StepAsync(Visit committee, string button, string done, bool script)
    {
        await committee.OpenAsync($"/topics/{Topic}/closing");
        await LookAsync(committee, script);
        await PressAsync(committee.Page.Locator(button).First, script);
        await Expect(committee.Page).ToHaveURLAsync(new Regex($"done={done}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(committee, script);
    }

    private static async Task DecideAsync(Visit committee, string decision, bool script)
    {
        await LookAsync(committee, script);
        await committee.Page.Locator($"main [name=decision][value={decision}]").CheckAsync();
        await committee.Page.Locator("main [name=reason]").FillAsync("Because of what you said.");
        await PressAsync(committee.Page.Locator("form[action$='/decision'] button"), script);
        await Expect(committee.Page).ToHaveURLAsync(new Regex("done=decided$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    // A topic without talks to come, and a policy by which everybody of the inner group was low; one more of whom nobody has to be afraid.
    private static Task<int> PrepareAsync(OwnDemo demo) => demo.WithAsync(async db =>
    {
        var now = demo.Now;
        // Those of a meeting that is under way, too.
        var since = now - Duration.FromDays(1);
        await db.Talks.Where(t => db.Topics.Any(topic => topic.Id == t.TopicId && topic.Number == Topic) && t.State != TalkState.Given && t.Meeting != null && t.Meeting.StartsAt > since)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.MeetingId, (int?)null).SetProperty(t => t.Seat, (int?)null));
        await db.TopicPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.LeastTalks, 9).SetProperty(p => p.Missed, BoundsMissed.Any).SetProperty(p => p.GraceDays, 0));
        var open = await MemberAsync(db, "open");
        open.MoveTo(Standing.Inner, now - Duration.FromDays(300));
        return await db.SaveChangesAsync();
    });

    private static Task<int> KeepOthersAsync(OwnDemo demo) => demo.WithAsync(async db =>
    {
        var (committee, organizer, now) = ((await MemberAsync(db, "committee")).Id, (await MemberAsync(db, "organizer")).Id, demo.Now);
        foreach (var one in await db.ClosingCases.Include(c => c.Member).Undecided().ToListAsync())
            one.Decide(ClosingDecision.Keep, "They stay.", one.MemberId == committee ? organizer : committee, one.Member.Role, now);
        return await db.SaveChangesAsync();
    });

    private static Task<string> HandleAsync(OwnDemo demo, string who) => demo.WithAsync(async db => Uri.EscapeDataString((await MemberAsync(db, who)).Handle));

    private static Task<Member> MemberAsync(Whalepaper.Data.WhalepaperDb db, string who)
    {
        var name = who switch
        {
            "open" => "Ada Brook",
            "committee" => "张帆",
            "organizer" => "杨夕",
            _ => "Stefan",
        };
        return db.Members.SingleAsync(m => m.Name == name);
    }

    private async Task<Visit> ComeAsync(OwnDemo demo, string who, string language, int width, bool dark, bool script)
    {
        var visit = await house.VisitAsync(demo.Address, language, width, dark, script);
        await visit.EnterAsync(await demo.LinkAsync(who));
        return visit;
    }

    private static Task PressAsync(ILocator button, bool script) => script ? RoomOfThree.PressAsync(button) : button.ClickAsync();

    private static async Task LookAsync(Visit visit, bool script)
    {
        if (!script)
            return;
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }

    /// <summary>The machine's clock, and as much later as a test says.</summary>
    private sealed class LaterClock : NodaTime.IClock
    {
        public Duration Shift { get; set; }

        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Shift;
    }
}

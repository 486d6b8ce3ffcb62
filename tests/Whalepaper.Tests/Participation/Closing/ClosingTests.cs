using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>A topic is closed by people, step by step: nobody is moved without a decision, and what was done can be undone.</summary>
public sealed class ClosingTests
{
    [Theory, BothEngines]
    public async Task Everybody_is_measured_by_the_same_rule_and_who_was_low_is_listed(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));

        var cases = await house.House.Site.WithAsync(db => db.ClosingCases.OrderBy(c => c.Member.Handle).Select(c => new { c.Member.Handle, c.Kind, c.Held, c.Attended, c.Talks, c.Role }).ToListAsync());
        Assert.Equal(["committee", "inner", "organizer", "second"], cases.Select(c => c.Handle));
        Assert.All(cases, one => Assert.Equal((VerdictKind.Low, 1, 0, 0), (one.Kind, one.Held, one.Attended, one.Talks)));
        Assert.Equal([Role.Committee, Role.None, Role.Organizer, Role.Committee], cases.Select(c => c.Role));
        var closing = (await house.ClosingAsync())!;
        Assert.Equal((ClosingState.Frozen, 5), (closing.State, closing.Measured));
        // The topic is over with it; nobody was told.
        Assert.NotNull(await house.House.Site.WithAsync(db => db.Topics.Where(t => t.Number == 5).Select(t => t.ClosedAt).SingleAsync()));
        Assert.False(await house.House.Site.WithAsync(db => db.Deliveries.AnyAsync(d => d.Kind == ClosingPost.Kind)));
    }

    [Theory, BothEngines]
    public async Task Nobody_is_moved_before_they_could_object_nor_without_a_decision(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "keep"));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        Assert.Equal(4, await house.House.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ClosingPost.Kind).Select(d => d.MemberId).Distinct().CountAsync()));

        Assert.Equal(204, await house.DoAsync("inner", "PUT", "me/closing/5/objection", new { objection = "I was ill." }));
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "open"));
        // Whom somebody keeps may object all the same: once the days are over, it can be decided otherwise.
        Assert.Equal(204, await house.DecideAsync("committee", "second", "keep"));
        Assert.Equal(204, await house.DoAsync("second", "PUT", "me/closing/5/objection", new { objection = "I was away." }));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(422, await house.DoAsync("inner", "PUT", "me/closing/5/objection", new { objection = "Once more." }));
        // Who objected is answered; to keep somebody takes a word, too.
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "open", ""));
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "keep", ""));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "open"));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        await house.KeepOthersAsync();
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.StartsWith("Open None", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        foreach (var other in (string[])["committee", "organizer", "second", "diligent"])
            Assert.StartsWith("Inner", await house.PlaceAsync(other), StringComparison.Ordinal);
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(1, await house.House.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingMoved)));
    }

    [Theory, BothEngines]
    public async Task To_move_who_holds_an_office_takes_two_others_and_the_last_organizer_stays(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        Assert.Equal(422, await house.DecideAsync("second", "second", "keep"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        // Said twice by the same, it is said once.
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        await house.KeepOthersButAsync("second");
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        // Another move is another decision, and takes two again.
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "former"));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "former"));
        Assert.Equal(422, await house.DecideAsync("committee", "organizer", "open"));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.StartsWith("Former None", await house.PlaceAsync("second"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_was_done_is_undone_exactly_and_not_for_ever(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        string[] before = [await house.PlaceAsync("inner"), await house.PlaceAsync("second")];
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "open"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        house.House.Site.Clock.Advance(Duration.FromDays(6));
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.Equal(before, (string[])[await house.PlaceAsync("inner"), await house.PlaceAsync("second")]);
        Assert.Equal(422, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.Equal(2, await house.House.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingPutBack)));

        // It can be closed anew; and once the days are over, it stands and is published.
        await house.TellAsync();
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/publication"));
        Assert.Equal(HttpStatusCode.NotFound, (await house.House.Visitor().GetAsync("/topics/5/archive")).Status);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(422, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/publication"));
        Assert.Equal(HttpStatusCode.OK, (await house.House.Visitor().GetAsync("/topics/5/archive")).Status);
        Assert.Contains("\"talk\",\"track\",\"day\",\"title\",\"presenters\"", (await house.House.Visitor().GetAsync("/topics/5/talks.csv")).Text, StringComparison.Ordinal);
        Assert.Contains("/topics/5/archive", (await house.House.Visitor().GetAsync("/topics/5")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_was_moved_by_hand_since_stays_and_who_came_back_by_themselves_does_not(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "open"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(422, await house.DoAsync("second", "POST", "me/return"));
        Assert.Equal(204, await house.DoAsync("inner", "POST", "me/return"));
        Assert.StartsWith("Open", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/second/standing", new { standing = "former", reason = "Asked for it." }));
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        Assert.StartsWith("Former", await house.PlaceAsync("second"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_was_of_the_inner_group_no_more_is_neither_moved_nor_told_so(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "open"));
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "former", reason = "Asked for it." }));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.StartsWith("Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        var occasion = $"closing:{(await house.ClosingAsync())!.Id}:decided";
        var told = await house.House.Site.WithAsync(db => db.Deliveries.Where(d => d.Occasion == occasion && d.MemberId != null).Select(d => d.MemberId!.Value).Distinct().OrderBy(id => id).ToListAsync());
        Assert.Equal(((int[])[house.People["committee"], house.People["organizer"], house.People["second"]]).Order(), told);
        var page = (await (await house.House.SignInAsync("inner")).GetAsync("/me/closing")).Text;
        Assert.Contains("You had left the inner group", page, StringComparison.Ordinal);
        Assert.DoesNotContain("you stay in the inner group", page, StringComparison.Ordinal);
        Assert.Contains("no longer of the inner group", (await (await house.House.SignInAsync("committee")).GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Called_off_it_leaves_everything_as_it_was_and_the_topic_goes_on(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(422, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        // Not by who may be moved by it; if that is everybody, somebody is appointed first.
        foreach (var low in (string[])["committee", "organizer"])
            Assert.Equal(422, await house.StepAsync(low, "DELETE", ""));
        Assert.Contains("This closing decides about you", (await (await house.House.SignInAsync("committee")).GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/diligent/role", new { role = "committee" }));
        Assert.Equal(204, await house.StepAsync("diligent", "DELETE", ""));
        Assert.Null(await house.House.Site.WithAsync(db => db.Topics.Where(t => t.Number == 5).Select(t => t.ClosedAt).SingleAsync()));
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "keep"));
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
    }

    [Theory, BothEngines]
    public async Task Of_several_who_press_at_once_one_does_it(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        string[] committee = ["committee", "organizer", "second"];
        async Task OnceAsync(Func<string, Task<int>> press)
        {
            var answers = await Task.WhenAll(committee.Concat(committee).Select(press));
            Assert.Equal(1, answers.Count(answer => answer is 204));
            Assert.All(answers, answer => Assert.Contains(answer, (int[])[204, 409, 422]));
        }

        // Their keys are there before they press.
        foreach (var who in committee)
            await house.DoAsync(who, "POST", "me/return");
        await OnceAsync(who => house.StepAsync(who, "POST", ""));
        Assert.Equal(4, await house.House.Site.WithAsync(db => db.ClosingCases.CountAsync()));
        await OnceAsync(who => house.StepAsync(who, "POST", "/telling"));
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        await house.KeepOthersAsync();
        await OnceAsync(who => house.StepAsync(who, "POST", "/execution"));
        await OnceAsync(who => house.StepAsync(who, "DELETE", "/execution"));
        Assert.Equal((1, 1), await house.House.Site.WithAsync(async db => (await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingMoved), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingPutBack))));
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Talks_that_are_to_come_hold_it_up_and_nobody_else_closes(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(403, await house.StepAsync("inner", "POST", ""));
        Assert.Equal(404, await house.DoAsync("committee", "POST", "topics/77/closing"));
        Assert.Equal(404, await house.StepAsync("committee", "POST", "/telling"));
        house.House.Site.Clock.Reset(Instant.FromUtc(2026, 11, 28, 12, 0));
        Assert.Equal(422, await house.StepAsync("committee", "POST", ""));
        // Whoever shares in this hour is not measured as if they did not.
        house.House.Site.Clock.Reset(house.House.Season.Tonight.EndsAt - Duration.FromMinutes(1));
        Assert.Equal(422, await house.StepAsync("committee", "POST", ""));
    }

    [Theory, BothEngines]
    public async Task Who_is_exempt_is_shown_and_not_decided_about(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(async db =>
        {
            db.Add(new Waiver(house.People["inner"], null, "Runs the summer school", house.People["organizer"], house.Now));
            await db.SaveChangesAsync();
        });
        await house.TellAsync();
        var one = await house.House.Site.WithAsync(db => db.ClosingCases.SingleAsync(c => c.Member.Handle == "inner"));
        Assert.Equal((VerdictKind.Exempt, ExemptionKind.Locked, "Runs the summer school", null), (one.Kind, one.Exemption!.Value, one.ExemptionWords, one.ToldAt));
        Assert.Equal(404, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(404, await house.DoAsync("inner", "PUT", "me/closing/5/objection", new { objection = "But." }));
        var page = (await (await house.House.SignInAsync("committee")).GetAsync("/topics/5/closing/inner")).Text;
        Assert.Contains("Runs the summer school", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", page, StringComparison.Ordinal);
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Each_page_says_what_it_should_to_whom_it_should(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        var (committee, inner) = (await house.House.SignInAsync("committee"), await house.House.SignInAsync("inner"));
        var first = (await committee.GetAsync("/topics/5/closing")).Text;
        Assert.Contains("Freeze the records", first, StringComparison.Ordinal);
        // The talk of that evening is neither given nor missed.
        Assert.Contains("nobody noted whether", first, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.GetAsync("/topics/5/closing")).Status);
        Assert.Contains("No closing concerns you", (await inner.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        await house.StepAsync("committee", "POST", "");
        // Nobody is told of it before they are told.
        Assert.Contains("No closing concerns you", (await inner.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        await house.StepAsync("committee", "POST", "/telling");
        Assert.Contains("0 of 1", (await inner.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/me/closing\"", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Equal("/me/closing?done=objected", (await inner.SendAsync("PUT", "/me/closing/5/objection", ("objection", "I was <b>ill</b>."))).Location);
        var one = (await committee.GetAsync("/topics/5/closing/inner")).Text;
        Assert.Contains("I was &lt;b&gt;ill&lt;/b&gt;.", one, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"former\"", one, StringComparison.Ordinal);
        Assert.Contains("/topics/5/closing", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Contains("value=\"former\"", (await committee.GetAsync("/topics/5/closing/inner")).Text, StringComparison.Ordinal);
        Assert.Contains("Nobody decides about themselves", (await committee.GetAsync("/topics/5/closing/committee")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", "We waited for you."));
        // What is decided is not told before it is done.
        Assert.DoesNotContain("We waited for you", (await inner.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AuditActs.ClosingDecided, await inner.OwnFileAsync("audit.json"), StringComparison.Ordinal);
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        var told = (await inner.GetAsync("/me/closing")).Text;
        Assert.Contains("We waited for you", told, StringComparison.Ordinal);
        Assert.Contains(AuditActs.ClosingDecided, await inner.OwnFileAsync("audit.json"), StringComparison.Ordinal);
        // There is one way back, not two.
        Assert.DoesNotContain("to move you to the open group", (await inner.GetAsync("/apply")).Text, StringComparison.Ordinal);
        Assert.Contains("action=\"/me/return\"", told, StringComparison.Ordinal);
        Assert.Equal("/me/closing?done=returned", (await inner.SendAsync("POST", "/me/return")).Location);
        Assert.Contains("The way back to the inner group", (await inner.GetAsync("/apply")).Text, StringComparison.Ordinal);
    }
}

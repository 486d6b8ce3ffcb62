using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Admission;
using Whalepaper.Admission.Elections;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>The inner group elects the committee: standing, voting in secret, and who is seated and steps down.</summary>
public sealed class ElectionTests
{
    [Theory, BothEngines]
    public async Task Inner_members_stand_until_the_day_and_others_find_no_such_page(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        foreach (var place in new[] { "open", "candidate" })
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync(place)).GetAsync("/elections")).Status);
        var (inner, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("organizer"));
        Assert.Equal(HttpStatusCode.NotFound, (await inner.SendAsync("PUT", "/elections/current/candidacy", ("word", "Me"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("committee")).SendAsync("POST", "/elections", Call(house))).Status);
        Assert.Equal("/elections?done=called", (await organizer.SendAsync("POST", "/elections", Call(house))).Location);
        Assert.Contains("An election runs already", (await organizer.SendAsync("POST", "/elections", Call(house))).Text, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Contains("The committee will be elected", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Contains("The committee will be elected", (await organizer.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The committee will be elected", (await (await house.SignInAsync("open")).GetAsync("/me")).Text, StringComparison.Ordinal);

        Assert.Equal("/elections?done=stood", (await inner.SendAsync("PUT", "/elections/current/candidacy", ("word", "I read **much**."))).Location);
        Assert.Contains("<strong>much</strong>", (await organizer.GetAsync("/elections")).Text, StringComparison.Ordinal);
        Assert.Equal("/elections?done=aside", (await inner.SendAsync("DELETE", "/elections/current/candidacy")).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Candidacies.CountAsync()));
        house.Site.Clock.Advance(Duration.FromDays(8));
        inner = await house.SignInAsync("inner");
        var late = await inner.SendAsync("PUT", "/elections/current/candidacy", ("word", "Too late"));
        Assert.True(late.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound, $"{late}");

        // Nobody stood: there is nothing to decide, and everybody hears so.
        await WorkAsync(house);
        await house.Site.DrainAsync();
        Assert.Contains("No ballot was held", (await inner.GetAsync("/elections")).Text, StringComparison.Ordinal);
        Assert.Equal(["The committee is elected: who stands?", "The election of the committee is over"], await ToldAsync(house, "inner"));
        Assert.Empty(await ToldAsync(house, "candidate"));
    }

    [Theory, BothEngines]
    public async Task Who_is_elected_is_seated_and_who_was_before_steps_down_and_nobody_else(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ann, bob) = (await house.AddAsync("ann", Standing.Inner), await house.AddAsync("bob", Standing.Inner));
        await ElectAsync(house, ann, bob, "ann:approve", "bob:reject");
        Assert.Equal((Role.Committee, Role.None, Role.Committee, Role.Organizer), await RolesAsync(house, ann, bob));
        var page = (await (await house.SignInAsync("inner")).GetAsync("/elections")).Text;
        Assert.Contains("A committee was elected", page, StringComparison.Ordinal);
        Assert.Contains("Its term is over on", page, StringComparison.Ordinal);

        // Whom the organizer appointed stays; who was elected before and is not again, does not.
        await ElectAsync(house, ann, bob, "ann:reject", "bob:approve");
        Assert.Equal((Role.None, Role.Committee, Role.Committee, Role.Organizer), await RolesAsync(house, ann, bob));
        var entries = await house.Site.WithAsync(db => db.AuditEntries.Where(entry => entry.Act == AuditActs.Role && entry.ById == null).OrderBy(entry => entry.Id).Select(entry => new ValueTuple<int?, string?>(entry.MemberId, entry.After)).ToListAsync());
        Assert.Equal([(ann, "Committee"), (ann, "None"), (bob, "Committee")], entries.Select(entry => (entry.Item1!.Value, entry.Item2)).OrderBy(entry => entry.Item1).ThenBy(entry => entry.Item2, StringComparer.Ordinal));
    }

    [Theory, BothEngines]
    public async Task Three_choices_are_answered_alike_and_none_is_shown_back(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ballot = await house.ElectionAsync(house["inner"], house["committee"]);
        var inner = await house.SignInAsync("inner");
        var (answers, pages) = (new HashSet<(HttpStatusCode, string?, string)>(), new HashSet<string>());
        foreach (var choice in new[] { "approve", "reject", "abstain" })
        {
            var answer = await inner.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", $"inner:{choice}"), ("choices", "committee:reject"), ("reason", $"marker-{choice}"));
            answers.Add((answer.Status, answer.Location, answer.Text));
            var page = (await inner.GetAsync("/elections")).Text;
            Assert.Contains("Your vote is in the box", page, StringComparison.Ordinal);
            Assert.Equal(0, Selected(page));
            pages.Add(Plain(page));
            var half = await inner.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", $"inner:{choice}"), ("choices", ""));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
            Assert.Equal(0, Selected(half.Text));
        }

        Assert.Equal([(HttpStatusCode.SeeOther, "/elections?done=voted", "")], answers);
        Assert.Single(pages);
        var open = await house.SignInAsync("open");
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", "inner:approve"), ("choices", "committee:reject"))).Status);
        Assert.Equal(1, await house.Site.WithAsync(db => db.BallotVoters.CountAsync(voter => voter.HasVoted)));
    }

    [Theory, BothEngines]
    public async Task Where_two_are_equal_at_the_last_seat_neither_gets_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ann, bob) = (await house.AddAsync("ann", Standing.Inner), await house.AddAsync("bob", Standing.Inner));
        await ElectAsync(house, ann, bob, "ann:approve", "bob:approve");
        Assert.Equal((Role.None, Role.None, Role.Committee, Role.Organizer), await RolesAsync(house, ann, bob));
        Assert.Contains("Nobody who can take a seat got enough votes", (await (await house.SignInAsync("inner")).GetAsync("/elections")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Where_too_few_vote_twice_the_committee_stays(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ballot = await house.ElectionAsync(house["inner"]);
        await (await house.SignInAsync("inner")).SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", "inner:approve"));
        for (var round = 0; round < 2; round++)
        {
            Assert.True(await house.Site.WithAsync(db => db.Elections.AnyAsync(e => e.Runs == true)));
            house.Site.Clock.Advance(Duration.FromHours(73));
            await WorkAsync(house);
        }

        Assert.False(await house.Site.WithAsync(db => db.Elections.AnyAsync(e => e.Runs == true)));
        Assert.Equal((Role.None, Role.Committee), ((await house.MemberAsync("inner")).Role, (await house.MemberAsync("committee")).Role));
        Assert.Contains("Too few voted", (await (await house.SignInAsync("inner")).GetAsync("/elections")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task It_is_called_off_with_a_reason_and_its_box_is_never_read(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ballot = await house.ElectionAsync(house["inner"]);
        await (await house.SignInAsync("inner")).SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", "inner:approve"));
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("DELETE", "/elections/current", ("reason", ""))).Status);
        Assert.Equal("/elections?done=called-off", (await organizer.SendAsync("DELETE", "/elections/current", ("reason", "The list was wrong."))).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.BallotBoxes.CountAsync()));
        Assert.Equal("The list was wrong.", await house.Site.WithAsync(db => db.AuditEntries.Where(entry => entry.Act == AuditActs.ElectionCalledOff).Select(entry => entry.After).SingleAsync()));
        Assert.Contains("It was called off", (await organizer.GetAsync("/elections")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.SendAsync("DELETE", "/elections/current", ("reason", "Again."))).Status);
        Assert.Equal(Role.None, (await house.MemberAsync("inner")).Role);
    }

    [Theory, BothEngines]
    public async Task When_a_term_is_over_the_organizer_hears_it_and_nobody_loses_an_office(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ann, bob) = (await house.AddAsync("ann", Standing.Inner), await house.AddAsync("bob", Standing.Inner));
        await ElectAsync(house, ann, bob, "ann:approve", "bob:reject");
        await house.Site.DrainAsync();
        Assert.Contains("Elected: ann.", (await ReminderTests.InboxAsync(house, "inner"))[^1].Text, StringComparison.Ordinal);
        var closed = await house.Site.WithAsync(db => db.Ballots.Select(b => b.ClosedAt!.Value).SingleAsync());
        var over = Election.EndOfTerm(closed, 6, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        house.Site.Clock.Advance(over - Duration.FromDays(3) - house.Site.Clock.GetCurrentInstant());
        Assert.DoesNotContain("term is over", string.Join('\n', await ToldAsync(house, "organizer")), StringComparison.Ordinal);
        await ReminderTests.LiveUntilAsync(house, over + Duration.FromDays(2));
        Assert.Single(await ToldAsync(house, "organizer"), "The committee's term is over");
        Assert.DoesNotContain("The committee's term is over", await ToldAsync(house, "committee"));
        Assert.Contains("term is over", (await (await house.SignInAsync("organizer")).GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("term is over", (await (await house.SignInAsync("committee")).GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(Role.Committee, await house.Site.WithAsync(db => db.Members.Where(m => m.Id == ann).Select(m => m.Role).SingleAsync()));
    }

    // All of the inner group vote alike, and with the last of them it closes.
    private static async Task ElectAsync(Household house, int ann, int bob, params string[] choices)
    {
        var ballot = await house.ElectionAsync(ann, bob);
        foreach (var voter in new[] { house["inner"], house["committee"], house["organizer"], ann, bob })
            Assert.Equal("/elections?done=voted", (await (await house.Visitor().SignInAsync(voter)).SendAsync("PUT", $"/ballots/{ballot}/vote", [.. choices.Select(choice => ("choices", choice))])).Location);
    }

    private static Task<(Role Ann, Role Bob, Role Committee, Role Organizer)> RolesAsync(Household house, int ann, int bob) => house.Site.WithAsync(async db =>
    {
        var roles = await db.Members.Select(m => new { m.Id, m.Role }).ToDictionaryAsync(m => m.Id, m => m.Role);
        return (roles[ann], roles[bob], roles[house["committee"]], roles[house["organizer"]]);
    });

    private static (string, string)[] Call(Household house) =>
        [("seats", "2"), ("months", "6"), ("standUntil", LocalDatePattern.Iso.Format(house.Site.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date.PlusDays(7)))];

    private static async Task<IReadOnlyList<string>> ToldAsync(Household house, string place) => [.. (await ReminderTests.InboxAsync(house, place)).Select(item => item.Subject)];

    private static async Task WorkAsync(Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdmissionWork>().RunAsync(CancellationToken.None);
    }

    private static int Selected(string page)
    {
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        Assert.NotEmpty(document.QuerySelectorAll("select[name=choices] option"));
        return document.QuerySelectorAll("select[name=choices] option[selected]").Length;
    }

    // Without what is new each time it is shown: proofs of forms, and nonces.
    private static string Plain(string page) => System.Text.RegularExpressions.Regex.Replace(page, "(?:value|nonce)=\"[^\"]{20,}\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>The ways in and out: joining, signing in, passwords, invitations, the first start.</summary>
public sealed partial class EntryTests
{
    private static readonly (string Name, string Value)[] filled =
        [("name", "新来的人"), ("email", "new@people.example"), ("password", Household.Password), ("tracks", "nlp"), ("zone", "Europe/Berlin"), ("language", "en"), ("promise", "yes")];

    [Theory, BothEngines]
    public async Task Who_joins_is_a_member_once_the_address_is_proved_and_not_before(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var stranger = house.Visitor();
        var before = await house.Site.WithAsync(db => db.Members.CountAsync());

        var asked = await stranger.SendAsync("POST", "/join", filled);
        Assert.Equal((HttpStatusCode.SeeOther, "/join?done=posted"), (asked.Status, asked.Location));
        Assert.Equal(before, await house.Site.WithAsync(db => db.Members.CountAsync()));

        var path = await LetterPathAsync(house);
        Assert.Contains("新来的人", (await stranger.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal("/me?done=joined", (await stranger.SendAsync("POST", path)).Location);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/me")).Status);
        var member = await house.Site.WithAsync(db => db.Members.Include(m => m.Follows).SingleAsync(m => m.Name == "新来的人"));
        Assert.Equal((Standing.Open, Role.None, "Europe/Berlin", 1), (member.Standing, member.Role, member.ZoneId, member.Follows.Count));

        // The link works once.
        var again = house.Visitor();
        Assert.Equal(path, (await again.SendAsync("POST", path)).Location);
        Assert.Equal(before + 1, await house.Site.WithAsync(db => db.Members.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task A_known_address_is_told_nothing_on_the_page_and_everything_by_letter(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var known = await house.Visitor().SendAsync("POST", "/join", [.. filled.Where(field => field.Name != "email"), ("email", Household.Email("inner"))]);
        var unknown = await house.Visitor().SendAsync("POST", "/join", filled);

        Assert.Equal((known.Status, known.Location), (unknown.Status, unknown.Location));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Joinings.CountAsync()));
        Assert.Equal(2, (await house.Site.LettersAsync()).Count);
    }

    [Theory, BothEngines]
    public async Task Who_opens_the_letter_elsewhere_types_the_password_of_the_form(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        // Somebody fills in the form with another's address: the other must not come into an account whose password somebody knows.
        await house.Visitor().SendAsync("POST", "/join", filled);
        var path = await LetterPathAsync(house);
        var owner = house.Visitor();
        Assert.Contains("type=\"password\"", (await owner.GetAsync(path)).Text, StringComparison.Ordinal);
        foreach (var typed in (string[])["", "a guess of the owner"])
        {
            var refused = await owner.SendAsync("POST", path, ("password", typed));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains("not the password of the form", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await house.Site.WithAsync(db => db.Members.CountAsync(m => m.Name == "新来的人")));
        // Whoever fills in the form themselves comes in, at another device too.
        Assert.Equal("/me?done=joined", (await house.Visitor().SendAsync("POST", path, filled.Single(field => field.Name == "password"))).Location);
    }

    [Fact]
    public async Task A_link_that_is_too_old_brings_nobody_in()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        await house.Visitor().SendAsync("POST", "/join", filled);
        var path = await LetterPathAsync(house);
        house.Site.Clock.Advance(Joining.Lasts);

        Assert.Equal(path, (await house.Visitor().SendAsync("POST", path)).Location);
        Assert.False(await house.Site.WithAsync(db => db.Members.AnyAsync(m => m.Name == "新来的人")));
    }

    [Theory, BothEngines]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var wrong = await house.Visitor().SendAsync("POST", "/sign-in", ("email", Household.Email("open")), ("password", "not the password"));
        var unknown = await house.Visitor().SendAsync("POST", "/sign-in", ("email", "nobody@people.example"), ("password", "not the password"));
        var right = await house.Visitor().SendAsync("POST", "/sign-in", ("email", Household.Email("open")), ("password", Household.Password), ("return", "/members"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, wrong.Status), (wrong.Status, unknown.Status));
        Assert.Equal(Plain(wrong.Text).Replace("open@", "nobody@", StringComparison.Ordinal), Plain(unknown.Text));
        Assert.DoesNotContain("not the password", wrong.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, "/members"), (right.Status, right.Location));
    }

    [Fact]
    public async Task Who_tries_too_often_waits_with_or_without_an_account()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        foreach (var email in (string[])[Household.Email("open"), "nobody@people.example"])
        {
            for (var n = 0; n < EntryThrottle.PerAddress; n++)
                await house.Visitor().SendAsync("POST", "/sign-in", ("email", email), ("password", "not the password"));
            var answer = await house.Visitor().SendAsync("POST", "/sign-in", ("email", email), ("password", Household.Password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("too often", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task A_reset_by_letter_ends_every_sign_in(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var phone = await house.SignInAsync("inner");
        await house.Visitor().SendAsync("POST", "/password-reset", ("email", Household.Email("inner")));
        var path = await LetterPathAsync(house);
        var token = Uri.UnescapeDataString(path[(path.IndexOf("token=", StringComparison.Ordinal) + 6)..]);

        var answer = await house.Visitor().SendAsync("POST", path.Split('?')[0], ("token", token), ("password", "another long secret"));
        Assert.Equal("/sign-in?done=reset", answer.Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.GetAsync("/me")).Status);
        Assert.Equal("/me", (await house.Visitor().SendAsync("POST", "/sign-in", ("email", Household.Email("inner")), ("password", "another long secret"))).Location);
        // The link is spent.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await house.Visitor().SendAsync("POST", path.Split('?')[0], ("token", token), ("password", "a third long secret"))).Status);
    }

    [Theory, BothEngines]
    public async Task A_sign_in_that_is_ended_is_out_at_once_here_and_within_a_minute_elsewhere(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (phone, laptop) = (await house.SignInAsync("inner"), await house.SignInAsync("inner"));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/me")).Status);

        Assert.Equal("/me/account?done=saved", (await laptop.SendAsync("DELETE", "/me/account/sign-ins")).Location);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await laptop.GetAsync("/me")).Status);

        // What another copy of the program changed is told to nobody here; what is kept is believed for some seconds only.
        await house.Site.WithAsync(db => db.SignIns.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, house.Site.Clock.GetCurrentInstant())));
        house.Site.Clock.Advance(Duration.FromSeconds(60));
        Assert.Equal(HttpStatusCode.SeeOther, (await laptop.GetAsync("/me")).Status);
    }

    [Theory, BothEngines]
    public async Task An_invitation_is_used_once_however_many_press_at_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var path = await InviteAsync(house, Standing.Inner, Role.Committee);
        var sessions = new List<Session>();
        for (var n = 0; n < 10; n++)
        {
            await house.AddAsync($"guest{n}", Standing.Open);
            sessions.Add(await house.Visitor().SignInAsync(await house.Site.WithAsync(db => db.Members.Where(m => m.Name == $"guest{n}").Select(m => m.Id).SingleAsync())));
        }

        var answers = await Task.WhenAll(sessions.Select(session => session.SendAsync("POST", path)));
        Assert.Single(answers, answer => answer.Location == "/me?done=accepted");
        Assert.DoesNotContain(answers, answer => answer.Number >= 500);
        Assert.Equal(1, await house.Site.WithAsync(db => db.Members.CountAsync(m => m.Name.StartsWith("guest") && m.Role == Role.Committee)));
    }

    [Theory, BothEngines]
    public async Task The_first_start_makes_one_organizer_and_a_newer_link_ends_the_older(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var (older, newer) = (await FirstAsync(site), await FirstAsync(site));
        (string Name, string Value)[] form = [("name", "杨夕"), ("email", "first@people.example"), ("password", Household.Password), ("group", "读书群"), ("zone", "Asia/Shanghai"), ("language", "zh-CN"), ("beginning", "template")];

        Assert.Equal(older, (await new Session(site).SendAsync("POST", older!, form)).Location);
        var organizer = new Session(site);
        Assert.Equal("/me?done=set-up", (await organizer.SendAsync("POST", newer!, form)).Location);
        Assert.Equal(HttpStatusCode.OK, (await organizer.GetAsync("/settings")).Status);
        Assert.Equal(3, await site.WithAsync(db => db.Tracks.CountAsync(t => t.Slot != null)));
        Assert.Equal(5, await site.WithAsync(db => db.OutlineParts.CountAsync()));
        Assert.Null(await FirstAsync(site));
        Assert.Equal(newer, (await new Session(site).SendAsync("POST", newer!, form)).Location);
        Assert.Equal(1, await site.WithAsync(db => db.Members.CountAsync(m => m.Role == Role.Organizer)));
    }

    [Theory, BothEngines]
    public async Task Who_leaves_takes_their_name_along_and_leaves_what_they_shared(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (session, phone) = (await house.SignInAsync("inner"), await house.SignInAsync("inner"));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/me")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("DELETE", "/me", ("current", "wrong"), ("sure", "yes"))).Status);

        Assert.Equal("/sign-in?done=left", (await session.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), ((await session.GetAsync("/me")).Status, (await phone.GetAsync("/me")).Status));
        var member = await house.MemberAsync("inner");
        Assert.DoesNotContain("inner", $"{member.Name} {member.Handle}", StringComparison.Ordinal);
        Assert.False(await house.Site.WithAsync(db => db.Accounts.AnyAsync(a => a.Email == Household.Email("inner"))));

        var last = await house.SignInAsync("organizer");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await last.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Status);
    }

    [Theory, BothEngines]
    public async Task Copies_that_start_at_once_in_a_house_without_an_organizer_all_start_and_the_last_link_opens_it(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        for (var round = 0; round < 5; round++)
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => FirstAsync(site)))), Assert.NotNull);

        var last = await FirstAsync(site);
        Assert.Equal(1, await site.WithAsync(db => db.Invitations.CountAsync(i => i.RevokedAt == null)));
        Assert.Equal(HttpStatusCode.OK, (await new Session(site).GetAsync(last!)).Status);
    }

    private static async Task<string?> FirstAsync(TestSite site)
    {
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(site.Services);
        return await ((FirstStart)scope.ServiceProvider.GetService(typeof(FirstStart))!).PathAsync(CancellationToken.None);
    }

    private static Task<string> InviteAsync(Household house, Standing standing, Role role) => house.Site.WithAsync(async db =>
        await new FirstStart(db, house.Site.Clock).InviteAsync(standing, role, CancellationToken.None));

    private static async Task<string> LetterPathAsync(Household house) =>
        new Uri((await house.Site.LettersAsync())[^1].Link).PathAndQuery;

    // What differs from one answer to the next whatever it says.
    private static string Plain(string page) => Changing().Replace(page, "");

    [GeneratedRegex("value=\"[A-Za-z0-9_-]{60,}\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changing();
}

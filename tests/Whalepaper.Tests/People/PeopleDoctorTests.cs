using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Audit;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Profiles;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What <c>doctor</c> finds about people: each is made by hand, told, mended where it can be, and then gone.</summary>
public sealed class PeopleDoctorTests
{
    [Theory, BothEngines]
    public async Task A_healthy_demonstration_is_clean(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await DemoCommand.FillAsync(database.Settings, CancellationToken.None);
        // The demonstration is made today, wherever the test's clock stands.
        database.Clock.Reset(new Clock(TimeProvider.System).GetCurrentInstant());

        Assert.All(await Crowd.ExamineAsync(database), finding => Assert.True(finding.Severity is Severity.Fine, finding.What));
        // One of each that one wants to look at, and a committee that can hold a ballot.
        Assert.Equal([ApplicationState.Planned, ApplicationState.Voting, ApplicationState.Promoted], await database.WithAsync(db => db.Applications.OrderBy(a => a.Id).Select(a => a.State).ToListAsync()));
        Assert.Equal((4, 1), await database.WithAsync(async db => (await db.Members.CountAsync(m => m.Role != Role.None), await db.Ballots.CountAsync(ballot => ballot.ClosedAt == null))));
    }

    [Theory, BothEngines]
    public Task An_organizer_who_cannot_sign_in(Engine engine) => FindsAsync(engine, "No organizer has an account", async (db, people) =>
    {
        await Crowd.LoseAccountAsync(db, people.Organizer);
        await db.SaveChangesAsync();
    }, others: 1);

    [Theory, BothEngines]
    public Task A_group_without_an_organizer(Engine engine) => FindsAsync(engine, "no organizer yet", async (db, people) =>
    {
        people.Organizer.Appoint(Role.None);
        await db.SaveChangesAsync();
    });

    [Theory, BothEngines]
    public Task A_claimed_profile_without_its_account(Engine engine) => FindsAsync(engine, "Claimed by an account that is not there", async (db, people) =>
    {
        await Crowd.LoseAccountAsync(db, people.Inner);
        await db.SaveChangesAsync();
    });

    [Theory, BothEngines]
    public Task An_account_of_who_left(Engine engine) => MendsAsync(engine, "Left, but still has an account", async (db, people) =>
    {
        people.Inner.Leave("Former member", "former-0", people.Now);
        await db.SaveChangesAsync();
    });

    [Theory, BothEngines]
    public Task An_account_at_nobodys_profile(Engine engine) => MendsAsync(engine, "counts as nobody's", (db, people) =>
        db.Members.Where(m => m.Id == people.Inner.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.ClaimedAt, (Instant?)null)));

    [Theory, BothEngines]
    public Task An_account_at_a_merged_profile(Engine engine) => FindsAsync(engine, "An account at a profile that was merged", async (db, people) =>
    {
        await people.MergeAsync(db, people.Archive, people.Organizer);
        await db.Accounts.Where(a => a.MemberId == people.Inner.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MemberId, people.Archive.Id));
    }, others: 1);

    [Theory, BothEngines]
    public Task A_role_without_the_inner_group(Engine engine) => MendsAsync(engine, "A role without the inner group", (db, people) =>
        db.Members.Where(m => m.Id == people.Inner.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, Role.Committee).SetProperty(m => m.Standing, Standing.Former)));

    [Theory, BothEngines]
    public Task A_place_of_a_mere_name(Engine engine) => MendsAsync(engine, "a mere name of the archive", (db, people) =>
        db.Members.Where(m => m.Id == people.Archive.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Standing, Standing.Inner)));

    [Theory, BothEngines]
    public Task An_account_without_a_place(Engine engine) => MendsAsync(engine, "no place on the ladder", (db, people) =>
        db.Members.Where(m => m.Id == people.Inner.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Standing, (Standing?)null)));

    [Theory, BothEngines]
    public Task A_place_of_who_left(Engine engine) => MendsAsync(engine, "Left, but still has a place", async (db, people) =>
    {
        people.Archive.Leave("Former member", "former-0", people.Now);
        await db.SaveChangesAsync();
        await db.Members.Where(m => m.Id == people.Archive.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Standing, Standing.Inner).SetProperty(m => m.Role, Role.Committee));
    });

    [Theory]
    [InlineData(Engine.Sqlite, "Not Lower")]
    [InlineData(Engine.Postgres, "Not Lower")]
    [InlineData(Engine.Sqlite, "ｗｉｄｅ")]
    [InlineData(Engine.Postgres, "ｗｉｄｅ")]
    [InlineData(Engine.Sqlite, "")]
    [InlineData(Engine.Postgres, "")]
    [InlineData(Engine.Sqlite, "h\u0331asan")]
    [InlineData(Engine.Postgres, "h\u0331asan")]
    public Task A_handle_that_no_address_should_have(Engine engine, string handle) => MendsAsync(engine, "A handle that no address should have", async (db, people) =>
    {
        // The same to the eye as the one in two characters.
        db.Add(new Member("Hasan", "\u1E96asan", people.Now));
        await db.SaveChangesAsync();
        var last = new Member("Somebody", "somebody", people.Now);
        db.Add(last);
        await db.SaveChangesAsync();
        await db.Members.Where(m => m.Id == last.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Handle, handle));
    });

    [Theory, BothEngines]
    public Task A_profile_merged_into_nobody(Engine engine) => MendsAsync(engine, "by no merge that is written down", async (db, people) =>
    {
        var lost = await people.AddAsync(db, "Lost");
        await db.Members.Where(m => m.Id == lost.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.MergedIntoId, 4711));
    });

    [Theory, BothEngines]
    public Task Profiles_merged_in_a_circle(Engine engine) => MendsAsync(engine, "leads elsewhere, or in a circle", async (db, people) =>
    {
        var (one, other, third) = (await people.AddAsync(db, "One"), await people.AddAsync(db, "Other"), await people.AddAsync(db, "Third"));
        await people.MergeAsync(db, one, other);
        await people.MergeAsync(db, other, third);
        await db.ProfileMerges.Where(m => m.FromId == other.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.IntoId, one.Id));
        await db.Members.Where(m => m.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.MergedIntoId, one.Id));
    });

    [Theory, BothEngines]
    public Task A_merge_of_which_the_profile_knows_nothing(Engine engine) => MendsAsync(engine, "leads elsewhere, or in a circle", async (db, people) =>
    {
        await people.MergeAsync(db, people.Archive, people.Inner);
        await db.Members.Where(m => m.Id == people.Archive.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.MergedIntoId, (int?)null));
    }, async db => Assert.Equal("Sm1les", await db.TalkPresenters.Select(p => p.Member.Name).SingleAsync()));

    [Theory, BothEngines]
    public Task A_name_merged_into_who_left(Engine engine) => MendsAsync(engine, "Merged into somebody who left, but still named", async (db, people) =>
    {
        await people.MergeAsync(db, people.Archive, people.Inner);
        people.Inner.Leave("Former member", "former-0", people.Now);
        await Crowd.LoseAccountAsync(db, people.Inner);
        await db.SaveChangesAsync();
    }, async db => Assert.DoesNotContain("Sm1les", await db.Members.Select(m => m.Name).ToListAsync()));

    [Theory, BothEngines]
    public Task A_talk_that_names_a_merged_profile(Engine engine) => MendsAsync(engine, "Merged, but still named at a talk", async (db, people) =>
    {
        db.Add(new ProfileMerge(people.Archive, people.Inner, [], people.Organizer, people.Now));
        await db.SaveChangesAsync();
        Assert.Equal(1, await db.TalkPresenters.CountAsync(p => p.MemberId == people.Archive.Id));
    }, async db => Assert.Equal("Inner", await db.TalkPresenters.Select(p => p.Member.Name).SingleAsync()));

    [Theory, BothEngines]
    public Task Claims_that_nobody_can_decide(Engine engine) => MendsAsync(engine, "1 claims wait", async (db, people) =>
    {
        db.Add(new ProfileClaim(people.Archive, people.Inner, null, people.Now));
        await people.MergeAsync(db, people.Archive, people.Organizer);
    }, async db => Assert.Equal(ClaimEnd.Lapsed, await db.ProfileClaims.Select(c => c.End).SingleAsync()));

    [Theory, BothEngines]
    public Task Keys_that_were_left_behind(Engine engine) => MendsAsync(engine, "5 links that no longer work", async (db, people) =>
    {
        var old = people.Now - Duration.FromDays(30);
        var account = await db.Accounts.Where(a => a.MemberId == people.Inner.Id).Select(a => a.Id).SingleAsync();
        var invited = new Invitation("i1", Standing.Open, Role.None, null, old);
        var kept = new Invitation("i2", Standing.Open, Role.None, null, old);
        var open = new Invitation("i3", Standing.Open, Role.None, null, people.Now);
        kept.Accept(people.Inner, old);
        var used = new SignInLink("l1", account, people.Now - Duration.FromDays(8));
        used.Use(people.Now - Duration.FromDays(7.5));
        db.AddRange(invited, kept, open, used, new SignInLink("l2", account, old), new SignInLink("l3", account, people.Now), new AddressChange(account, "a@b.example", "c1", old));
        await db.SaveChangesAsync();
        var joining = new Joining("j1", "Somebody", "s@b.example", "hash", old);
        joining.ComeBy(invited);
        db.AddRange(joining, new Joining("j2", "Somebody", "s@b.example", "hash", people.Now));
        await db.SaveChangesAsync();
    }, async db =>
    {
        Assert.Equal(["i2", "i3"], await db.Invitations.OrderBy(i => i.Id).Select(i => i.KeyHash).ToListAsync());
        Assert.Equal(["l3"], await db.SignInLinks.Select(l => l.KeyHash).ToListAsync());
        Assert.Equal(["j2"], await db.Joinings.Select(j => j.KeyHash).ToListAsync());
        Assert.Equal(0, await db.AddressChanges.CountAsync());
    });

    [Theory, BothEngines]
    public Task Keys_of_who_left(Engine engine) => MendsAsync(engine, "1 tokens, 1 calendars and 1 sign-ins", async (db, people) =>
    {
        var account = await db.Accounts.Where(a => a.MemberId == people.Inner.Id).Select(a => a.Id).SingleAsync();
        db.AddRange(
            new ApiToken(people.Inner.Id, "bot", "t", TokenScope.Read, people.Now, null), new CalendarKey(people.Inner.Id, "k", people.Now),
            new SignIn(account, "s", SignInWay.Password, "browser", "network", people.Now));
        people.Inner.Leave("Former member", "former-0", people.Now);
        await db.SaveChangesAsync();
    }, async db =>
    {
        Assert.All(await db.ApiTokens.ToListAsync(), token => Assert.NotNull(token.RevokedAt));
        Assert.Equal((0, 0), (await db.CalendarKeys.CountAsync(), await db.SignIns.CountAsync(s => s.EndedAt == null)));
    }, others: 1);

    [Theory, BothEngines]
    public Task Entries_of_the_log_that_name_nobody(Engine engine) => FindsAsync(engine, "1 entries of the audit log name people who are not there", async (db, people) =>
    {
        db.AddRange(new AuditEntry(AuditActs.Join, 4711, people.Inner.Id, null, null, null, people.Now), new AuditEntry(AuditActs.Invite, null, null, null, null, null, people.Now));
        await db.SaveChangesAsync();
    });

    [Fact]
    public void Whatever_a_name_holds_its_handle_is_one()
    {
        for (var value = 1; value <= 0x1FFFF; value++)
        {
            if (Rune.IsValid(value))
                Assert.True(Member.IsHandle(Member.HandleFor($"a{new Rune(value)}b", _ => false)), $"U+{value:X4}");
        }

        Assert.All((string[])["", " ", "A", "a b", "a/b", "a_b", "ａ", "a\uD800", new('a', Member.HandleMaximum + 1)], handle => Assert.False(Member.IsHandle(handle), handle));
    }

    /// <summary>Finds what was broken, and nothing else; nothing but a person can mend it.</summary>
    private static async Task FindsAsync(Engine engine, string what, Func<WhalepaperDb, Crowd, Task> breakAsync, int others = 0)
    {
        await using var database = await Crowd.BreakAsync(engine, breakAsync);
        var findings = (await Crowd.ExamineAsync(database)).Where(finding => finding.Severity is not Severity.Fine).ToList();
        Assert.Null(Assert.Single(findings, finding => finding.What.Contains(what, StringComparison.Ordinal)).Repair);
        Assert.Equal(1 + others, findings.Count);
    }

    /// <summary>Finds what was broken, mends it, and finds no more.</summary>
    private static async Task MendsAsync(Engine engine, string what, Func<WhalepaperDb, Crowd, Task> breakAsync, Func<WhalepaperDb, Task>? thenAsync = null, int others = 0)
    {
        await using var database = await Crowd.BreakAsync(engine, breakAsync);
        await using (var scope = database.Scope())
        {
            var findings = (await Crowd.ExamineAsync(scope)).Where(finding => finding.Severity is not Severity.Fine).ToList();
            Assert.Single(findings, finding => finding.What.Contains(what, StringComparison.Ordinal));
            Assert.Equal(1 + others, findings.Count);
            foreach (var finding in findings)
                await finding.Repair!(CancellationToken.None);
        }

        Assert.All(await Crowd.ExamineAsync(database), finding => Assert.True(finding.Severity is Severity.Fine, finding.What));
        if (thenAsync is not null)
            await database.WithAsync(thenAsync);
    }
}

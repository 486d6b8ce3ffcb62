using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Profiles;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>A small group that is well until something is done to it: an organizer, an inner member, and a name of the archive at a talk.</summary>
internal sealed record Crowd(Member Organizer, Member Inner, Member Archive, Instant Now)
{
    /// <summary>A database with the group, to which something was done.</summary>
    public static async Task<TestDatabase> BreakAsync(Engine engine, Func<WhalepaperDb, Crowd, Task> breakAsync)
    {
        var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await SampleData.OneTalkAsync(database);
        await database.WithAsync(async db =>
        {
            var now = database.Clock.GetCurrentInstant();
            (await db.Members.SingleAsync()).Rename("Sm1les");
            Join(db, "Organizer", now).Appoint(Role.Organizer);
            Join(db, "Inner", now);
            db.Add(new Group("鲸鱼", "Asia/Shanghai", "zh-CN", now));
            await db.SaveChangesAsync();
        });
        Assert.All(await ExamineAsync(database), finding => Assert.True(finding.Severity is Severity.Fine, finding.What));
        await database.WithAsync(async db =>
        {
            var members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal);
            await breakAsync(db, new Crowd(members["Organizer"], members["Inner"], members["Sm1les"], database.Clock.GetCurrentInstant()));
        });
        return database;
    }

    /// <summary>What <c>doctor</c> finds in the people's rooms.</summary>
    public static async Task<List<Finding>> ExamineAsync(TestDatabase database)
    {
        await using var scope = database.Scope();
        return await ExamineAsync(scope);
    }

    /// <summary>The same in a scope that outlives it, so that what was found can be mended.</summary>
    public static async Task<List<Finding>> ExamineAsync(AsyncServiceScope scope)
    {
        // What is done by hand leaves traces in other rooms, such as the index of the search.
        var findings = new List<Finding>();
        foreach (var examination in scope.ServiceProvider.GetServices<IExamination>().Where(one => one is NameExamination or HandleExamination or LadderExamination or MergeExamination or KeyExamination or AuditExamination))
            findings.AddRange(await examination.ExamineAsync(CancellationToken.None));
        return findings;
    }

    /// <summary>Takes a member's account away.</summary>
    public static async Task LoseAccountAsync(WhalepaperDb db, Member member) => db.RemoveRange(await db.Accounts.Where(a => a.MemberId == member.Id).ToListAsync());

    /// <summary>Adds a name of the archive that shares nothing.</summary>
    public async Task<Member> AddAsync(WhalepaperDb db, string name)
    {
        var member = new Member(name, Member.HandleFor(name, _ => false), Now);
        db.Add(member);
        await db.SaveChangesAsync();
        return member;
    }

    /// <summary>Merges as the committee does.</summary>
    public async Task MergeAsync(WhalepaperDb db, Member from, Member into)
    {
        db.Add(new ProfileMerge(from, into, await ClaimEndpoints.TalksAsync(db, from.Id, CancellationToken.None), Organizer, Now));
        await db.SaveChangesAsync();
    }

    private static Member Join(WhalepaperDb db, string name, Instant now)
    {
        var member = new Member(name, Member.HandleFor(name, _ => false), now);
        member.Join(now);
        member.MoveTo(Standing.Inner, now);
        var account = new Account(member, $"{name}@people.example", now);
        var normal = new UpperInvariantLookupNormalizer();
        account.ReachAt(account.Email!, normal.NormalizeEmail(account.Email), normal.NormalizeName(account.Email));
        db.Add(account);
        return member;
    }
}

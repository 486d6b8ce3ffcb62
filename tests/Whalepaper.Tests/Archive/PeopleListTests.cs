using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Archive;

/// <summary>Who stands where in the list of people: counted here once more, talk by talk.</summary>
public sealed class PeopleListTests
{
    [Theory, BothEngines]
    public async Task Everybody_stands_by_what_they_shared_then_by_what_they_claimed_then_by_age(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();
        await site.WithAsync(async db =>
        {
            var now = site.Clock.GetCurrentInstant();
            db.Members.Add(new Member("Shares nothing", "nothing", now));
            // In turns by one who shared much, and by one who did not yet; and what was withdrawn is neither shared nor to come, though its presenters are still known.
            var (old, young) = (await db.Members.SingleAsync(m => m.Name == "杨夕"), new Member("New here", "new", now));
            var open = await db.Entries.Include(e => e.Paper).Where(e => !db.TalkPapers.Any(p => p.EntryId == e.Id)).OrderBy(e => e.Id).ToListAsync();
            var talks = open.Select((entry, n) => new Talk(entry, [n % 2 == 0 ? old : young], now)).ToList();
            db.AddRange(talks);
            await db.SaveChangesAsync();
            talks[0].Withdraw(old, now, null, late: false);
            talks[1].Withdraw(young, now, null, late: false);
            await db.SaveChangesAsync();
        });

        var expected = await site.WithAsync(async db =>
        {
            var talks = await db.Talks.AsNoTracking().AsSplitQuery().Include(t => t.Papers).Include(t => t.Presenters).Include(t => t.Giving).ToListAsync();
            var members = await db.Members.AsNoTracking().ToListAsync();
            int Count(int member, bool given) => talks.Count(t => t.Presenters.Any(p => p.MemberId == member) && t.Papers.Any(p => p.ReleasedAt == null) && (t.Giving is not null) == given);
            return members.Select(m => (m.Name, Given: Count(m.Id, true), Ahead: Count(m.Id, false), m.Id))
                .OrderByDescending(m => m.Given).ThenByDescending(m => m.Ahead).ThenBy(m => m.Id).Select(m => (m.Name, m.Given, m.Ahead)).ToList();
        });
        var listed = await site.WithAsync(db => db.PeopleAsync(new PeopleFilter(null, null, null), 1, Actor.Visitor, CancellationToken.None));

        Assert.Equal(expected, listed.Lines.Select(line => (line.Name, line.Given, line.Ahead)));
        Assert.Equal(expected.Count, listed.Count);
        Assert.Contains(listed.Lines, line => line is { Given: > 0, Ahead: 2 });
        Assert.Contains(listed.Lines, line => line is { Given: 0, Ahead: 2 });
        Assert.Contains(listed.Lines, line => line is { Given: 0, Ahead: 0 });

        var named = await site.WithAsync(db => db.PeopleAsync(new PeopleFilter(null, null, "e"), 1, Actor.Visitor, CancellationToken.None));
        Assert.Equal(expected.Where(line => line.Name.Contains('e', StringComparison.OrdinalIgnoreCase)), named.Lines.Select(line => (line.Name, line.Given, line.Ahead)));
    }
}

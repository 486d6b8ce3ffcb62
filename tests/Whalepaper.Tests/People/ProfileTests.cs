using System.Net;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Members.Profiles;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Profiles: whose they are, who sees them, what is written down of it.</summary>
public sealed class ProfileTests
{
    private static readonly Instant now = Instant.FromUtc(2026, 11, 28, 12, 0);

    [Theory, BothEngines]
    public async Task A_claim_is_made_once_and_granted_by_the_committee(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => open.SendAsync("POST", "/members/sm1les/claims", ("word", "XLNet was mine"))));
        var claim = await house.Site.WithAsync(db => db.ProfileClaims.SingleAsync());
        Assert.Contains("XLNet was mine", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        var before = await TalksOfAsync(house, "sm1les");
        Assert.NotEmpty(before);

        Assert.Equal("/desk?done=granted", (await committee.SendAsync("POST", $"/claims/{claim.Id}/grant")).Location);
        Assert.Equal(before, await TalksOfAsync(house, "open"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/claims/{claim.Id}/grant")).Status);
        Assert.EndsWith("/members/open", (await house.Visitor().GetAsync("/members/sm1les")).Location, StringComparison.Ordinal);
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClaimGranted)));

        var merge = await house.Site.WithAsync(db => db.ProfileMerges.SingleAsync());
        await committee.SendAsync("DELETE", $"/merges/{merge.Id}");
        Assert.Equal(before, await TalksOfAsync(house, "sm1les"));
        Assert.Empty(await TalksOfAsync(house, "open"));
    }

    [Theory, BothEngines]
    public async Task A_profile_for_members_is_nowhere_for_visitors(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var member = await house.SignInAsync("inner");
        await member.SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("bio", "wombats"), ("readers", "members"));

        var visitor = house.Visitor();
        foreach (var path in (string[])["/members/inner", "/api/v1/members/inner"])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).Status);
        foreach (var path in (string[])["/members", "/search?q=Quokka", "/search?q=wombats", "/sitemap.xml", "/sitemaps/1.xml", "/api/v1/members?q=quokka&size=200"])
            Assert.DoesNotContain("/members/inner", (await visitor.GetAsync(path)).Text, StringComparison.Ordinal);
        var other = await house.SignInAsync("open");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/members/inner")).Status);
        Assert.Contains("/members/inner", (await other.GetAsync("/search?q=Quokka")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync("former")).GetAsync("/members/inner")).Status);
    }

    [Fact]
    public void What_was_merged_and_parted_is_as_it_was() => Gen.Select(Gen.Bool.Array[1, 6], Gen.Bool.Array[1, 6], (mine, yours) => (Mine: mine, Yours: yours)).Sample(which =>
    {
        var (mine, yours, third, decider) = (Make("Mine"), Make("Yours"), Make("Third"), Make("Decider"));
        yours.Join(now);
        var talks = which.Mine.Zip(which.Yours).Where(pair => pair.First || pair.Second).Select(pair => Talk(
            [.. new[] { pair.First ? mine : null, third, pair.Second ? yours : null }.OfType<Member>()])).ToList();
        var before = talks.ConvertAll(Said);
        var merge = new ProfileMerge(mine, yours, talks.Where(talk => talk.Presenters.Any(p => p.Member == mine)), decider, now);

        Assert.All(talks, talk => Assert.Equal(talk.Presenters.Count, talk.Presenters.Select(p => p.Member).Distinct().Count()));
        Assert.All(talks, talk => Assert.DoesNotContain(talk.Presenters, p => p.Member == mine));
        Assert.Throws<InvalidOperationException>(() => new ProfileMerge(mine, third, [], decider, now));
        merge.Undo(talks.Where(talk => merge.Credits.Any(credit => credit.TalkId == talk.Id)), decider, now);
        Assert.Equal(before, talks.ConvertAll(Said));
    });

    [Theory, BothEngines]
    public async Task What_is_written_down_is_never_changed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            db.Add(new AuditEntry(AuditActs.Join, null, null, null, null, null, now));
            await db.SaveChangesAsync();
            var entry = await db.AuditEntries.SingleAsync();
            db.Remove(entry);
            await Assert.ThrowsAsync<NotSupportedException>(() => db.SaveChangesAsync());
        });
    }

    private static Task<List<int>> TalksOfAsync(Household house, string handle) => house.Site.WithAsync(db =>
        db.TalkPresenters.Where(p => p.Member.Handle == handle).Select(p => p.TalkId).OrderBy(id => id).ToListAsync());

    private static int numbers;

    // A number of its own, as the database would give it.
    private static T Numbered<T>(T entity)
    {
        typeof(T).GetProperty("Id")!.SetValue(entity, Interlocked.Increment(ref numbers));
        return entity;
    }

    private static Member Make(string name) => Numbered(new Member(name, name, now));

    private static Talk Talk(IReadOnlyList<Member> presenters)
    {
        var topic = new Topic(1);
        var list = topic.Include(new Track("nlp", "NLP", 0));
        return Numbered(new Talk(new ReadingListEntry(list, new Paper("XLNet", null, PaperKind.Paper, now), 0, now), presenters, now));
    }

    private static string Said(Talk talk) => string.Join(", ", talk.Presenters.OrderBy(p => p.Position).Select(p => $"{p.Position} {p.Member.Name}"));
}

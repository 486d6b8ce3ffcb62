using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Profiles;
using Whalepaper.Tests.Charter;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What goes with a merge: claims that wait, and what the document says next.</summary>
public sealed class MergeTests
{
    private const string Document = "# 鲸鱼\n\n## Topic 1\n\n### NLP\n\n1. [XLNet](https://a.b/1)【甲】\n2. [BERT](https://a.b/2)【乙】\n3. [T5](https://a.b/3)【丙】\n";

    [Theory, BothEngines]
    public async Task A_merge_leaves_no_claim_on_the_desk(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await (await house.SignInAsync("open")).SendAsync("POST", "/members/sm1les/claims", ("word", "It was me."));
        var committee = await house.SignInAsync("committee");
        Assert.Equal("/members/inner?done=merged", (await committee.SendAsync("POST", "/members/sm1les/merges", ("into", "inner"))).Location);

        Assert.Equal(ClaimEnd.Lapsed, (await house.Site.WithAsync(db => db.ProfileClaims.SingleAsync())).End);
        Assert.DoesNotContain("It was me.", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Nobody_takes_a_profile_for_their_own(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var committee = await house.SignInAsync("committee");

        var refused = await committee.SendAsync("POST", "/members/sm1les/merges", ("into", "committee"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Nobody merges a profile into their own", refused.Text, StringComparison.Ordinal);
        Assert.False(await house.Site.WithAsync(db => db.ProfileMerges.AnyAsync()));
        Assert.Equal("/members/committee?done=merged", (await (await house.SignInAsync("organizer")).SendAsync("POST", "/members/sm1les/merges", ("into", "committee"))).Location);
    }

    [Theory, BothEngines]
    public async Task A_name_merged_by_way_of_another_means_who_stays(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(Document);
        foreach (var (from, into) in ((string From, string Into)[])[("甲", "乙"), ("乙", "丙")])
            await MergeAsync(house.Database, from, into);

        await house.ImportAsync(Document + "4. [GPT](https://a.b/4)【甲】\n");
        Assert.Equal(["丙", "丙", "丙", "丙"], await house.Database.WithAsync(db => db.TalkPresenters.OrderBy(p => p.TalkId).Select(p => p.Member.Name).ToListAsync()));
    }

    private static Task MergeAsync(TestDatabase database, string from, string into) => database.WithAsync(async db =>
    {
        var members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal);
        db.Add(new ProfileMerge(members[from], members[into], await ClaimEndpoints.TalksAsync(db, members[from].Id, CancellationToken.None), members[into], database.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });
}

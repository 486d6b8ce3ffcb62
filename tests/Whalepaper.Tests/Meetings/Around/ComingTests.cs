using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Meetings;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings.Around;

/// <summary>Before a meeting: who comes, and how one gets in. Afterwards: where it is to be seen.</summary>
public sealed class ComingTests
{
    private const string Invitation = "杨夕 邀请您参加腾讯会议\n点击链接：\nhttps://meeting.tencent.com/dm/SecretWay\n\n#腾讯会议：123-456-789\n会议密码：hush77";

    private static readonly string[] secrets = ["SecretWay", "123-456-789", "hush77"];

    [Theory, BothEngines]
    public async Task Who_may_enter_says_whether_they_come_and_the_host_reads_names(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = $"/meetings/{house.Season.Tonight.Id}";
        var (inner, candidate, open, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("candidate"), await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("PUT", $"{meeting}/coming", ("coming", "yes"))).Status);
        Assert.DoesNotContain($"{meeting}/coming", (await open.GetAsync(meeting)).Text, StringComparison.Ordinal);

        Assert.Equal($"{meeting}#coming", (await inner.SendAsync("PUT", $"{meeting}/coming", ("coming", "yes"))).Location);
        await candidate.SendAsync("PUT", $"{meeting}/coming", ("coming", "yes"));
        await candidate.SendAsync("PUT", $"{meeting}/coming", ("coming", "no"));
        var seen = (await inner.GetAsync(meeting)).Text;
        Assert.Contains("1 comes", seen, StringComparison.Ordinal);
        Assert.Contains("1 is excused", seen, StringComparison.Ordinal);
        Assert.Contains("You said that you are coming.", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("coming-names", seen, StringComparison.Ordinal);
        Assert.Contains("coming-names", (await committee.GetAsync(meeting)).Text, StringComparison.Ordinal);

        house.Site.Clock.Advance(Duration.FromHours(2));
        var late = await (await house.SignInAsync("inner")).SendAsync("PUT", $"{meeting}/coming", ("coming", "no"));
        Assert.Equal(422, late.Number);
        Assert.Equal(2, await house.Site.WithAsync(db => db.Comings.CountAsync()));
        Assert.True(await house.Site.WithAsync(db => db.Comings.Where(coming => coming.MemberId == house["inner"]).Select(coming => coming.IsComing).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task An_invitation_pasted_whole_is_the_way_of_a_track_until_a_meeting_has_its_own(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = $"/meetings/{house.Season.Tonight.Id}";
        var (organizer, committee, inner) = (await house.SignInAsync("organizer"), await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        Assert.Equal("/settings/tracks?done=saved", (await organizer.SendAsync("PUT", "/tracks/nlp/join-link", ("pasted", Invitation))).Location);
        Assert.Contains("hush77", (await organizer.GetAsync("/settings/tracks")).Text, StringComparison.Ordinal);
        SaysNone((await organizer.GetAsync("/audit")).Text, secrets);
        var seen = (await inner.GetAsync(meeting)).Text;
        Assert.All(secrets, secret => Assert.Contains(secret, seen, StringComparison.Ordinal));
        Assert.Contains("Enter in Tencent Meeting", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"{meeting}/links")).Status);

        Assert.Equal($"{meeting}/links?done=saved", (await committee.SendAsync("PUT", $"{meeting}/join-link", ("pasted", ""), ("link", "https://zoom.us/j/81234567890"), ("number", ""), ("passcode", "own-way"))).Location);
        seen = (await inner.GetAsync(meeting)).Text;
        Assert.Contains("own-way", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("hush77", seen, StringComparison.Ordinal);
        Assert.Equal((house["committee"], $"{house.Season.Tonight.Id}", "no join link"), await house.Site.WithAsync(async db =>
        {
            var entry = await db.AuditEntries.SingleAsync(one => one.Act == AuditActs.JoinLink);
            return (entry.ById!.Value, entry.Subject, entry.Before);
        }));
        SaysNone((await organizer.GetAsync("/audit")).Text, ["own-way", "81234567890"]);
        var refused = await committee.SendAsync("PUT", $"{meeting}/join-link", ("pasted", "Tonight <b>at nine</b>"));
        Assert.Equal(422, refused.Number);
        Assert.Contains("Tonight &lt;b&gt;at nine&lt;/b&gt;</textarea>", refused.Text, StringComparison.Ordinal);
        await committee.SendAsync("DELETE", $"{meeting}/join-link");
        Assert.Contains("hush77", (await inner.GetAsync(meeting)).Text, StringComparison.Ordinal);
        await organizer.SendAsync("DELETE", "/tracks/nlp/join-link");
        Assert.DoesNotContain("hush77", (await inner.GetAsync(meeting)).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_way_in_and_the_recording_stand_nowhere_that_is_not_for_members(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = house.Season.Tonight.Id;
        await house.Site.WithAsync(async db =>
        {
            var found = await db.Meetings.SingleAsync(m => m.Id == id);
            found.JoinBy(JoinText.Read(Invitation), house.Site.Clock.GetCurrentInstant());
            found.Record("https://example.org/SecretWay", found.StartsAt);
            (await db.Tracks.SingleAsync(track => track.Code == "nlp")).JoinBy(JoinText.Read(Invitation));
            await db.SaveChangesAsync();
        });
        house.Site.Clock.Advance(Duration.FromMinutes(100));
        Assert.Contains("hush77", (await (await house.SignInAsync("inner")).GetAsync($"/meetings/{id}")).Text, StringComparison.Ordinal);
        foreach (var reader in (Session[])[house.Visitor(), await house.SignInAsync("open"), await house.SignInAsync("former"), house.Visitor()])
        {
            foreach (var path in (string[])[$"/meetings/{id}", "/", "/schedule", "/calendar.ics", $"/meetings/{id}.ics", "/tracks/nlp/calendar.ics", "/feed.atom", $"/api/v1/meetings/{id}", "/api/v1/meetings", "/api/v1/tracks/nlp", "/topics/5.md", "/charter.md", "/search?q=hush"])
                SaysNone((await reader.GetAsync(path)).Text, secrets);
        }
    }

    [Theory, BothEngines]
    public async Task Where_it_is_to_be_seen_is_said_by_the_host_once_it_has_begun(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = $"/meetings/{house.Season.Tonight.Id}";
        const string Film = "https://www.bilibili.com/video/1";
        Assert.Equal(422, (await (await house.SignInAsync("committee")).SendAsync("PUT", $"{meeting}/recording", ("recording", Film))).Number);
        house.Site.Clock.Advance(Duration.FromHours(4));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        Assert.Equal(HttpStatusCode.NotFound, (await inner.SendAsync("PUT", $"{meeting}/recording", ("recording", Film))).Status);
        Assert.Equal($"{meeting}/links?done=recorded", (await committee.SendAsync("PUT", $"{meeting}/recording", ("recording", Film))).Location);
        Assert.Contains(Film, (await inner.GetAsync(meeting)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Film, (await house.Visitor().GetAsync(meeting)).Text, StringComparison.Ordinal);
        await committee.SendAsync("DELETE", $"{meeting}/recording");
        Assert.DoesNotContain(Film, (await inner.GetAsync(meeting)).Text, StringComparison.Ordinal);
    }

    private static void SaysNone(string text, IEnumerable<string> words) => Assert.All(words, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
}

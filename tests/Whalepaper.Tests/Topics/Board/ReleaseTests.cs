using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>A plan is published whole or not at all, and numbered.</summary>
public sealed class ReleaseTests
{
    [Theory, BothEngines]
    public async Task Publishing_makes_moves_and_undates_talks_and_writes_it_down(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(4), await house.DatesAsync(4));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        var moved = (await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{moved}/confirmation");
        var dropped = (await inner.ClaimAsync(await house.PaperOfAsync(entries[1]), dates[1])).TalkNumber();
        await committee.PlaceAsync(entries[0], dates[2]);
        await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[1]}");
        await committee.PlaceAsync(entries[2], dates[0], "organizer");
        var before = await Task.WhenAll(dates.Select(house.SequenceAsync));

        Assert.Equal($"{Table.Releases}?done=published#release-1", (await committee.SendAsync("POST", Table.Releases, ("word", "December is\nfull."))).Location);
        Assert.Equal((dates[2], TalkState.Claimed), ((await house.TalkAsync(moved)).MeetingId!.Value, (await house.TalkAsync(moved)).State));
        Assert.Contains((await house.TalkAsync(moved)).Course, step => step.Kind is TalkStepKind.Dated && step.ById == house["committee"]);
        Assert.Null((await house.TalkAsync(dropped)).MeetingId);
        var made = await house.Site.WithAsync(db => db.TalkPapers.Where(p => p.EntryId == entries[2]).Select(p => p.TalkId).SingleAsync());
        var talk = await house.TalkAsync(made);
        Assert.Equal((dates[0], 0, house["organizer"]), (talk.MeetingId!.Value, talk.Seat!.Value, Assert.Single(talk.Presenters).MemberId));
        Assert.Equal([TalkStepKind.Planned, TalkStepKind.Dated], talk.Course.OrderBy(step => step.Id).Select(step => step.Kind));

        // Calendars hear of every meeting that gained or lost something, and of no other.
        var after = await Task.WhenAll(dates.Select(house.SequenceAsync));
        Assert.Equal([true, true, true, false], after.Zip(before, (now, then) => now > then));
        Assert.Contains($"SEQUENCE:{after[2]}", (await house.Visitor().GetAsync($"/meetings/{dates[2]}.ics")).Text, StringComparison.Ordinal);
        Assert.Contains("inner", (await house.Visitor().GetAsync($"/meetings/{dates[2]}.ics")).Text, StringComparison.Ordinal);

        var page = WebUtility.HtmlDecode((await house.Visitor().GetAsync(Table.Releases)).Text);
        foreach (var said in (string[])["Release 1", "December is", "/members/organizer", "new on Sat 12 Dec 21:30", "from Sat 12 Dec 21:30 to Sat 26 Dec 21:30", "no longer on Sat 19 Dec 21:30"])
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("planned for organizer by the committee", (await house.Visitor().GetAsync($"/talks/{made}")).Text, StringComparison.Ordinal);
        Assert.Equal("release 1: 3 talks", await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act == AuditActs.PlanPublished).Select(e => e.After).SingleAsync()));
        Assert.Empty((await house.PlanAsync()).Meant);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", Table.Releases)).Status);
    }

    [Theory, BothEngines]
    public async Task Two_real_talks_change_places(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(2), await house.DatesAsync(2));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        var (one, other) = ((await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[0])).TalkNumber(), (await committee.ClaimAsync(await house.PaperOfAsync(entries[1]), dates[1])).TalkNumber());
        Assert.Equal($"{Table.Board}?done=swapped#entry-{entries[0]}", (await committee.SendAsync("POST", $"{Table.Board}/swaps", ("one", $"{entries[0]}"), ("other", $"{entries[1]}"))).Location);
        Assert.Equal(dates[0], (await house.TalkAsync(one)).MeetingId);
        await committee.SendAsync("POST", Table.Releases);
        Assert.Equal((dates[1], dates[0]), ((await house.TalkAsync(one)).MeetingId!.Value, (await house.TalkAsync(other)).MeetingId!.Value));
        Assert.Equal([ReleaseChangeKind.Moved, ReleaseChangeKind.Moved], await house.Site.WithAsync(db => db.Set<ReleaseChange>().Select(c => c.Kind).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Of_many_who_publish_at_once_one_does_and_the_others_are_told(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(3), await house.DatesAsync(3));
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        for (var n = 0; n < 3; n++)
            await committee.PlaceAsync(entries[n], dates[n], "inner");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? committee : organizer).SendAsync("POST", Table.Releases)));
        Assert.Single(answers, answer => answer.Status is HttpStatusCode.SeeOther);
        Assert.All(answers.Where(answer => answer.Status is not HttpStatusCode.SeeOther), answer => Assert.True(answer.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, answer.ToString()));
        Assert.Equal(1, await house.Site.WithAsync(db => db.PlanReleases.Select(r => r.Number).SingleAsync()));
        Assert.Equal(3, await house.Site.WithAsync(db => db.Talks.CountAsync(talk => talk.Presenters.Any(p => p.MemberId == house["inner"]))));
    }

    [Theory, BothEngines]
    public async Task What_somebody_took_meanwhile_is_named_and_the_draft_stays(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(3), await house.DatesAsync(3));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        await committee.PlaceAsync(entries[0], dates[0], "organizer");
        await committee.PlaceAsync(entries[1], dates[1], "organizer");
        // One paper and one seat are claimed by somebody who knows nothing of the draft.
        await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[2]);
        await inner.ClaimAsync(await house.PaperOfAsync(entries[2]), dates[1]);
        var refused = await committee.SendAsync("POST", Table.Releases);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var said = WebUtility.HtmlDecode(refused.Text);
        var title = await house.Site.WithAsync(db => db.Entries.Where(e => e.Id == entries[0]).Select(e => e.Paper.Title).SingleAsync());
        Assert.True(said.Contains($"{title}: Somebody took it since the draft was drawn", StringComparison.Ordinal), $"{title}: {said[said.IndexOf("notice", StringComparison.Ordinal)..][..1500]}");
        Assert.Contains("More talks than the meeting has room for", said, StringComparison.Ordinal);
        Assert.Equal(2, (await house.PlanAsync()).Meant.Count);
        Assert.Empty(await house.Site.WithAsync(db => db.PlanReleases.ToListAsync()));

        await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[0]}/pin");
        await committee.PlaceAsync(entries[1], dates[0]);
        Assert.Equal($"{Table.Releases}?done=published#release-1", (await committee.SendAsync("POST", Table.Releases)).Location);
    }

    [Theory, BothEngines]
    public async Task Claims_and_a_release_at_once_never_seat_two(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(4), await house.DatesAsync(2));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        await committee.PlaceAsync(entries[0], dates[0], "organizer");
        await committee.PlaceAsync(entries[1], dates[1], "organizer");
        var papers = new[] { await house.PaperOfAsync(entries[0]), await house.PaperOfAsync(entries[2]) };
        var answers = await Task.WhenAll(committee.SendAsync("POST", Table.Releases), inner.ClaimAsync(papers[0], dates[1]), inner.ClaimAsync(papers[1], dates[0]));
        var seats = await house.Site.WithAsync(db => db.Talks.Where(t => t.MeetingId != null && dates.Contains(t.MeetingId.Value)).Select(t => t.MeetingId).ToListAsync());
        Assert.Equal(seats.Distinct().Count(), seats.Count);
        Assert.Equal(answers[0].Status is HttpStatusCode.SeeOther ? 1 : 0, await house.Site.WithAsync(db => db.PlanReleases.CountAsync()));
        Assert.Equal(answers[0].Status is HttpStatusCode.SeeOther ? 0 : 2, (await house.PlanAsync()).Meant.Count);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_is_planned_for_nothing_and_takes_what_they_did_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(2), await house.DatesAsync(2));
        var (committee, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"));
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        await committee.SendAsync("POST", Table.Releases);
        await committee.PlaceAsync(entries[1], dates[1], "inner");
        var own = await house.Site.WithAsync(db => Members.Me.OwnData.OwnDataAsync(db, house["committee"], CancellationToken.None));
        using (var pack = new System.IO.Compression.ZipArchive(new MemoryStream(own)))
        using (var text = new StreamReader(pack.GetEntry("planning.json")!.Open()))
            Assert.Contains("\"Placed\"", await text.ReadToEndAsync(), StringComparison.Ordinal);

        await inner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"));
        Assert.Empty((await house.PlanAsync()).Meant);
        Assert.Empty(await house.Site.WithAsync(db => db.Set<DraftStep>().ToListAsync()));
        // The changelog stays, under the name that is left.
        var page = (await house.Visitor().GetAsync(Table.Releases)).Text;
        Assert.Contains("Paper number 2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/members/inner", page, StringComparison.Ordinal);
    }
}

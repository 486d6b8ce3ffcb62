using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>The committee plans on a board that nobody else sees.</summary>
public sealed class BoardTests
{
    [Theory, BothEngines]
    public async Task A_paper_is_placed_moved_swapped_pinned_and_taken_off_and_every_step_is_taken_back(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(2), await house.DatesAsync(3), await house.SignInAsync("committee"));
        Assert.Equal($"{Table.Board}?done=placed#entry-{entries[0]}", (await committee.PlaceAsync(entries[0], dates[0], "inner")).Location);
        await committee.PlaceAsync(entries[1], dates[1], "organizer", ("presenters", "inner"));
        Assert.Equal([house["organizer"], house["inner"]], (await house.PlanAsync()).Card(entries[1])!.Presenters);

        Assert.Equal($"{Table.Board}?done=moved#entry-{entries[0]}", (await committee.PlaceAsync(entries[0], dates[2])).Location);
        Assert.Equal(dates[2], (await house.PlanAsync()).Card(entries[0])!.MeetingId);
        await committee.SendAsync("POST", $"{Table.Board}/swaps", ("one", $"{entries[0]}"), ("other", $"{entries[1]}"));
        Assert.Equal((dates[1], dates[2]), ((await house.PlanAsync()).Card(entries[0])!.MeetingId, (await house.PlanAsync()).Card(entries[1])!.MeetingId));

        await committee.SendAsync("PUT", $"{Table.Board}/placements/{entries[0]}/pin");
        Assert.Contains("is pinned", (await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[0]}")).Text, StringComparison.Ordinal);
        await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[0]}/pin");
        Assert.Equal($"{Table.Board}?done=unplaced#entry-{entries[0]}", (await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[0]}")).Location);
        Assert.False((await house.PlanAsync()).Card(entries[0])!.IsThere);

        for (var left = 7; left > 0; left--)
            Assert.Equal($"{Table.Board}?done=undone", (await committee.SendAsync("DELETE", $"{Table.Board}/steps/last")).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", $"{Table.Board}/steps/last")).Status);
        Assert.Empty((await house.PlanAsync()).Meant);
        Assert.Empty(await house.Site.WithAsync(db => db.Set<DraftStep>().ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Gaps_clashes_and_absences_stand_on_the_page(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (dates, committee) = (await house.DatesAsync(3), await house.SignInAsync("committee"));
        var entries = await house.EntriesAsync(2);
        await house.AwayAsync("inner", dates[0]);
        var bare = (await committee.GetAsync(Table.Board)).Text;
        Assert.Contains("4 dates without a talk", bare, StringComparison.Ordinal);
        Assert.Contains("3 papers that nobody has", bare, StringComparison.Ordinal);
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        var page = (await committee.GetAsync(Table.Board)).Text;
        Assert.Contains("inner is away that day", page, StringComparison.Ordinal);
        Assert.Contains("board-drafted", page, StringComparison.Ordinal);
        Assert.Contains("The draft changes one talk.", page, StringComparison.Ordinal);

        // NLP at 21:30 and another track at 20:30 on the same evening: 90 minutes overlap.
        var other = await OtherTrackAsync(house, dates[1]);
        await committee.PlaceAsync(entries[1], dates[1], "inner");
        var refused = await committee.PlaceAsync(other.Entry, other.Meeting, "inner");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("inner shares elsewhere at the same time. If that is meant, say why.", refused.Text, StringComparison.Ordinal);
        await committee.PlaceAsync(other.Entry, other.Meeting, "inner", ("word", "Both halves are hers"));
        var forced = (await committee.GetAsync(Table.Board)).Text;
        Assert.Contains("At two meetings at once, because: Both halves are hers", forced, StringComparison.Ordinal);
        Assert.Contains("at the same time", forced, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_is_refused_beside_its_field(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(2), await house.DatesAsync(2), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        foreach (var (entry, meeting, presenter, said) in new[]
        {
            (0, dates[1], "inner", "Choose a paper of this topic."), (entries[1], dates[0], "inner", "no room left"), (entries[1], house.Season.Cancelled.Id, "inner", "paper’s own track"),
            (entries[1], dates[1], "", "Choose who shares it."), (entries[1], dates[1], "candidate", "Nobody here has the name"), (entries[1], dates[1], "open", "open cannot share at this track"),
            (entries[0], dates[0], "inner", "It stands there already."),
        })
        {
            var answer = await committee.PlaceAsync(entry, meeting, presenter);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(said, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
        }

        Assert.Single((await house.PlanAsync()).Meant);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("DELETE", $"{Table.Board}/placements/99999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("DELETE", "/topics/77/board")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_looks_at_an_older_draft_is_told_and_of_many_at_once_all_or_told(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(8), await house.DatesAsync(8));
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        await committee.PlaceAsync(entries[0], dates[0], "inner", ("draft", "0"));
        var late = await organizer.PlaceAsync(entries[0], dates[1], "inner", ("draft", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Somebody changed the draft", late.Text, StringComparison.Ordinal);
        Assert.Equal(dates[0], (await house.PlanAsync()).Card(entries[0])!.MeetingId);

        var answers = await Task.WhenAll(Enumerable.Range(1, 7).Select(n => (n % 2 == 0 ? committee : organizer).PlaceAsync(entries[n], dates[n], "inner", ("word", "All at once"))));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.Conflict, answer.ToString()));
        Assert.Equal(1 + answers.Count(answer => answer.Status is HttpStatusCode.SeeOther), (await house.PlanAsync()).Meant.Count);
    }

    [Theory, BothEngines]
    public async Task Nobody_but_the_committee_sees_a_draft(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(1), await house.SignInAsync("committee"));
        await house.SetNameAsync("inner", "Zebedee");
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        Assert.Contains("Zebedee", (await committee.GetAsync(Table.Board)).Text, StringComparison.Ordinal);
        var paper = await house.PaperOfAsync(entries[0]);
        foreach (var session in (Session[])[house.Visitor(), await house.SignInAsync("open"), await house.SignInAsync("candidate")])
        {
            Assert.NotEqual(HttpStatusCode.OK, (await session.GetAsync(Table.Board)).Status);
            foreach (var path in new[]
            {
                "/topics/5", "/topics/5/nlp", Table.Releases, "/schedule", "/", $"/papers/{paper}", $"/meetings/{dates[0]}", $"/meetings/{dates[0]}.ics", "/calendar.ics", "/feed.atom", "/topics/5.md",
                "/api/v1/talks?topic=5", $"/api/v1/meetings/{dates[0]}", "/api/v1/topics/5/entries", "/search?q=Paper", "/charter.md",
            })
                Assert.DoesNotContain("Zebedee", (await session.GetAsync(path)).Text, StringComparison.Ordinal);
        }

        var inner = await house.SignInAsync("inner");
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.GetAsync(Table.Board)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.PlaceAsync(entries[0], dates[0], "inner")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("POST", Table.Releases)).Status);
        Assert.DoesNotContain(Table.Board, (await inner.GetAsync("/topics/5")).Text, StringComparison.Ordinal);
        Assert.Contains(Table.Board, (await committee.GetAsync("/topics/5")).Text, StringComparison.Ordinal);
        Assert.Contains(Table.Board, (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        // What is only meant is nobody's talk yet.
        Assert.Equal(1, await house.Site.WithAsync(db => db.Talks.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task A_plan_is_suggested_with_its_reasons_and_thrown_away(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(2), await house.DatesAsync(2), await house.SignInAsync("committee"));
        await house.WishAsync("inner", entries[0]);
        await house.WishAsync("organizer", entries[1]);
        await house.AwayAsync("inner", house.Season.Open.Id);
        Assert.Equal($"{Table.Board}?done=suggested", (await committee.SendAsync("POST", $"{Table.Board}/suggestion")).Location?.Split('#')[0]);
        var plan = await house.PlanAsync();
        Assert.Equal(house.Season.Open.Id, plan.Card(entries[1])!.MeetingId);
        Assert.Equal((dates[0], house["inner"]), (plan.Card(entries[0])!.MeetingId, Assert.Single(plan.Card(entries[0])!.Presenters)));
        var page = (await committee.GetAsync(Table.Board)).Text;
        Assert.Contains("would present it · has not shared yet", page, StringComparison.Ordinal);
        // Thought over, nothing changes; what is placed by hand stays.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"{Table.Board}/suggestion")).Status);
        await committee.SendAsync("DELETE", Table.Board);
        Assert.Empty((await house.PlanAsync()).Meant);
        await committee.SendAsync("DELETE", $"{Table.Board}/steps/last");
        Assert.Equal(2, (await house.PlanAsync()).Meant.Count);
    }

    [Theory, BothEngines]
    public async Task Programs_plan_too(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates) = (await house.EntriesAsync(1), await house.DatesAsync(1));
        var key = await house.TokenAsync("committee", Members.Accounts.TokenScope.Manage);
        var placed = await house.Visitor().BearAsync(key, "POST", $"/api/v1{Table.Board}/placements", $$"""{"entry": {{entries[0]}}, "meeting": {{dates[0]}}, "presenters": ["inner"], "draft": 0}""");
        Assert.Equal((HttpStatusCode.OK, """{"draft":1}"""), (placed.Status, placed.Text));
        var late = await house.Visitor().BearAsync(key, "DELETE", $"/api/v1{Table.Board}", """{"draft": 0}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("\"draft\"", late.Text, StringComparison.Ordinal);
        using (var board = JsonDocument.Parse((await house.Visitor().BearAsync(key, "GET", $"/api/v1{Table.Board}")).Text))
        {
            var (plan, card) = (board.RootElement, board.RootElement.GetProperty("cards").EnumerateArray().Single(card => card.GetProperty("entry").GetInt32() == entries[0]));
            Assert.Equal((1, 1, "Asia/Shanghai"), (plan.GetProperty("draft").GetInt32(), plan.GetProperty("changes").GetInt32(), plan.GetProperty("zone").GetString()));
            Assert.Equal((dates[0], true, "inner", JsonValueKind.Null), (card.GetProperty("meeting").GetInt32(), card.GetProperty("changed").GetBoolean(), card.GetProperty("presenters")[0].GetProperty("handle").GetString(), card.GetProperty("talk").ValueKind));
            Assert.Contains(plan.GetProperty("problems").EnumerateArray(), problem => problem.GetProperty("problem").GetString() is "gap");
        }

        var released = await house.Visitor().BearAsync(key, "POST", $"/api/v1{Table.Releases}", """{"word": "First", "draft": 1}""");
        Assert.Equal((HttpStatusCode.OK, """{"number":1,"changes":1}"""), (released.Status, released.Text));
        using (var releases = JsonDocument.Parse((await house.Visitor().GetAsync($"/api/v1{Table.Releases}")).Text))
        {
            var release = Assert.Single(releases.RootElement.GetProperty("items").EnumerateArray());
            var change = Assert.Single(release.GetProperty("changes").EnumerateArray());
            Assert.Equal((1, "First", "planned", "inner"), (release.GetProperty("number").GetInt32(), release.GetProperty("word").GetString(), change.GetProperty("kind").GetString(), change.GetProperty("presenters")[0].GetProperty("handle").GetString()));
        }

        // The draft is the committee's alone, by whatever way one asks.
        Assert.Equal(HttpStatusCode.Unauthorized, (await house.Visitor().GetAsync($"/api/v1{Table.Board}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await house.Visitor().BearAsync(await house.TokenAsync("inner", Members.Accounts.TokenScope.Manage), "GET", $"/api/v1{Table.Board}")).Status);
        Assert.Contains($"{Table.Releases}<", (await house.Visitor().GetAsync("/sitemap.xml")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_wants_a_paper_is_offered_first_and_then_who_has_not_shared_for_longest(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, date, committee) = (await house.EntriesAsync(2), (await house.DatesAsync(1))[0], await house.SignInAsync("committee"));
        await house.WishAsync("organizer", entries[0]);
        var names = await OfferedAsync(entries[0]);
        Assert.Equal("organizer", names[0]);
        Assert.DoesNotContain("organizer", names[1..]);
        Assert.Contains("inner", names);
        // The open group shares at open tracks alone, and before a paper is chosen nobody is left out.
        Assert.DoesNotContain("open", names);
        Assert.Contains("open", await OfferedAsync(null));

        // Who just shared stands behind those who never did.
        await house.Site.WithAsync(async db =>
        {
            var entry = await db.Entries.Include(e => e.Paper).Include(e => e.List.Topic).Include(e => e.List.Track).SingleAsync(e => e.Id == entries[1]);
            var meeting = await db.Meetings.SingleAsync(m => m.Id == date);
            var talk = new Talk(entry, [await db.Members.SingleAsync(m => m.Id == house["committee"])], house.Site.Clock.GetCurrentInstant());
            talk.ScheduleAt(meeting, 0, house.Site.Clock.GetCurrentInstant());
            talk.Give(GivingSource.Meeting, house.Site.Clock.GetCurrentInstant(), null, false);
            db.Add(talk);
            await db.SaveChangesAsync();
        });
        Assert.Equal("committee", (await OfferedAsync(entries[0]))[^1]);

        async Task<string[]> OfferedAsync(int? entry)
        {
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync(entry is null ? Table.Board : $"{Table.Board}?entry={entry}")).Text);
            return [.. page.QuerySelectorAll("select[name=presenters] option").Select(option => option.GetAttribute("value")!).Where(value => value.Length > 0)];
        }
    }

    [Fact]
    public async Task The_board_asks_as_much_for_many_as_for_few()
    {
        using var count = new CommandCount { OfRequests = true };
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        var committee = await house.SignInAsync("committee");
        async Task<(int Board, int Releases)> AskAsync()
        {
            await committee.GetAsync(Table.Board);
            count.Reset();
            await committee.GetAsync(Table.Board);
            var board = count.Count;
            count.Reset();
            await committee.GetAsync(Table.Releases);
            return (board, count.Count);
        }

        async Task PlanAsync(int many, int day)
        {
            var (entries, dates) = (await house.EntriesAsync(many), await house.DatesAsync(many, day: day));
            for (var n = 0; n < many; n++)
                await committee.PlaceAsync(entries[n], dates[n], "inner");
        }

        await PlanAsync(1, 21);
        await committee.SendAsync("POST", Table.Releases);
        await PlanAsync(1, 22);
        var few = await AskAsync();
        await Season.GrowAsync(house.Site, house.Season, 8);
        await PlanAsync(6, 23);
        await committee.SendAsync("POST", Table.Releases);
        await PlanAsync(6, 24);
        Assert.Equal(few, await AskAsync());
    }

    private static Task<(int Entry, int Meeting)> OtherTrackAsync(Household house, int beside) => house.Site.WithAsync(async db =>
    {
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == "cv");
        var (now, evening) = (house.Site.Clock.GetCurrentInstant(), await db.Meetings.SingleAsync(m => m.Id == beside));
        var meeting = new Whalepaper.Meetings.Meeting(list.TopicId, list.TrackId, evening.PlannedOn, evening.StartsAt - NodaTime.Duration.FromHours(1), 90, now);
        var entry = new Whalepaper.Topics.ReadingListEntry(list, new Whalepaper.Papers.Paper("Recommended", null, Whalepaper.Papers.PaperKind.Paper, now), 0, now);
        db.AddRange(meeting, entry);
        await db.SaveChangesAsync();
        return (entry.Id, meeting.Id);
    });
}

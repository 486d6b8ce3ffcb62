using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings.Around;

/// <summary>Minutes are written by several, who may do so at once: none of their words is lost.</summary>
public sealed class MinutesTests
{
    [Theory, BothEngines]
    public async Task They_are_written_by_the_host_and_presenters_and_read_by_who_may_enter(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var page = $"/meetings/{house.Season.Tonight.Id}/minutes";
        var early = await house.SignInAsync("committee");
        Assert.Equal(422, (await early.SendAsync("PUT", page, ("text", "Too soon"))).Number);
        house.Site.Clock.Advance(Duration.FromHours(2));
        await house.TakeOverAsync("candidate", "sm1les");
        var (committee, inner, presenter) = (await house.SignInAsync("committee"), await house.SignInAsync("inner"), await house.SignInAsync("candidate"));
        Assert.Contains("Nobody wrote minutes yet", (await inner.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"{page}/edit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.SendAsync("PUT", page, ("text", "Mine"), ("read", "0"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync("open")).GetAsync(page)).Status);

        var preview = await committee.SendAsync("PUT", $"{page}/edit", ("text", "## **Said** <script>alert(22)</script>"), ("read", "0"));
        Assert.Equal(200, preview.Number);
        Assert.Contains("<strong>Said</strong>", preview.Text, StringComparison.Ordinal);
        Assert.False(await house.Site.WithAsync(db => db.Minutes.AnyAsync()));
        Assert.Equal($"{page}?done=saved", (await committee.SendAsync("PUT", page, ("text", "## **Said** <script>alert(22)</script>"), ("read", "0"))).Location);
        var read = (await inner.GetAsync(page)).Text;
        Assert.Contains("<strong>Said</strong>", read, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(22)", read, StringComparison.Ordinal);
        Assert.Equal($"{page}?done=saved", (await presenter.SendAsync("PUT", page, ("text", "Said by me"), ("read", "1"))).Location);
        Assert.Contains(page, (await inner.GetAsync($"/meetings/{house.Season.Tonight.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_saves_again_and_again_makes_one_version_in_five_minutes()
    {
        var at = Instant.FromUtc(2026, 11, 28, 14, 0);
        var minutes = new MeetingMinutes(1, "A", 7, at);
        minutes.Write("A", 7, at + Duration.FromMinutes(1));
        minutes.Write("A b", 7, at + Duration.FromMinutes(2));
        minutes.Write("A b c", 7, at + Duration.FromMinutes(4));
        // Whoever read what was saved in between is told, though it is no version of its own.
        Assert.Equal(3, minutes.Number);
        minutes.Write("A b c d", 7, at + Duration.FromMinutes(5));
        minutes.Write("E", 8, at + Duration.FromMinutes(5));
        minutes.Write("A", 7, at + Duration.FromMinutes(6));
        Assert.Equal([(3, "A b c", 7), (4, "A b c d", 7), (5, "E", 8), (6, "A", 7)], minutes.Revisions.Select(revision => (revision.Number, revision.Text, revision.ById)));
    }

    [Theory, BothEngines]
    public async Task Programs_read_minutes_and_questions_of_meetings_that_their_owner_may_enter(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = house.Season.Tonight.Id;
        await house.Site.WithAsync(async db =>
        {
            var (tonight, now) = (await db.Meetings.SingleAsync(one => one.Id == meeting), house.Site.Clock.GetCurrentInstant());
            db.Add(new MeetingMinutes(meeting, "Said in secret", house["committee"], now));
            var hidden = new Question(tonight, null, house["inner"], "Something rude", "key", now);
            hidden.Hide(house["committee"], now);
            var asked = new Question(tonight, null, house["inner"], "Asked in secret", "key", now);
            Assert.True(asked.ComeAfter(1));
            db.AddRange(hidden, asked);
            await db.SaveChangesAsync();
        });
        foreach (var (place, may, rude) in ((string, bool, bool)[])[("committee", true, true), ("inner", true, false), ("open", false, false)])
        {
            var key = await house.TokenAsync(place, Whalepaper.Members.Accounts.TokenScope.Manage);
            foreach (var (resource, said) in ((string, string)[])[("minutes", "Said in secret"), ("questions", "Asked in secret")])
            {
                var answer = await house.Visitor().BearAsync(key, "GET", $"/api/v1/meetings/{meeting}/{resource}");
                Assert.Equal(may ? 200 : 404, answer.Number);
                Assert.Equal(may, answer.Text.Contains(said, StringComparison.Ordinal));
                Assert.Equal(rude && resource is "questions", answer.Text.Contains("Something rude", StringComparison.Ordinal));
            }
        }

        Assert.Equal(401, (await house.Visitor().GetAsync($"/api/v1/meetings/{meeting}/questions")).Number);
    }

    [Theory, BothEngines]
    public async Task Versions_come_in_pages(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        house.Site.Clock.Advance(Duration.FromHours(2));
        var meeting = house.Season.Tonight.Id;
        await house.Site.WithAsync(async db =>
        {
            var minutes = new MeetingMinutes(meeting, "0", house["committee"], house.Site.Clock.GetCurrentInstant());
            for (var n = 1; n <= 60; n++)
                minutes.Write($"{n}", house[n % 2 == 0 ? "committee" : "organizer"], house.Site.Clock.GetCurrentInstant());
            db.Add(minutes);
            await db.SaveChangesAsync();
        });
        var one = await house.SignInAsync("committee");
        var first = (await one.GetAsync($"/meetings/{meeting}/minutes/versions")).Text;
        Assert.Contains("from=11&amp;to=12#", first, StringComparison.Ordinal);
        Assert.DoesNotContain("to=11#", first, StringComparison.Ordinal);
        Assert.Contains("page=2", first, StringComparison.Ordinal);
        var second = (await one.GetAsync($"/meetings/{meeting}/minutes/versions?page=2")).Text;
        Assert.Contains("from=10&amp;to=11#", second, StringComparison.Ordinal);
        Assert.Contains("from=0&amp;to=1#", second, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_two_who_write_at_once_the_later_is_told_and_both_texts_are_there(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        house.Site.Clock.Advance(Duration.FromHours(2));
        var page = $"/meetings/{house.Season.Tonight.Id}/minutes";
        var (one, other) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        await one.SendAsync("PUT", page, ("text", "First\nline"), ("read", "0"));
        house.Site.Clock.Advance(MeetingMinutes.Together);
        await one.SendAsync("PUT", page, ("text", "First\nline of the one"), ("read", "1"));

        var late = await other.SendAsync("PUT", page, ("text", "First\nline of the other"), ("read", "1"));
        Assert.Equal(422, late.Number);
        Assert.Contains("committee wrote the minutes while you did", late.Text, StringComparison.Ordinal);
        Assert.Contains("line of the one</textarea>", late.Text, StringComparison.Ordinal);
        Assert.Contains("line of the other</textarea>", late.Text, StringComparison.Ordinal);
        Assert.Contains("<del>line of the one</del>", late.Text, StringComparison.Ordinal);
        Assert.Matches(new Regex("name=\"read\" value=\"2\"", RegexOptions.None, TimeSpan.FromSeconds(1)), late.Text);
        var program = await other.JsonAsync("PUT", $"/api/v1{page}", """{"text": "From a program", "read": "1"}""");
        Assert.Equal(422, program.Number);
        Assert.Contains("\"read\"", program.Text, StringComparison.Ordinal);

        Assert.Equal($"{page}?done=saved", (await other.SendAsync("PUT", page, ("text", "First\nline of both"), ("read", "2"))).Location);
        var versions = (await one.GetAsync($"{page}/versions?from=1&to=3")).Text;
        Assert.Contains("<del>line</del>", versions, StringComparison.Ordinal);
        Assert.Contains("<ins>line of both</ins>", versions, StringComparison.Ordinal);
        Assert.Contains("<ins>First</ins>", (await one.GetAsync($"{page}/versions?from=0&to=1")).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await one.GetAsync($"{page}/versions?from=abc&to=99")).Number);
        Assert.Equal(["First\nline", "First\nline of the one", "First\nline of both"], await house.Site.WithAsync(db => db.Set<MinutesRevision>().OrderBy(r => r.Number).Select(r => r.Text).ToListAsync()));
    }
}

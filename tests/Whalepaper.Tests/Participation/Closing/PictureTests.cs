using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Meetings.Attending;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>Pictures of a topic: each says in a table what it shows, by name to the committee and to everybody about themselves.</summary>
public sealed class PictureTests
{
    [Theory, BothEngines]
    public async Task The_committee_sees_all_and_others_themselves_in_picture_table_and_file(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        var committee = await house.House.SignInAsync("committee");
        using var page = new HtmlParser().ParseDocument((await committee.GetAsync("/topics/5/pictures")).Text);
        var picture = page.QuerySelector(".heat-picture")!;
        Assert.Equal("img", picture.GetAttribute("role"));
        Assert.NotEmpty(picture.QuerySelector("title")!.TextContent);
        Assert.NotEmpty(picture.QuerySelector("desc")!.TextContent);
        // One was there; the four others were not: each a shape of its own.
        Assert.Equal((1, 4), (picture.QuerySelectorAll("rect.heat-there").Length, picture.QuerySelectorAll("circle.heat-absent").Length));
        var rows = page.QuerySelectorAll(".heat + .picture-table tbody tr").Select(row => string.Join(" ", row.Children.Select(cell => cell.TextContent.Trim()))).ToList();
        Assert.Equal(5, rows.Count);
        Assert.Contains("diligent 0 1 1 0 0 100 %", rows);
        var file = (await committee.GetAsync("/topics/5/participation.csv")).Text;
        Assert.Contains("\"diligent\",\"diligent\",\"0\",\"1\",\"1\",\"0\",\"0\",\"0\",\"attended\"", file, StringComparison.Ordinal);

        var inner = await house.House.SignInAsync("inner");
        using var own = new HtmlParser().ParseDocument((await inner.GetAsync("/topics/5/pictures")).Text);
        Assert.Single(own.QuerySelectorAll(".heat + .picture-table tbody tr"));
        Assert.DoesNotContain("diligent", (await inner.GetAsync("/topics/5/pictures")).Text, StringComparison.Ordinal);
        foreach (var path in (string[])["/topics/5/participation.csv", "/topics/5/pictures/silent.csv"])
            Assert.DoesNotContain("diligent", (await inner.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains("\"nlp\",\"1\",\"1\",\"1\"", (await inner.GetAsync("/topics/5/pictures/tracks.csv")).Text, StringComparison.Ordinal);
        Assert.Contains("\"5\",\"1\",\"1\",\"1\",\"0\"", (await inner.GetAsync("/topics/5/pictures/topics.csv")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_the_picture_counts_is_what_the_policy_measures(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Id == house.House.Season.Tonight.Id);
            db.Add(Attendance.OnList(meeting, house.People["second"], house.People["committee"], house.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        var frozen = await house.House.Site.WithAsync(db => db.ClosingCases.Select(c => new { c.Member.Handle, c.Held, c.Attended }).ToDictionaryAsync(c => c.Handle, c => (c.Held, c.Attended)));
        Assert.Equal(((1, 0), (1, 1)), (frozen["inner"], frozen["second"]));
        using var page = new HtmlParser().ParseDocument((await (await house.House.SignInAsync("committee")).GetAsync("/topics/5/pictures")).Text);
        foreach (var (handle, (held, attended)) in frozen)
            Assert.Contains(page.QuerySelectorAll(".heat + .picture-table tbody tr"), row => row.Children[0].TextContent.Trim() == handle && row.Children[2].TextContent == $"{held}" && row.Children[3].TextContent == $"{attended}");
    }
}

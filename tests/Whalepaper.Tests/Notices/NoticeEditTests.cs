using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Members.Accounts;
using Whalepaper.Settings;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Words that are changed after a notice went out, where somebody else must read them first.</summary>
public sealed class NoticeEditTests
{
    private const string Title = "No meeting this week";

    [Theory, BothEngines]
    public async Task Where_the_group_wants_it_somebody_else_reads_an_edit_first(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("mail", "yes"));
        await house.Site.TellAsync();
        await house.SetAsync(SettingsCatalogue.NoticeReview, "yes");
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var version = (await house.Site.NoticeAsync(id)).Version;
        Assert.Contains("Suggest the change", (await committee.GetAsync($"/notices/{id}/edit")).Text, StringComparison.Ordinal);
        Assert.Equal($"/notices/{id}?done=suggested", (await committee.SendAsync("PUT", $"/notices/{id}", ("title", "Unread title"), ("text", "Unread **words**."), ("version", $"{version}"))).Location);
        // Nobody but the committee sees it, and what waits to be sent does not say it.
        await house.Site.DrainAsync();
        Assert.Equal([Title], await house.Site.WithAsync(db => db.InboxItems.Select(i => i.Subject).Distinct().ToListAsync()));
        foreach (var path in (string[])[$"/notices/{id}", "/notices", "/", "/feed.atom", "/api/v1/notices"])
            Assert.DoesNotContain("Unread", (await house.Visitor().GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Unread", (await (await house.SignInAsync("inner")).GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
        var desk = (await organizer.GetAsync("/notices/drafts")).Text;
        Assert.Contains("Changes that wait for a second pair of eyes", desk, StringComparison.Ordinal);
        Assert.Contains($"/notices/{id}#edit", desk, StringComparison.Ordinal);
        using (var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await organizer.GetAsync($"/notices/{id}")).Text))
            Assert.Equal([Title, "Unread title"], page.QuerySelectorAll("[aria-labelledby=edit] h3").Select(h => h.TextContent));
        Assert.DoesNotContain("/edit/approval", (await committee.GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("Unread **words**.", (await organizer.GetAsync($"/notices/{id}/edit")).Text, StringComparison.Ordinal);

        var own = await committee.SendAsync("POST", $"/notices/{id}/edit/approval");
        Assert.Equal(422, own.Number);
        Assert.Contains("somebody else of the committee must", own.Text, StringComparison.Ordinal);
        // What is taken over is what was read.
        Assert.Equal(422, (await organizer.SendAsync("POST", $"/notices/{id}/edit/approval", ("version", $"{version}"))).Number);
        Assert.Equal($"/notices/{id}?done=edited", (await organizer.SendAsync("POST", $"/notices/{id}/edit/approval", ("version", $"{version + 1}"))).Location);
        Assert.Equal(422, (await organizer.SendAsync("POST", $"/notices/{id}/edit/approval")).Number);
        var notice = await house.Site.NoticeAsync(id);
        Assert.Equal(("Unread title", 1, house["committee"], false), (notice.Title, notice.Edits, notice.ChangedById, notice.EditWaits));
        Assert.Contains(Title, (await organizer.GetAsync($"/notices/{id}/history")).Text, StringComparison.Ordinal);
        Assert.Contains("Unread title", (await house.Visitor().GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_suggested_edit_is_dropped_by_anybody_of_the_committee_or_taken_over_by_who_goes_on_where_nobody_need_read(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync();
        await house.SetAsync(SettingsCatalogue.NoticeReview, "yes");
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var token = await house.TokenAsync("committee", TokenScope.Manage);
        var answer = await house.Visitor().BearAsync(token, "PUT", $"/api/v1/notices/{id}", """{"title":"Other title","text":"Text"}""");
        Assert.True((bool)JsonNode.Parse(answer.Text)!["editWaits"]!, answer.Text);
        Assert.Equal(422, (await house.Visitor().BearAsync(token, "POST", $"/api/v1/notices/{id}/edit/approval", "{}")).Number);
        Assert.Equal($"/notices/{id}?done=dropped", (await committee.SendAsync("DELETE", $"/notices/{id}/edit")).Location);
        Assert.Equal(422, (await organizer.SendAsync("DELETE", $"/notices/{id}/edit")).Number);
        await committee.SendAsync("PUT", $"/notices/{id}", ("title", "Third title"), ("text", "Text"));
        Assert.Equal(403, (await (await house.SignInAsync("inner")).SendAsync("DELETE", $"/notices/{id}/edit")).Number);
        await house.Site.WithAsync(async db =>
        {
            db.RemoveRange(db.Settings.Where(s => s.Key == SettingsCatalogue.NoticeReview.Key));
            await db.SaveChangesAsync();
        });
        Assert.Equal($"/notices/{id}?done=edited", (await committee.SendAsync("PUT", $"/notices/{id}", ("title", "Third title"), ("text", "Text"))).Location);
        var notice = await house.Site.NoticeAsync(id);
        Assert.Equal(("Third title", false, 1), (notice.Title, notice.EditWaits, notice.Edits));
        Assert.Equal([AuditActs.NoticeEditDropped, AuditActs.NoticeEdited], await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("notice.edit")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync()));
    }
}

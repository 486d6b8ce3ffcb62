using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>The import as the organizer's page.</summary>
public sealed class ImportPageTests
{
    private const string Document = "# 大文档\n\n## 分享时间\n\n- NLP 论文分享：每周六 晚上 九点半\n\n## 论文\n\n### Topic 9\n\n#### 自然语言处理\n\n1. [A paper of the ninth topic](https://example.org/9.pdf)【新人】\n\n";

    [Theory, BothEngines]
    public async Task A_document_larger_than_any_other_form_is_rehearsed_and_taken_in(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var large = Document + string.Concat(Enumerable.Repeat("文字，原样保留。\n", 80_000));
        Assert.InRange(Encoding.UTF8.GetByteCount(large), 1_500_000, 5_000_000);

        var rehearsed = await SendAsync(organizer, large, ("rehearse", "yes"));
        Assert.Equal(HttpStatusCode.OK, rehearsed.Status);
        Assert.False(await house.Site.WithAsync(db => db.Topics.AnyAsync(t => t.Number == 9)));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(organizer, large)).Status);
        Assert.True(await house.Site.WithAsync(db => db.Topics.AnyAsync(t => t.Number == 9)));
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.Import)));
    }

    [Theory, BothEngines]
    public async Task A_program_rehearses_a_document_and_takes_it_in(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var key = await house.TokenAsync("organizer", TokenScope.Manage);

        var rehearsed = await organizer.BearAsync(key, "POST", "/api/v1/charter/import", JsonSerializer.Serialize(new { text = Document, rehearse = true }));
        Assert.Equal(HttpStatusCode.OK, rehearsed.Status);
        Assert.True(JsonNode.Parse(rehearsed.Text)!["rehearsed"]!.GetValue<bool>());
        Assert.False(await house.Site.WithAsync(db => db.Topics.AnyAsync(t => t.Number == 9)));

        var done = JsonNode.Parse((await organizer.BearAsync(key, "POST", "/api/v1/charter/import", JsonSerializer.Serialize(new { text = Document, rehearse = false }))).Text)!;
        Assert.Equal(JsonNode.Parse(rehearsed.Text)!["added"]!.GetValue<int>(), done["added"]!.GetValue<int>());
        Assert.True(await house.Site.WithAsync(db => db.Topics.AnyAsync(t => t.Number == 9)));

        Assert.Contains("\"text\"", (await organizer.BearAsync(key, "POST", "/api/v1/charter/import", "{}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await organizer.BearAsync(await house.TokenAsync("committee", TokenScope.Manage), "POST", "/api/v1/charter/import", "{}")).Status);
    }

    [Fact]
    public async Task A_file_and_a_text_are_one_too_many()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);

        var answer = await SendAsync(await house.SignInAsync("organizer"), Document, ("text", Document));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("either the file or its text", answer.Text, StringComparison.Ordinal);
        Assert.Contains("A paper of the ninth topic", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_document_is_refused_beside_the_field()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var organizer = await house.SignInAsync("organizer");
        foreach (var text in (string[])["", "no heading at all", "# with a \0 in it"])
        {
            var answer = await SendAsync(organizer, text);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("field-error", answer.Text, StringComparison.Ordinal);
        }

        var reader = await new Session(house.Site) { Language = "zh-CN" }.SignInAsync(house["organizer"]);
        Assert.Contains("文档里没有标题", (await SendAsync(reader, "no heading at all")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_breaks_off_is_its_senders_fault()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var organizer = await house.SignInAsync("organizer");
        var broken = new StringContent("--x\r\nbroken off");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        Assert.Equal(HttpStatusCode.BadRequest, (await organizer.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/charter/import") { Content = broken })).Status);
    }

    private static async Task<Answer> SendAsync(Session session, string document, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StringContent(await session.TokenAsync()), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(document)), "document", "README.md");
        return await session.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/charter/import") { Content = form });
    }
}

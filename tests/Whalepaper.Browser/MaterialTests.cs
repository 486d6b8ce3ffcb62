using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>Files laid beside a talk, with scripts and without; and what a browser does with one that was sent by somebody.</summary>
public sealed class MaterialTests(House house)
{
    private static readonly FilePayload notes = new() { Name = "notes.md", MimeType = "text/markdown", Buffer = "# What I think\n"u8.ToArray() };

    private static readonly FilePayload page = new() { Name = "notes.md", MimeType = "text/markdown", Buffer = "<script>alert(1)</script>"u8.ToArray() };

    [Theory]
    [InlineData(true, "zh-CN", 360)]
    [InlineData(false, "en", 1280)]
    public async Task A_file_is_refused_with_a_word_and_taken_after_a_better_one_is_chosen(bool script, string language, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark: script, script: script);
        await visit.OpenAsync(await house.LinkAsync("committee"));
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await visit.OpenAsync("/talks/2");
        await visit.Page.Locator("summary").First.ClickAsync();
        // What looks for faults is a script itself.
        if (script)
            await visit.IsAccessibleAsync();
        var title = $"Notes {language}";
        await visit.Page.Locator("[name=fileTitle]").FillAsync(title);
        await visit.Page.Locator("[name=file]").SetInputFilesAsync(page);
        await visit.Page.Locator("wp-upload button[type=submit]").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#field-file-error")).ToContainTextAsync("PPTX");
        await Assertions.Expect(visit.Page.Locator("[name=fileTitle]")).ToHaveValueAsync(title);
        if (script)
            await visit.IsAccessibleAsync();
        await visit.Page.Locator("[name=file]").SetInputFilesAsync(notes);
        await visit.Page.Locator("wp-upload button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(house.Full + "/talks/2?done=laid");
        await Assertions.Expect(visit.Page.Locator("ul.materials")).ToContainTextAsync(title);
    }

    [Fact]
    public async Task What_is_too_large_is_said_before_it_is_sent_and_how_far_it_is_while_it_is()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", 360);
        await visit.OpenAsync(await house.LinkAsync("committee"));
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await visit.OpenAsync("/talks/3");
        await visit.Page.Locator("summary").First.ClickAsync();
        await visit.Page.Locator("[name=file]").SetInputFilesAsync(notes);
        await visit.Page.Locator("wp-upload").EvaluateAsync("upload => upload.dataset.most = 3");
        await visit.Page.Locator("wp-upload button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".upload-course")).ToContainTextAsync("larger than 100 MB");
        await Assertions.Expect(visit.Page.Locator(".upload-course progress")).ToBeHiddenAsync();

        await visit.Page.Locator("wp-upload").EvaluateAsync("upload => upload.dataset.most = 3000");
        await visit.Page.RouteAsync("**/talks/3/files", route => route.AbortAsync());
        await visit.Page.Locator("wp-upload button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".upload-course")).ToContainTextAsync("broke off");
        Assert.EndsWith("/talks/3", visit.Page.Url, StringComparison.Ordinal);
    }
}

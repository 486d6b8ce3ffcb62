using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>The commands themselves, as a person calls them.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whalepaper-cli-").FullName;

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public async Task A_document_goes_in_and_comes_out_byte_for_byte()
    {
        var rehearsed = await RunAsync("import", "samples/whalepaper.md", "--data", Data, "--dry-run");
        Assert.Equal(0, rehearsed.Exit);
        Assert.Contains("would be added", rehearsed.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", rehearsed.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data) && Directory.EnumerateFiles(Data, "*.db").Any());

        var imported = await RunAsync("import", "samples/whalepaper.md", "--data", Data);
        Assert.Equal((0, ""), (imported.Exit, imported.Error));
        Assert.Matches(@"understood\s+69\b", imported.Out);
        Assert.Matches(@"prose, kept as it is\s+\d+", imported.Out);
        Assert.Matches(@"doubtful\s+0\b", imported.Out);
        Assert.Contains("The group is running.", imported.Out, StringComparison.Ordinal);

        var file = Path.Combine(_folder, "out.md");
        Assert.Equal(0, (await RunAsync("export", "--format", "readme", "--data", Data, "--output", file)).Exit);
        Assert.Equal(await File.ReadAllBytesAsync("samples/whalepaper.md", Stop), await File.ReadAllBytesAsync(file, Stop));
        var printed = await RunAsync("export", "--data", Data);
        Assert.Equal((0, await File.ReadAllTextAsync("samples/whalepaper.md", Stop)), (printed.Exit, printed.Out));
    }

    [Theory]
    [InlineData("C.UTF-8", "Line 14: A bracket opens and never closes")]
    [InlineData("zh_CN.UTF-8", "Line 14: 括号没有闭合")]
    public async Task Doubtful_lines_are_told_with_number_and_reason(string language, string words)
    {
        var told = await RunAsync(language, "import", Path.Combine("Charter", "Fixtures", "doubtful.md"), "--data", Data);

        Assert.Equal(0, told.Exit);
        Assert.Contains(words, told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_encoding_is_said()
    {
        var told = await RunAsync("import", Path.Combine("Charter", "Fixtures", "gb18030.md"), "--data", Data);

        Assert.Equal(0, told.Exit);
        Assert.Contains("read as GB18030", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_and_changes_nothing()
    {
        await FailsAsync("There is no file", "missing.md");
        await FailsAsync("is a folder", _folder);
        await FailsAsync("Line 1: The document is empty.", await WriteAsync("empty.md", ""));
        await FailsAsync("Line 1: There is no heading", await WriteAsync("plain.md", "only words\n"));
        await FailsAsync("Line 3: ", await WriteAsync("nul.md", "# G\n\na\0b\n"));
        var large = Path.Combine(_folder, "large.md");
        await using (var file = File.Create(large))
            file.SetLength((64L * 1024 * 1024) + 1);
        await FailsAsync("64 MB is the most", large);
        var exported = await RunAsync("export", "--data", Data);
        Assert.Equal((1, ""), (exported.Exit, exported.Out));
        Assert.Contains("Import a document first", exported.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_understood_ends_with_two()
    {
        Assert.Equal(2, (await RunAsync("import")).Exit);
        Assert.Equal(2, (await RunAsync("import", "a.md", "--zone", "Nowhere/At_All")).Exit);
        Assert.Equal(2, (await RunAsync("import", "a.md", "--link-base", "javascript:alert(1)")).Exit);
        Assert.Equal(2, (await RunAsync("export", "--format", "docx")).Exit);
        Assert.Equal(0, (await RunAsync("import", "--help")).Exit);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task FailsAsync(string words, string file)
    {
        var failed = await RunAsync("import", file, "--data", Data);
        Assert.Equal((1, ""), (failed.Exit, failed.Out));
        Assert.Contains(words, failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "whalepaper.db")));
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, text, Stop);
        return file;
    }

    private static Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) =>
        arguments[0].EndsWith("UTF-8", StringComparison.Ordinal) ? Terminal.RunAsync([("LC_ALL", arguments[0])], arguments[1..]) : Terminal.RunAsync(arguments);
}

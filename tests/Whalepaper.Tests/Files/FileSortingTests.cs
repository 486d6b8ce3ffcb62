using System.Text;
using Whalepaper.Files;
using Xunit;

namespace Whalepaper.Tests.Files;

/// <summary>What a file is, its content says; its name has no say, and what is two things at once is none.</summary>
public sealed class FileSortingTests
{
    private static readonly (FileSort Sort, byte[] Content)[] honest =
    [
        (FileSort.Pdf, SampleFiles.Pdf("Hello")), (FileSort.Png, SampleFiles.Png), (FileSort.Jpeg, SampleFiles.Jpeg), (FileSort.Zip, SampleFiles.Zip(("a.txt", "a"), ("b/c.txt", "c"))),
        (FileSort.Pptx, SampleFiles.Pptx), (FileSort.Docx, SampleFiles.Docx), (FileSort.Odp, SampleFiles.Odp), (FileSort.Notebook, SampleFiles.Notebook),
        (FileSort.Text, "print('<script>')\n"u8.ToArray()), (FileSort.Text, "\uFEFF# 笔记\r\n\tText"u8.ToArray()), (FileSort.Text, "<h1 align=\"center\">Model</h1>"u8.ToArray()), (FileSort.Text, "{\"nbformat\":\"4\"}"u8.ToArray()),
        (FileSort.Mp4, SampleFiles.Mp4), (FileSort.M4a, SampleFiles.M4a), (FileSort.Webm, SampleFiles.Webm), (FileSort.Mp3, SampleFiles.Mp3),
    ];

    private static readonly (string What, byte[] Content)[] hostile =
    [
        ("nothing", []),
        ("a page", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray()),
        ("a page behind a comment", "\uFEFF <!-- hello\n-->\n<HTML>"u8.ToArray()),
        ("a page behind an endless comment", "<!-- hello"u8.ToArray()),
        ("a drawing", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray()),
        ("a drawing in XML", "<?xml version='1.0'?><svg/>"u8.ToArray()),
        ("a program of Windows", [.. "MZ\u0090\0\u0003\0\0\0"u8, 0, 0, 0xFF, 0xFF]),
        ("a program of Linux", [0x7F, .. "ELF\u0002\u0001\u0001\0"u8]),
        ("text in UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("hello")).ToArray()),
        ("text in Latin-1", [(byte)'a', 0xE4, (byte)'b']),
        ("text that steers a terminal", "a\u001b[2Jb"u8.ToArray()),
        ("a document that is also an archive", [.. SampleFiles.Pdf("Hello"), .. SampleFiles.Zip(("a.txt", "a"))]),
        ("an archive that is also a document", [.. SampleFiles.Zip(("a.txt", "a")), .. SampleFiles.Pdf("Hello")]),
        ("an archive behind a picture", [.. SampleFiles.Png, .. SampleFiles.Zip(("a.txt", "a"))]),
        ("an archive behind sound", [.. SampleFiles.Mp3, .. SampleFiles.Zip(("a.txt", "a"))]),
        ("a document that is also a page", [.. "%PDF-1.4\n<script>alert(1)</script>\n"u8, .. SampleFiles.Pdf("Hello")]),
        ("a document without an end", SampleFiles.Pdf("Hello")[..^30]),
        ("a document with something behind it", [.. SampleFiles.Pdf("Hello"), .. "<html>"u8]),
        ("a document behind something", [.. "hello\0"u8, .. SampleFiles.Pdf("Hello")]),
        ("a picture that is also a document", [.. SampleFiles.Jpeg[..20], .. "%PDF-1.4"u8, .. SampleFiles.Jpeg[20..]]),
        ("a picture with something behind it", [.. SampleFiles.Jpeg, .. "<html>"u8]),
        ("half a film", SampleFiles.Mp4[..^2]),
        ("a film with something behind it", [.. SampleFiles.Mp4, .. "<html>"u8]),
        ("a film of another kind", [0, 0, 0, 16, .. "ftypqt  "u8, 0, 0, 0, 0]),
        ("sound of one frame", SampleFiles.Mp3[..440]),
        ("an archive that leads out of its folder", SampleFiles.Zip(("../../etc/passwd", "root"))),
        ("an archive that leads to the root", SampleFiles.Zip(("/etc/passwd", "root"))),
        ("an archive for another system's root", SampleFiles.Zip(("C:\\windows\\a.dll", "x"))),
        ("an archive cut short", SampleFiles.Zip(("a.txt", "a"))[..^5]),
        ("an archive of nothing", SampleFiles.Zip()),
    ];

    [Fact]
    public async Task Honest_files_are_what_they_are()
    {
        foreach (var (sort, content) in honest)
            Assert.Equal(sort, await FindAsync(content));
    }

    [Fact]
    public async Task What_is_none_or_two_is_nothing()
    {
        foreach (var (what, content) in hostile)
            Assert.True(await FindAsync(content) is null, what);
    }

    [Fact]
    public async Task Slides_with_macros_are_an_archive() =>
        Assert.Equal(FileSort.Zip, await FindAsync(SampleFiles.Zip(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>"), ("ppt/vbaProject.bin", "x"))));

    [Fact]
    public async Task A_small_archive_that_unpacks_to_very_much_is_nothing() =>
        Assert.Null(await FindAsync(SampleFiles.Zip(("zeros", new string('0', 150_000_000)))));

    [Theory]
    [InlineData(FileSort.Pdf, "slides.pdf", "slides.pdf")]
    [InlineData(FileSort.Pdf, "Slides.PDF", "Slides.pdf")]
    [InlineData(FileSort.Pdf, "C:\\Users\\me\\slides.pdf", "slides.pdf")]
    [InlineData(FileSort.Pdf, "../../../etc/passwd", "passwd.pdf")]
    [InlineData(FileSort.Pdf, "", "file.pdf")]
    [InlineData(FileSort.Pdf, null, "file.pdf")]
    [InlineData(FileSort.Pdf, "..", "file.pdf")]
    [InlineData(FileSort.Pdf, ".pdf", "pdf.pdf")]
    [InlineData(FileSort.Pdf, "a\r\nSet-Cookie: b.pdf", "a Set-Cookie b.pdf")]
    [InlineData(FileSort.Pdf, "a\u202Efdp.exe", "afdp.exe.pdf")]
    [InlineData(FileSort.Pdf, "a\u2066b\u2069.pdf", "ab.pdf")]
    [InlineData(FileSort.Pdf, "注意力机制.pdf", "注意力机制.pdf")]
    [InlineData(FileSort.Pdf, "a\"b;c.pdf", "a b;c.pdf")]
    [InlineData(FileSort.Text, "model.py", "model.py")]
    [InlineData(FileSort.Text, "run.js", "run.js.txt")]
    [InlineData(FileSort.Text, "page.html", "page.html.txt")]
    [InlineData(FileSort.Zip, "app.jar", "app.jar.zip")]
    [InlineData(FileSort.Zip, "slides.pptx", null)]
    [InlineData(FileSort.Text, "paper.pdf", null)]
    [InlineData(FileSort.Jpeg, "photo.jpeg", "photo.jpeg")]
    [InlineData(FileSort.Jpeg, "photo.png", null)]
    public void A_name_is_a_name_and_no_path(FileSort sort, string? sent, string? shown) => Assert.Equal(shown, FileName.For(sort, sent));

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        var name = FileName.For(FileSort.Pdf, new string('a', 114) + "🐳🐳🐳.pdf")!;

        Assert.InRange(name.Length, 100, FileName.Maximum);
        Assert.EndsWith("🐳.pdf", name, StringComparison.Ordinal);
    }

    private static async Task<FileSort?> FindAsync(byte[] content)
    {
        using var file = new MemoryStream(content);
        return await FileSorting.FindAsync(file, CancellationToken.None);
    }
}

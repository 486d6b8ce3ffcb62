using System.Text;
using CsCheck;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class BadDocumentTests
{
    static BadDocumentTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public void Encodings_that_are_known_are_said()
    {
        const string text = "# 读书会\n\n## Topic 1\n";
        Assert.Equal(new CharterText(text, "UTF-8"), CharterEncoding.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(new CharterText("\uFEFF" + text, "UTF-8"), CharterEncoding.Read((byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(new CharterText(text, "GB18030"), CharterEncoding.Read(Encoding.GetEncoding("GB18030").GetBytes(text)));
        Assert.Equal(new CharterText(text, "UTF-16"), CharterEncoding.Read((byte[])[.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
        Assert.Equal(new CharterText(text, "UTF-16"), CharterEncoding.Read((byte[])[.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)]));
    }

    [Fact]
    public void Other_bytes_are_refused_with_the_line()
    {
        Refused(2, "# G\nfoo\0bar\n"u8.ToArray());
        Refused(3, [.. "# G\n\n"u8, 0xFF, 0xFF, 0x20, 0x80]);
        Refused(2, [.. "# G\n"u8, 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x1A, 0, 0, 0, 0x0D]);
        Refused(2, [.. "# Lecture\n"u8, .. Encoding.Latin1.GetBytes("F\u00E9d\u00E9ration des lecteurs\n")]);
        Refused(1, [0xFF, 0xFE, 0x00, 0xD8, 0x20, 0x00]);
        Refused(1, [0xFF, 0xFE, 0x20]);
    }

    [Fact]
    public async Task More_than_64_megabytes_are_refused_before_they_are_read()
    {
        await using var endless = new Endless();
        var refused = await Assert.ThrowsAsync<CharterUnreadableException>(() => CharterEncoding.ReadAsync(endless, TestContext.Current.CancellationToken));
        Assert.Contains("64 MB", refused.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, CharterEncoding.Largest, CharterEncoding.Largest + (1024 * 1024));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("no heading\n\n- [a](https://example.org)【b】\n")]
    [InlineData("```\n# in code\n```\n")]
    [InlineData("<!--\n# in a comment\n-->\n")]
    public async Task A_document_without_headings_is_none_of_ours(string text)
    {
        await using var house = await CharterHouse.OpenAsync(Engine.Sqlite);
        var nothing = await house.ContentAsync();

        var refused = await Assert.ThrowsAsync<CharterUnreadableException>(() => house.ImportAsync(text));

        Assert.Equal(1, refused.Line);
        Assert.Equal(nothing, await house.ContentAsync());
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData(" \u0001javascript:alert(1)")]
    [InlineData("java\u200Bscript:alert(1)")]
    [InlineData("&#106;avascript:alert(1)")]
    [InlineData("&#x6A;avascript&colon;alert(1)")]
    [InlineData("javascript&#58;alert(1)")]
    [InlineData("java&Tab;script&colon;alert(1)")]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=")]
    [InlineData("vbscript:msgbox(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://example.org/1")]
    [InlineData("//example.org/elsewhere")]
    [InlineData("\\\\example.org\\share")]
    public void An_address_that_could_run_something_is_never_a_link(string address)
    {
        Assert.False(SafeLink.IsSafe(address));
        Assert.Null(SafeLink.Resolve(address, "https://example.org/"));
        var document = CharterReader.Read($"# G\n\n## Topic 1\n\n### NLP\n\n1. [Run](<{address}>)【A】\n");
        var entry = Assert.Single(document.Facts.Topics[0].Lists[0].Entries);
        Assert.Equal(("Run", null), (entry.Title, entry.Link));
        Assert.Equal((7, Doubt.UnsafeLink), (Assert.Single(document.Remarks).Line, document.Remarks[0].Doubt));
    }

    [Theory, BothEngines]
    public async Task What_fails_in_the_middle_leaves_nothing(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine, services => services.AddSingleton<IConsequence, Breaking>());
        var nothing = await house.ContentAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => house.ImportAsync(Long(900)));

        Assert.Equal(nothing, await house.ContentAsync());
    }

    [Theory, BothEngines]
    public async Task What_is_stopped_in_the_middle_leaves_nothing(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        var before = await house.ContentAsync();
        var stopping = new Stopping();

        await Assert.ThrowsAsync<OperationCanceledException>(() => house.ImportAsync(new CharterText(Long(2_000), "UTF-8"), progress: stopping));

        Assert.True(stopping.Told > 0);
        Assert.Equal(before, await house.ContentAsync());
    }

    [Theory, BothEngines]
    public async Task A_long_document_tells_how_far_it_is(Engine engine)
    {
        const int entries = 20_000;
        await using var house = await CharterHouse.OpenAsync(engine);
        var progress = new Steps();
        var text = Long(entries);

        var report = await house.ImportAsync(new CharterText(text, "UTF-8"), progress: progress);

        Assert.Equal(entries, report.Understood - 4);
        Assert.Equal(progress.Seen.Order(), progress.Seen);
        Assert.Equal((entries, entries), (progress.Seen[^1], progress.Total));
        Assert.True(progress.Seen.Count > 20);
        Assert.Equal(text, await house.ExportAsync());
        Assert.Equal((0, 0), ((await house.ImportAsync(text)).Added, (await house.ImportAsync(text)).Changed));
    }

    [Fact]
    public void No_text_is_too_odd_to_be_read()
    {
        var odd = Gen.OneOf(Gen.Char.Select(c => c.ToString()), Gen.OneOf("\r", "\n", "\r\n", "\n\r", "\ud800", "\udfff", "\uFEFF", "\u2028", "\0", "- ", "1. ", "[", "](", "# "));
        odd.Array[0, 200].Select(string.Concat).Sample(text => CharterReader.Read(text).Write() == text, iter: 5_000);
    }

    [Theory]
    [InlineData("# ", "[")]
    [InlineData("# ", "[a](")]
    [InlineData("# Topic 1", " ")]
    [InlineData("# Topic 1 (", "2026-01-01 ")]
    [InlineData("### ", "分享")]
    [InlineData("- ", "[")]
    [InlineData("- [a](b) ", "(")]
    [InlineData("- [a](b) - ", "by ")]
    [InlineData("- 周一", "一")]
    [InlineData("- NLP：", "周六")]
    [InlineData("1. part ", "( 1 ")]
    [InlineData("- [a](b)", "【")]
    [InlineData("[", "a]: ")]
    public void A_line_without_end_is_read_in_one_go(string start, string again)
    {
        var text = "# G\n## 分享时间 / every talk\n## Topic 1\n" + start + string.Concat(Enumerable.Repeat(again, 400_000 / again.Length)) + "x)\n- [a](b) — by Ann\n";
        Assert.Equal(text, CharterReader.Read(text).Write());
    }

    private static string Long(int entries)
    {
        var text = new StringBuilder("# Long\n\n## Topic 1\n\n### NLP\n\n");
        for (var number = 1; number <= entries; number++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}. [Paper {number}](https://example.org/{number})【member {number % 97}】\n");
        return text.Append("\n### CV\n").ToString();
    }

    private static void Refused(int line, byte[] bytes)
    {
        var refused = Assert.Throws<CharterUnreadableException>(() => CharterEncoding.Read(bytes));
        Assert.Equal(line, refused.Line);
        Assert.StartsWith($"Line {line}: ", refused.Message, StringComparison.Ordinal);
    }

    // Fails when nearly all is done: as the document itself is kept.
    private sealed class Breaking : IConsequence
    {
        public Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken) =>
            changed.Any(entry => entry.Entity is CharterRevision) ? throw new InvalidOperationException("The disk is full.") : Task.CompletedTask;
    }

    private sealed class Stopping : IProgress<ImportProgress>
    {
        public int Told { get; private set; }

        public void Report(ImportProgress value)
        {
            Told++;
            throw new OperationCanceledException();
        }
    }

    private sealed class Steps : IProgress<ImportProgress>
    {
        public List<int> Seen { get; } = [];

        public int Total { get; private set; }

        public void Report(ImportProgress value)
        {
            Seen.Add(value.Done);
            Total = value.Total;
        }
    }

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'#');
            Given += count;
            return count;
        }

        public override void Flush()
        {
            // Nothing is kept.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

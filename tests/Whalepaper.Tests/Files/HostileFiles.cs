using System.Text;

namespace Whalepaper.Tests.Files;

/// <summary>Two hundred files that mean harm: to whoever reads them, to whoever shows them, and to whoever keeps them under the names that they bring.</summary>
internal static class HostileFiles
{
    private static readonly string[] names =
    [
        "../../../etc/passwd.pdf", "..\\..\\windows\\system32\\a.pdf", "/etc/cron.d/a.pdf", "C:\\autoexec.pdf", "a\r\nContent-Type: text/html\r\n\r\n<script>.pdf", "a\0.pdf", "\u202Efdp.exe", "a\u2066b\u2069.pdf", "\uFEFF.pdf", "....pdf", "~/.ssh/id.pdf",
        "file:///etc/passwd.pdf", "%2e%2e%2fetc%2fpasswd.pdf", "a;filename=b.html.pdf", "a\"; filename=\"b.html.pdf", "<img src=x onerror=alert(1)>.pdf", "CON.pdf", "a.pdf:stream", "'; DROP TABLE Materials; --.pdf", "{{7*7}}.pdf", "$(reboot).pdf", "`reboot`.pdf",
        new string('a', 5000) + ".pdf", "a.pdf.", " .pdf", "а.pdf", "a.PDF\u200B",
    ];

    public static IReadOnlyList<(string Name, byte[] Content)> All() =>
        [.. HostileDocuments.All(), .. Pages(), .. Programs(), .. Twins(), .. Archives(), .. names.Select((name, n) => (name, SampleFiles.Pdf($"Name {n}")))];

    // Pages, drawings and scripts that call themselves something else.
    private static IEnumerable<(string, byte[])> Pages()
    {
        foreach (var (n, text) in new[]
        {
            "<!DOCTYPE html><script>alert(1)</script>", "<html><body onload=alert(1)>", "  \n<HTML>", "<!-- a --><script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "<script src=//example.org></script>", "<iframe src=javascript:alert(1)>",
        }.Index())
        {
            foreach (var ending in (string[])[".pdf", ".txt", ".png"])
                yield return ($"page {n}{ending}", Encoding.UTF8.GetBytes(text));
        }

        yield return ("script.pdf", "fetch('/me/tokens', { method: 'POST' })"u8.ToArray());
        yield return ("in UTF-16.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<script>alert(1)</script>")]);
        yield return ("in UTF-7.txt", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-\0"u8.ToArray());
    }

    private static IEnumerable<(string, byte[])> Programs()
    {
        foreach (var ending in (string[])[".pdf", ".zip", ".mp4", ".txt"])
        {
            yield return ($"windows{ending}", [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, .. new byte[200]]);
            yield return ($"linux{ending}", [0x7F, .. "ELF"u8, 2, 1, 1, .. new byte[200]]);
        }

        yield return ("class.pdf", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52]);
        yield return ("module.pdf", [0, .. "asm"u8, 1, 0, 0, 0]);
        yield return ("flash.pdf", [.. "FWS"u8, 9, .. new byte[20]]);
    }

    // What is two things at once.
    private static IEnumerable<(string, byte[])> Twins()
    {
        var (document, archive) = (SampleFiles.Pdf("Hello"), SampleFiles.Zip(("a.html", "<script>alert(1)</script>")));
        yield return ("document and archive.pdf", [.. document, .. archive]);
        yield return ("archive and document.zip", [.. archive, .. document]);
        yield return ("picture and archive.png", [.. SampleFiles.Png, .. archive]);
        yield return ("photo and archive.jpg", [.. SampleFiles.Jpeg, .. archive]);
        yield return ("film and archive.mp4", [.. SampleFiles.Mp4, .. archive]);
        yield return ("sound and archive.mp3", [.. SampleFiles.Mp3, .. archive]);
        yield return ("page and document.pdf", [.. "%PDF-1.4\n<html><script>alert(1)</script>\n"u8, .. document]);
        yield return ("photo and page.jpg", [.. SampleFiles.Jpeg, .. "<script>alert(1)</script>"u8]);
        yield return ("photo and document.jpg", [.. SampleFiles.Jpeg[..20], .. document, 0xFF, 0xD9]);
        yield return ("document behind blanks.pdf", [.. "          "u8, .. document]);
    }

    private static IEnumerable<(string, byte[])> Archives()
    {
        yield return ("bomb.zip", SampleFiles.Zip(("zeros", new string('0', 120_000_000))));
        yield return ("bomb.pptx", SampleFiles.Zip(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", new string(' ', 120_000_000))));
        yield return ("outside.zip", SampleFiles.Zip(("../../../outside.txt", "key")));
        yield return ("outside.pptx", SampleFiles.Zip(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>"), ("..\\..\\a.dll", "x")));
        yield return ("macros.pptx", SampleFiles.Zip(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>"), ("ppt/vbaProject.bin", "x")));
        yield return ("nothing.docx", SampleFiles.Zip(("a", "b")));
        var listed = SampleFiles.Zip(("a", "b"));
        listed[^12] = 0xFF;
        yield return ("more than listed.zip", listed);
    }
}

using System.IO.Compression;
using System.Text;

namespace Whalepaper.Tests.Files;

/// <summary>Documents that mean harm to whoever reads them: each begins and ends as a PDF does.</summary>
internal static class HostileDocuments
{
    private const string Page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>";
    private const string Font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

    public static IEnumerable<(string Name, byte[] Content)> All() =>
        [.. Bombs(), .. Loops(), .. Depths(), .. Trees(), .. Tables(), .. Fonts(), .. Cuts(), .. Noise(), .. Deeds()];

    /// <summary>A document that opens with a password alone.</summary>
    public static byte[] Locked => SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, SampleFiles.Content("BT ET"), $"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <{new string('0', 64)}> /U <{new string('0', 64)}> >>"], "<< /Size 7 /Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>] >>");

    // What a few kilobytes unpack to.
    private static IEnumerable<(string, byte[])> Bombs()
    {
        foreach (var megabytes in new[] { 50, 200, 800 })
        {
            var once = Packed(Repeated("0", megabytes));
            yield return ($"zeros of {megabytes} MB.pdf", OnePage(once, "/Filter /FlateDecode "));
            yield return ($"operators of {megabytes} MB.pdf", OnePage(Packed(Repeated("BT (a) Tj ET ", megabytes)), "/Filter /FlateDecode "));
            yield return ($"numbers of {megabytes} MB.pdf", OnePage(Packed(Repeated("1 2 3 4 5 6 ", megabytes)), "/Filter /FlateDecode "));
            yield return ($"twice packed {megabytes} MB.pdf", OnePage(Packed([once]), "/Filter [/FlateDecode /FlateDecode] "));
            yield return ($"a string of {megabytes} MB.pdf", OnePage(Packed([[(byte)'('], .. Repeated("a", megabytes), [(byte)')']]), "/Filter /FlateDecode "));
        }

        yield return ("many filters.pdf", OnePage("00>"u8.ToArray(), $"/Filter [{string.Concat(Enumerable.Repeat("/ASCIIHexDecode ", 50_000))}] "));
        yield return ("run lengths.pdf", OnePage([.. Enumerable.Repeat(new byte[] { 129, (byte)'0' }, 400_000).SelectMany(pair => pair), 128], "/Filter /RunLengthDecode "));
        yield return ("predictor of a giant.pdf", OnePage(Packed(Repeated("0", 10)), "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 /Colors 32 /BitsPerComponent 16 >> "));
        yield return ("early change.pdf", OnePage(new byte[100_000], "/Filter /LZWDecode "));
        yield return ("a picture of a giant.pdf", Document("BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID x EI", null));
    }

    // What refers to itself.
    private static IEnumerable<(string, byte[])> Loops()
    {
        yield return ("length of itself.pdf", Objects("<< /Length 5 0 R >>\nstream\nBT (a) Tj ET\nendstream"));
        yield return ("content of itself.pdf", Objects("5 0 R"));
        yield return ("contents in a ring.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, "6 0 R", "7 0 R", "5 0 R"]));
        yield return ("a form in itself.pdf", Document("/X Do", "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 14 >>\nstream\n/X Do /X Do   \nendstream"));
        yield return ("forms that double.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, SampleFiles.Content("/X Do"), .. Enumerable.Range(0, 40).Select(n => Form(7 + n))]));
        yield return ("resources of themselves.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, "<< /Type /Page /Parent 2 0 R /Resources 5 0 R /Contents 6 0 R >>", "<< /Font 5 0 R /XObject 5 0 R /ExtGState 5 0 R >>", SampleFiles.Content("BT /Font 1 Tf (a) Tj ET /XObject Do")]));
        yield return ("a filter of itself.pdf", Objects("<< /Length 3 /Filter 5 0 R >>\nstream\nabc\nendstream"));
        yield return ("the root is the page.pdf", SampleFiles.Pdf(["<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>"]));
        foreach (var what in (string[])["/Root", "/Info", "/Encrypt", "/Size", "/Prev", "/ID"])
            yield return ($"trailer of {what[1..]}.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, SampleFiles.Content("BT ET")], $"<< /Size 6 /Root 1 0 R {what} 9 0 R {what} [ 1 0 R ] >>"));
    }

    // What is nested until a stack ends.
    private static IEnumerable<(string, byte[])> Depths()
    {
        foreach (var depth in new[] { 1_000, 20_000, 400_000 })
        {
            yield return ($"arrays {depth} deep.pdf", Objects(new string('[', depth) + new string(']', depth)));
            yield return ($"dictionaries {depth} deep.pdf", Objects(string.Concat(Enumerable.Repeat("<< /A ", depth)) + "1" + string.Concat(Enumerable.Repeat(" >>", depth))));
            yield return ($"open arrays {depth} deep.pdf", Document(new string('[', depth), null));
            yield return ($"open dictionaries {depth} deep.pdf", Document(string.Concat(Enumerable.Repeat("<</A", depth)), null));
            yield return ($"parentheses {depth} deep.pdf", Document(new string('(', depth), null));
            yield return ($"states {depth} deep.pdf", Document(string.Concat(Enumerable.Repeat("q ", depth)), null));
        }

        yield return ("pages 30000 deep.pdf", SampleFiles.Pdf([Catalog, .. Enumerable.Range(3, 30_000).Select(n => $"<< /Type /Pages /Count 1 /Kids [{n} 0 R] >>"), "<< /Type /Page >>"]));
        yield return ("parents 30000 high.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, "<< /Type /Page /Parent 5 0 R >>", .. Enumerable.Range(6, 30_000).Select(n => $"<< /Type /Pages /Parent {n} 0 R >>")]));
    }

    // Trees of pages that are none.
    private static IEnumerable<(string, byte[])> Trees()
    {
        yield return ("its own child.pdf", SampleFiles.Pdf([Catalog, Kids("2 0 R")]));
        yield return ("child of its child.pdf", SampleFiles.Pdf([Catalog, Kids("3 0 R"), Kids("2 0 R")]));
        yield return ("doubled children.pdf", SampleFiles.Pdf([Catalog, .. Enumerable.Range(3, 40).Select(n => Kids($"{n} 0 R {n} 0 R")), "<< /Type /Page >>"]));
        foreach (var count in (string[])["2147483647", "-1", "99999999999999999999", "1e9", "(many)", "2 0 R"])
            yield return ($"a count of {count[..Math.Min(6, count.Length)].Trim('(')}.pdf", SampleFiles.Pdf([Catalog, $"<< /Type /Pages /Count {count} /Kids [4 0 R] >>", Font, Page, SampleFiles.Content("BT ET")]));
        yield return ("a million children.pdf", SampleFiles.Pdf([Catalog, Kids(string.Concat(Enumerable.Repeat("4 0 R ", 1_000_000))), Font, Page, SampleFiles.Content("BT /F1 1 Tf (a) Tj ET")]));
        yield return ("no pages.pdf", SampleFiles.Pdf(["<< /Type /Catalog >>"]));
        yield return ("a page of a giant.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, "<< /Type /Page /Parent 2 0 R /MediaBox [-1e300 -1e300 1e300 1e300] /Rotate 999999 /UserUnit 1e300 /Contents 5 0 R >>", SampleFiles.Content("1e300 0 0 1e300 0 0 cm BT 1e300 Tf (a) Tj ET")]));
    }

    // Tables of contents that lie.
    private static IEnumerable<(string, byte[])> Tables()
    {
        var honest = Encoding.Latin1.GetString(SampleFiles.Pdf("Hello"));
        foreach (var (what, from, to) in new[]
        {
            ("a table at the end", "startxref\n", "startxref\n99999999"), ("a table before the beginning", "startxref\n", "startxref\n-"), ("a table of itself", "/Root 1 0 R", "/Root 1 0 R /Prev 500"), ("a long table", "xref\n0 6", "xref\n0 2000000000"),
            ("tables without number", "xref\n0 6", "xref\n" + string.Concat(Enumerable.Repeat("0 1\n0000000000 65535 f \n", 20_000)) + "0 6"), ("no table", "xref\n0 6", "zref\n0 6"), ("a stream as the table", "/Root 1 0 R", "/Root 1 0 R /XRefStm 9"), ("no trailer", "trailer", "tiraler"),
            ("objects of the same number", "\n2 0 obj", "\n1 0 obj"), ("an object of a giant number", "\n2 0 obj", "\n2147483648 0 obj"), ("a size of a giant", "/Size 6", "/Size 2147483647"), ("no end of an object", "endobj\n3 0", "\n3 0"),
        })
            yield return ($"{what}.pdf", Encoding.Latin1.GetBytes(honest.Replace(from, to, StringComparison.Ordinal)));
        yield return ("objects in themselves.pdf", Objects("<< /Type /ObjStm /N 2 /First 8 /Length 30 /Extends 5 0 R >>\nstream\n5 0 4 3 5 0 R 4 0 R          \nendstream"));
        yield return ("a billion objects in one.pdf", Objects("<< /Type /ObjStm /N 1000000000 /First 1000000000 /Length 4 >>\nstream\n1 0 \nendstream"));
        yield return ("locked.pdf", Locked);
    }

    // Letters that stand for more letters.
    private static IEnumerable<(string, byte[])> Fonts()
    {
        foreach (var (what, map) in new[]
        {
            ("a range of all letters", "1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"), ("a letter that is a book", $"1 beginbfchar <41> <{new string('4', 2_000_000)}> endbfchar"), ("a map of itself", "/X usecmap"),
            ("a code space of all", "1 begincodespacerange <00> <FFFFFFFFFFFFFFFF> endcodespacerange"), ("an open map", "beginbfrange <00> <FF> ["), ("numbers of nobody", "1 begincidrange <0000> <FFFF> 99999999999 endcidrange"),
        })
            yield return ($"{what}.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> /DW 1000 >>] >>", Page, SampleFiles.Content("BT /F1 1 Tf <0041> Tj ET"), SampleFiles.Content($"/CIDInit /ProcSet findresource begin begincmap {map} endcmap end")]));
        yield return ("widths of a giant.pdf", SampleFiles.Pdf([Catalog, Kids("4 0 R"), "<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 0 /LastChar 2147483647 /Widths [1] >>", Page, SampleFiles.Content("BT /F1 1 Tf (abc) Tj ET")]));
    }

    // What wants its reader to do something: run a script, start a program, call somebody, open what lies in it. Nobody here does; a browser shows it in a sandbox.
    private static IEnumerable<(string, byte[])> Deeds()
    {
        foreach (var (what, deed) in new[]
        {
            ("a script at the opening", "/OpenAction << /S /JavaScript /JS (app.launchURL\\(\"https://evil.example\"\\)) >>"), ("a program to start", "/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> >>"),
            ("another document to open", "/OpenAction << /S /GoToR /F (file:///etc/passwd) /D [0 /Fit] >>"), ("a form that sends itself", "/OpenAction << /S /SubmitForm /F (http://127.0.0.1/) /Fields [] >>"),
            ("an address to call", "/URI << /Base (http://169.254.169.254/) >> /AA << /WC << /S /URI /URI (latest) >> >>"), ("a form in XML", "/AcroForm << /XFA (<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>) >>"),
            ("a file inside", "/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>] >> >>"),
        })
            yield return ($"{what}.pdf", SampleFiles.Pdf([$"<< /Type /Catalog /Pages 2 0 R {deed} >>", Kids("4 0 R"), Font, Page, SampleFiles.Content("BT /F1 1 Tf (a) Tj ET"), "<< /Type /EmbeddedFile /Length 4 >>\nstream\nMZ!!\nendstream"]));
        yield return ("content that lies elsewhere.pdf", Objects("<< /Length 0 /F << /FS /URL /F (http://127.0.0.1/) >> /FFilter /FlateDecode >>\nstream\n\nendstream"));
    }

    // What breaks off, with an end all the same.
    private static IEnumerable<(string, byte[])> Cuts()
    {
        var honest = SampleFiles.Pdf("One page", "Another page", "The last page");
        for (var n = 1; n <= 10; n++)
            yield return ($"cut at {n} of 11.pdf", [.. honest[..(honest.Length * n / 11)], .. "\n%%EOF\n"u8]);
    }

    // What chance makes of an honest one; always the same chance.
    private static IEnumerable<(string, byte[])> Noise()
    {
        for (var seed = 1; seed <= 24; seed++)
        {
            var chance = new Random(seed);
            var content = SampleFiles.Pdf("One page", "Another page");
            for (var n = 0; n < 40; n++)
                content[chance.Next(9, content.Length - 10)] = (byte)chance.Next(256);
            yield return ($"noise {seed}.pdf", content);
        }
    }

    private static string Catalog => "<< /Type /Catalog /Pages 2 0 R >>";

    private static string Kids(string kids) => $"<< /Type /Pages /Count 1 /Kids [{kids}] >>";

    private static string Form(int next) => $"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >> /Length 12 >>\nstream\n/X Do /X Do \nendstream";

    private static byte[] Objects(string fifth) => SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, fifth]);

    private static byte[] Document(string content, string? sixth) => SampleFiles.Pdf([Catalog, Kids("4 0 R"), Font, Page, SampleFiles.Content(content), .. sixth is null ? [] : new[] { sixth }]);

    private static byte[] OnePage(byte[] content, string filter) => Objects(SampleFiles.Content(Encoding.Latin1.GetString(content), filter));

    private static IEnumerable<byte[]> Repeated(string text, int megabytes)
    {
        var piece = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(text, 1024 * 1024 / text.Length)));
        return Enumerable.Repeat(piece, megabytes);
    }

    private static byte[] Packed(IEnumerable<byte[]> pieces)
    {
        using var bytes = new MemoryStream();
        using (var packing = new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var piece in pieces)
                packing.Write(piece);
        }

        return bytes.ToArray();
    }
}

using System.IO.Compression;
using System.Text;

namespace Whalepaper.Tests.Files;

/// <summary>Small files of every sort, as honest programs write them.</summary>
internal static class SampleFiles
{
    /// <summary>A document that says this, a page each.</summary>
    public static byte[] Pdf(params string[] pages)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Length} /Kids [{string.Join(' ', pages.Select((_, n) => $"{4 + (2 * n)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        foreach (var (n, text) in pages.Index())
        {
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + (2 * n)} 0 R >>");
            objects.Add(Content($"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"));
        }

        return Pdf(objects);
    }

    /// <summary>A document of these objects, the first of which is its root.</summary>
    public static byte[] Pdf(IReadOnlyList<string> objects, string? trailer = null)
    {
        var text = new StringBuilder("%PDF-1.7\n");
        var places = new List<int>();
        foreach (var (n, content) in objects.Index())
        {
            places.Add(text.Length);
            text.Append(null, $"{n + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append(null, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            text.Append(null, $"{place:D10} 00000 n \n");
        text.Append(null, $"trailer\n{trailer ?? $"<< /Size {objects.Count + 1} /Root 1 0 R >>"}\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>An object with a stream.</summary>
    public static string Content(string stream, string more = "") => $"<< /Length {stream.Length} {more}>>\nstream\n{stream}\nendstream";

    /// <summary>An archive of these files.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Pptx => Zip(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>"), ("ppt/slides/slide1.xml", "<s/>"));

    public static byte[] Docx => Zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"));

    public static byte[] Odp => Zip(("mimetype", "application/vnd.oasis.opendocument.presentation"), ("content.xml", "<c/>"));

    public static byte[] Png => [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];

    public static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9];

    public static byte[] Notebook => Encoding.UTF8.GetBytes($$"""{"cells":[{"source":["{{new string('x', 200_000)}}"]}],"metadata":{"nbformat":"no"},"nbformat":4,"nbformat_minor":5}""");

    public static byte[] Mp4 => [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0, 0, 0, 0, 8, .. "free"u8, 0, 0, 0, 12, .. "mdat"u8, 1, 2, 3, 4];

    public static byte[] M4a => [0, 0, 0, 16, .. "ftypM4A "u8, 0, 0, 2, 0, 0, 0, 0, 8, .. "mdat"u8];

    public static byte[] Webm => [0x1A, 0x45, 0xDF, 0xA3, 0x8B, 0x42, 0x82, 0x84, .. "webm"u8, 0x42, 0x87, 0x81, 0x02, 0x18, 0x53, 0x80, 0x67, 0x80];

    public static byte[] Mp3
    {
        get
        {
            // 128 kbit/s at 44,100 Hz: 417 bytes a frame.
            var frame = new byte[417];
            (frame[0], frame[1], frame[2]) = (0xFF, 0xFB, 0x90);
            return [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4, .. frame, .. frame, .. frame];
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace Whalepaper.Files;

/// <summary>
/// Reads the text of a document, in a process of its own that <see cref="PdfText"/> starts and watches. Whatever the document does to it, it does
/// to nothing else.
/// </summary>
internal static class PdfReader
{
    /// <summary>The command that starts it; people have no use for it.</summary>
    public const string Command = "read-pdf";

    // How it ends. The runtime has codes of its own for what it cannot go on after.
    public const int Read = 0;
    public const int Unreadable = 3;
    public const int Locked = 4;
    public const int Heavy = 5;

    private const int MostPages = 1000;

    // What is read by then is told, before whoever watches puts an end to it.
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(8);

    /// <summary>Reads a document from one stream and writes its words to another, page by page.</summary>
    /// <param name="input">The document.</param>
    /// <param name="output">Where its text goes, in UTF-8.</param>
    /// <param name="letters">The most text that is written, in UTF-16 units.</param>
    public static int Run(Stream input, Stream output, int letters)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            bytes.Position = 0;
            using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, ClipPaths = false });
            using var writer = new StreamWriter(output, new UTF8Encoding(false));
            var left = letters;
            for (var page = 1; page <= Math.Min(document.NumberOfPages, MostPages) && left > 0 && Stopwatch.GetElapsedTime(began) < longest; page++)
                left -= Write(writer, document, page, left);
            return Read;
        }
        catch (PdfDocumentEncryptedException)
        {
            return Locked;
        }
        catch (Exception exhausted) when (exhausted is OutOfMemoryException or InsufficientExecutionStackException)
        {
            return Heavy;
        }
        catch (Exception broken) when (broken is not IOException)
        {
            // The library throws of every kind at what it does not expect.
            return Unreadable;
        }
    }

    private static int Write(StreamWriter writer, PdfDocument document, int page, int most)
    {
        string text;
        try
        {
            text = Plain(ContentOrderTextExtractor.GetText(document.GetPage(page)), most);
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or InsufficientExecutionStackException or PdfDocumentEncryptedException))
        {
            // A page that cannot be read keeps none of the others from it.
            return 0;
        }

        writer.Write(text);
        writer.Write('\n');
        writer.Flush();
        return text.Length + 1;
    }

    /// <summary>Words with a blank between them; without what no text holds and no database keeps.</summary>
    private static string Plain(string text, int most)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= most)
                break;
            if (Rune.IsWhiteSpace(rune))
            {
                if (plain is [.., not ' '])
                    plain.Append(' ');
            }
            else if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Trim();
    }
}

using System.Text;
using System.Text.Unicode;

namespace Whalepaper.Charter;

/// <summary>Why a document cannot be read at all.</summary>
public enum CharterFault
{
    /// <summary>It is larger than <see cref="CharterEncoding.Largest"/>.</summary>
    TooLarge,

    /// <summary>It holds a NUL.</summary>
    Nul,

    /// <summary>Its bytes are those of no text.</summary>
    NoText,

    /// <summary>Its bytes are in no encoding that we know.</summary>
    NoEncoding,

    /// <summary>It begins like UTF-16, and is none.</summary>
    NoUtf16,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It has no heading.</summary>
    NoHeading,
}

/// <summary>A document that cannot be read at all; the message says where and what to do.</summary>
/// <param name="fault">Why; a page says it in its reader's language.</param>
/// <param name="line">The line at which it went wrong, from 1; 0 where no line is to blame.</param>
/// <param name="message">What is wrong, for a person at a terminal.</param>
public sealed class CharterUnreadableException(CharterFault fault, int line, string message) : Exception(line > 0 ? $"Line {line}: {message}" : message)
{
    /// <summary>Why.</summary>
    public CharterFault Fault { get; } = fault;

    /// <summary>The line at which it went wrong, from 1; 0 where no line is to blame.</summary>
    public int Line { get; } = line;
}

/// <summary>The text of a document and how its bytes were to be read.</summary>
/// <param name="Text">The text; a byte order mark stays as its first character.</param>
/// <param name="Encoding">The name of the encoding: <c>UTF-8</c>, <c>UTF-16</c> or <c>GB18030</c>.</param>
public sealed record CharterText(string Text, string Encoding);

/// <summary>Turns a file's bytes into text: UTF-8 as it should be, UTF-16 by its mark, GB18030 as older Chinese editors save it.</summary>
public static class CharterEncoding
{
    /// <summary>The largest document, in bytes.</summary>
    public const int Largest = 64 * 1024 * 1024;

    /// <summary>Reads a file or an upload, and no further than <see cref="Largest"/>.</summary>
    /// <exception cref="CharterUnreadableException">Too large, not text, or in no encoding that we know.</exception>
    public static async Task<CharterText> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Largest)
                throw TooLarge();
        }

        return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>The refusal of a document that is too large.</summary>
    public static CharterUnreadableException TooLarge() => new(CharterFault.TooLarge, 0, "The document is too large; 64 MB is the most. Split it.");

    /// <summary>Reads the bytes.</summary>
    /// <exception cref="CharterUnreadableException">Too large, not text, or in no encoding that we know.</exception>
    public static CharterText Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Largest)
            throw TooLarge();
        var text = Decode(bytes.Span);
        var nul = text.Text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
            throw new CharterUnreadableException(CharterFault.Nul, LineAt(text.Text, nul), "There is a NUL character: this is no text document. Save it as plain UTF-8 text.");
        return text;
    }

    private static CharterText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Utf16(bytes);
        if (Utf8.IsValid(bytes))
            return new(Encoding.UTF8.GetString(bytes), "UTF-8");
        if (bytes.Contains((byte)0))
            throw new CharterUnreadableException(CharterFault.NoText, LineOf(bytes, bytes.IndexOf((byte)0)), "These bytes are no text. Give a Markdown document saved as UTF-8.");
        try
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var text = Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
            if (!IsMisread(text))
                return new(text, "GB18030");
        }
        catch (DecoderFallbackException)
        {
            // Said below.
        }

        throw new CharterUnreadableException(CharterFault.NoEncoding, LineOf(bytes, FirstInvalid(bytes)), "These bytes are neither UTF-8 nor GB18030. Save the document as UTF-8.");
    }

    private static CharterText Utf16(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new(new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes[2..]), "UTF-16");
        }
        catch (DecoderFallbackException)
        {
            throw new CharterUnreadableException(CharterFault.NoUtf16, 1, "These bytes begin like UTF-16 and are none. Save the document as UTF-8.");
        }
    }

    // Western text in an old encoding often happens to be valid GB18030 too: then its Chinese characters stand inside of Latin words.
    private static bool IsMisread(string text)
    {
        var (runs, insideWords) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAscii(text[at]))
                continue;
            var start = at;
            while (at < text.Length && !char.IsAscii(text[at]))
                at++;
            runs++;
            if (at - start <= 2 && start > 0 && at < text.Length && char.IsAsciiLetter(text[start - 1]) && char.IsAsciiLetter(text[at]))
                insideWords++;
        }

        return insideWords * 2 > runs;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
            at += used;
        return at;
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, int at) => bytes[..at].Count((byte)'\n') + 1;

    private static int LineAt(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}

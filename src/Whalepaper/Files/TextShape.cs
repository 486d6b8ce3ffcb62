using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Whalepaper.Files;

/// <summary>Text: UTF-8 from the first byte to the last, without signs that control something else, and no page for a browser. A notebook is such text in JSON.</summary>
internal static class TextShape
{
    private const int Chunk = 64 * 1024;

    // A picture in a notebook is one word of JSON.
    private const int LongestToken = 16 * 1024 * 1024;

    /// <summary>The sort of a text; null if it is none.</summary>
    public static async Task<FileSort?> FindAsync(Stream file, CancellationToken cancellation)
    {
        if (!await IsTextAsync(file, cancellation))
            return null;
        return await IsNotebookAsync(file, cancellation) ? FileSort.Notebook : FileSort.Text;
    }

    private static async Task<bool> IsTextAsync(Stream file, CancellationToken cancellation)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, text) = (new byte[Chunk], new char[Chunk + 1]);
        file.Position = 0;
        var first = true;
        try
        {
            for (int read; (read = await file.ReadAsync(bytes, cancellation)) > 0; first = false)
            {
                var length = decoder.GetChars(bytes, 0, read, text, 0, flush: file.Position == file.Length);
                if (text.AsSpan(0, length).ContainsAny(controls) || (first && PageShape.Begins(new string(text, 0, length))))
                    return false;
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static readonly SearchValues<char> controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(n => (char)n).Except(['\t', '\n', '\r', '\f']), .. Enumerable.Range(0x7F, 33).Select(n => (char)n).Except(['\u0085']), '\uFFFE', '\uFFFF']);

    private static async Task<bool> IsNotebookAsync(Stream file, CancellationToken cancellation)
    {
        var state = new JsonReaderState();
        var buffer = new byte[Chunk];
        var (kept, named, found) = (0, false, false);
        file.Position = 0;
        try
        {
            while (true)
            {
                var read = await file.ReadAsync(buffer.AsMemory(kept), cancellation);
                var end = file.Position == file.Length;
                var used = Step(buffer.AsSpan(0, kept + read), end, ref state, ref named, ref found);
                if (end)
                    return found;
                kept += read - used;
                buffer.AsSpan(used, kept).CopyTo(buffer);
                if (kept == buffer.Length && buffer.Length >= LongestToken)
                    return false;
                if (kept == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Step(ReadOnlySpan<byte> bytes, bool end, ref JsonReaderState state, ref bool named, ref bool found)
    {
        var reader = new Utf8JsonReader(bytes, end, state);
        while (reader.Read())
        {
            found |= named && reader.TokenType is JsonTokenType.Number;
            named = reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.ValueTextEquals("nbformat"u8);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }
}

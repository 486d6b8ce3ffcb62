using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Whalepaper.Ui.Forms;

/// <summary>
/// The file of a form, while it comes. The framework would write it to the disk before anybody has looked at the form; here the texts are read,
/// which stand before the file, and the file is left to whoever wants it, piece by piece.
/// </summary>
public sealed class StreamedFile
{
    // No form has so many fields, nor texts so long.
    private const int MostTexts = 64;
    private const int LongestTexts = 2 * 1024 * 1024;
    private const int LongestBoundary = 128;

    private readonly MultipartReader _form;

    private StreamedFile(MultipartReader form, string field, string name, Stream content) => (_form, Field, Name, Content) = (form, field, name, content);

    /// <summary>The field it is sent under.</summary>
    public string Field { get; }

    /// <summary>What its sender calls it: a word of theirs, not a path.</summary>
    public string Name { get; }

    /// <summary>The content, read once and forwards.</summary>
    public Stream Content { get; }

    /// <summary>Whether the form ends behind the file. What stands there was not read with the other fields, and would be lost.</summary>
    public async Task<bool> IsLastAsync(CancellationToken cancellation) => await _form.ReadNextSectionAsync(cancellation) is null;

    /// <summary>
    /// Reads a form up to its file: the texts become the request's form, the file one of its features. A form without files was read already,
    /// and another kind of body is none. Whoever comes second finds what the first read.
    /// </summary>
    /// <exception cref="InvalidDataException">The form breaks off, or has more than any of ours.</exception>
    internal static async Task ReadUpToAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return;
        if (!http.Items.TryAdd(typeof(StreamedFile), true))
            return;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
            throw new InvalidDataException("The form has no boundary, or one out of bounds.");
        var reader = new MultipartReader(boundary, http.Request.Body);
        var texts = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        var (count, left) = (0, LongestTexts);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || ++count > MostTexts)
                throw new InvalidDataException("The form has parts that are no fields, or too many.");
            var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (disposition.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(StringSegment.IsNullOrEmpty(disposition.FileNameStar) ? disposition.FileName : disposition.FileNameStar).ToString();
                http.Features.Set(new StreamedFile(reader, field, name, section.Body));
                break;
            }

            var text = await TextAsync(section.Body, left, http.RequestAborted);
            left -= text.Length;
            texts[field] = StringValues.Concat(texts.GetValueOrDefault(field), text);
        }

        http.Features.Set<IFormFeature>(new FormFeature(new FormCollection(texts)));
    }

    private static async Task<string> TextAsync(Stream body, int most, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (bytes.Length + read > most)
                throw new InvalidDataException("The texts of the form are too long.");
            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}

/// <summary>Marks a command whose form is read up to its file alone.</summary>
internal sealed class StreamedFileMark
{
    public static readonly StreamedFileMark Instance = new();
}

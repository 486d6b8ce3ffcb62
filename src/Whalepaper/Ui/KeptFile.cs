using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Whalepaper.Ui;

/// <summary>Answers with a text that is no page: one for everybody in the group's own language, whatever they prefer, and 304 to whoever has it.</summary>
public static class KeptFile
{
    /// <summary>The text in UTF-8, kept until something with one of these tags changes.</summary>
    /// <param name="http">The request.</param>
    /// <param name="text">The text.</param>
    /// <param name="type">Its media type, without a charset.</param>
    /// <param name="tags">What it shows.</param>
    public static FileContentHttpResult Answer(this HttpContext http, string text, string type, params ReadOnlySpan<string> tags)
    {
        ArgumentNullException.ThrowIfNull(text);
        return http.Answer(Encoding.UTF8.GetBytes(text), type, tags);
    }

    /// <summary>The bytes of a text in UTF-8, kept until something with one of these tags changes.</summary>
    /// <param name="http">The request.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="type">Its media type, without a charset.</param>
    /// <param name="tags">What it shows.</param>
    public static FileContentHttpResult Answer(this HttpContext http, byte[] bytes, string type, params ReadOnlySpan<string> tags)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ContentLanguage = http.Features.GetRequiredFeature<Masthead>().Language.Tag;
        http.Shows(tags);
        // Weak, because the bytes on the way may be compressed.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"", isWeak: true);
        return TypedResults.Bytes(bytes, $"{type}; charset=utf-8", entityTag: tag);
    }
}

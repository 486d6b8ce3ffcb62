namespace Whalepaper.Charter;

/// <summary>Words of people as they can stand on one line of a document. What was read from a line is such words already.</summary>
internal static class OneLine
{
    /// <summary>The words with every line break as a blank, and none around them.</summary>
    public static string Of(string text) => text.AsSpan().IndexOfAny('\r', '\n') < 0
        ? text.Trim()
        : text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ').Trim();
}

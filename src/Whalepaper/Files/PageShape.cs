using System.Text;

namespace Whalepaper.Files;

/// <summary>Whether something is a page or a drawing that a browser would run: HTML, SVG, XML.</summary>
internal static class PageShape
{
    // What browsers take for the beginning of a page, without what Markdown may begin with as well.
    private static readonly string[] openings =
        ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe", "<frameset", "<style", "<object", "<embed", "<meta", "<link", "<form", "<math", "<base", "<title", "<xml"];

    /// <summary>Whether a text begins as a page does, behind blanks and comments.</summary>
    public static bool Begins(string text)
    {
        var rest = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        while (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            if (rest.IndexOf("-->", StringComparison.Ordinal) is not (> 0 and var end))
                return true;
            rest = rest[(end + 3)..].TrimStart();
        }

        foreach (var opening in openings)
        {
            if (rest.StartsWith(opening, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether the head of a document holds none of it.</summary>
    public static bool IsFree(FilePiece head)
    {
        var text = Encoding.Latin1.GetString(head.Bytes.AsSpan(0, Math.Min(head.Bytes.Length, 1024)));
        return !Array.Exists(openings[..6], opening => text.Contains(opening, StringComparison.OrdinalIgnoreCase));
    }
}

namespace Whalepaper.Files;

/// <summary>What an uploaded file is, as its content says. The numbers stand in the database.</summary>
public enum FileSort
{
    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>A picture in PNG.</summary>
    Png,

    /// <summary>A picture in JPEG.</summary>
    Jpeg,

    /// <summary>An archive.</summary>
    Zip,

    /// <summary>Slides of Office Open XML, without macros.</summary>
    Pptx,

    /// <summary>A text document of Office Open XML, without macros.</summary>
    Docx,

    /// <summary>Slides of OpenDocument.</summary>
    Odp,

    /// <summary>A Jupyter notebook.</summary>
    Notebook,

    /// <summary>Plain text, Markdown or source code in UTF-8.</summary>
    Text,

    /// <summary>Film in MP4.</summary>
    Mp4,

    /// <summary>Film in WebM.</summary>
    Webm,

    /// <summary>Sound in MP3.</summary>
    Mp3,

    /// <summary>Sound in MP4.</summary>
    M4a,
}

/// <summary>How files of each sort are named and sent.</summary>
public static class FileSorts
{
    private static readonly Dictionary<FileSort, (string Media, string[] Endings, bool Inline)> known = new()
    {
        [FileSort.Pdf] = ("application/pdf", [".pdf"], true),
        [FileSort.Png] = ("image/png", [".png"], true),
        [FileSort.Jpeg] = ("image/jpeg", [".jpg", ".jpeg"], true),
        [FileSort.Zip] = ("application/zip", [".zip"], false),
        [FileSort.Pptx] = ("application/vnd.openxmlformats-officedocument.presentationml.presentation", [".pptx"], false),
        [FileSort.Docx] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx"], false),
        [FileSort.Odp] = ("application/vnd.oasis.opendocument.presentation", [".odp"], false),
        [FileSort.Notebook] = ("application/x-ipynb+json", [".ipynb"], false),
        // One type for all text: what it is called must not make a browser run it.
        [FileSort.Text] = ("text/plain; charset=utf-8", [".txt", ".md", ".markdown", ".py"], false),
        [FileSort.Mp4] = ("video/mp4", [".mp4", ".m4v", ".m4a"], true),
        [FileSort.Webm] = ("video/webm", [".webm"], true),
        [FileSort.Mp3] = ("audio/mpeg", [".mp3"], true),
        [FileSort.M4a] = ("audio/mp4", [".m4a", ".mp4"], true),
    };

    /// <summary>The media type that it is sent under.</summary>
    public static string MediaType(this FileSort sort) => known[sort].Media;

    /// <summary>Whether a browser may show it in a page of its own; anything else is saved.</summary>
    public static bool IsShown(this FileSort sort) => known[sort].Inline;

    /// <summary>The endings that names of this sort have, with the dot and in small letters; the first is the usual one.</summary>
    public static IReadOnlyList<string> Endings(this FileSort sort) => known[sort].Endings;

    /// <summary>The endings of all sorts, for a browser's dialog.</summary>
    public static IReadOnlyList<string> AllEndings { get; } = [.. known.Values.SelectMany(sort => sort.Endings).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether an ending belongs to a sort, and so says what a file should be.</summary>
    public static bool IsKnown(string ending) => AllEndings.Contains(ending, StringComparer.Ordinal);
}

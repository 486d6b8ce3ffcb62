namespace Whalepaper.Notices.Deliveries;

/// <summary>A message in words, in the recipient's language; each channel sets it in its own way.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text; an empty line parts paragraphs.</param>
/// <param name="Link">The address that it leads to; empty where it only tells something.</param>
/// <param name="Act">What one does there, in a few words; null where the address itself is shown.</param>
/// <param name="Markdown">The text as somebody wrote it, for channels that set Markdown as the site does; null where it was plain from the beginning.</param>
public sealed record Message(string Subject, string Text, string Link, string? Act = null, string? Markdown = null)
{
    /// <summary>The tag of the language in which it is written; null for the reader's.</summary>
    public string? Language { get; init; }

    /// <summary>What goes with it into the reader's calendar; null for nothing.</summary>
    public CalendarInvitation? Invitation { get; init; }

    /// <summary>A text on one line, whatever stood in it: nothing that people wrote begins another line of a header.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? ' ' : sign)).Trim();
    }
}

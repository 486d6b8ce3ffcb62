using NodaTime;

namespace Whalepaper.Talks.Preparation;

/// <summary>What the presenters of a talk wrote for one part of the outline.</summary>
public sealed class PreparedPart
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 20_000;

    private PreparedPart()
    {
    }

    internal PreparedPart(OutlinePart part)
    {
        Part = part;
        PartId = part.Id;
        Title = part.Title;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The part's database number; null once the outline asks for it no longer. What was written stays.</summary>
    public int? PartId { get; private set; }

    /// <summary>The part of the outline; null once it is gone, or while it was not loaded.</summary>
    public OutlinePart? Part { get; private set; }

    /// <summary>What the part was called when this was written.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text, Markdown; empty if nothing is written yet.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether listeners may read it before the meeting.</summary>
    public bool IsShown { get; private set; }

    /// <summary>When it was written last.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Counts changes: of two presenters who write the same part at once, one is told.</summary>
    public int Version { get; private set; }

    internal void Write(OutlinePart part, string? text, bool isShown, Instant at)
    {
        Title = part.Title;
        Text = text?.Trim() ?? "";
        IsShown = isShown;
        ChangedAt = at;
    }
}

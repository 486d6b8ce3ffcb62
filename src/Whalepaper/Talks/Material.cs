using NodaTime;

namespace Whalepaper.Talks;

/// <summary>What sort of thing lies beside a talk.</summary>
public enum MaterialKind
{
    /// <summary>Slides.</summary>
    Slides,

    /// <summary>Notes.</summary>
    Notes,

    /// <summary>Code: the fourth required part asks for it.</summary>
    Code,

    /// <summary>A recording of the meeting.</summary>
    Recording,

    /// <summary>A PDF.</summary>
    Pdf,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Slides, notes, code, a recording: a link on a talk.</summary>
public sealed class Material
{
    private Material()
    {
    }

    internal Material(MaterialKind kind, string title, string link, int position, Instant addedAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(link);
        Kind = kind;
        Title = title.Trim();
        Link = link;
        Position = position;
        AddedAt = addedAt;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>What sort of thing it is.</summary>
    public MaterialKind Kind { get; private set; }

    /// <summary>What it is called.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Where it is, as written; shown as a link only if it is safe.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The place among the materials, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>When it was added.</summary>
    public Instant AddedAt { get; private set; }
}

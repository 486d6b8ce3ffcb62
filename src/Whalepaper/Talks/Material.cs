using NodaTime;
using Whalepaper.Members;

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

/// <summary>Slides, notes, code, a recording: a link or a file on a talk.</summary>
public sealed class Material
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 200;

    /// <summary>The longest link, in UTF-16 units.</summary>
    public const int LinkMaximum = 2000;

    private Material()
    {
    }

    internal Material(MaterialKind kind, string title, int position, Member? addedBy, bool isPublic, Instant addedAt)
    {
        Change(kind, title, isPublic);
        Position = position;
        AddedById = addedBy?.Id;
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

    /// <summary>Where it is, as written; shown as a link only if it is safe. Empty for a file.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The file; null for a link, or while it was not loaded.</summary>
    public StoredFile? File { get; private set; }

    /// <summary>The place among the materials: the order counts, not the number.</summary>
    public int Position { get; private set; }

    /// <summary>Whether everybody may see that it is there and open it; else members may.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>The database number of who added it; null for what came with an archive.</summary>
    public int? AddedById { get; private set; }

    /// <summary>When it was added.</summary>
    public Instant AddedAt { get; private set; }

    /// <summary>Says anew what it is, what it is called and for whom.</summary>
    public void Change(MaterialKind kind, string title, bool isPublic)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(title.Length, TitleMaximum, nameof(title));
        (Kind, Title, IsPublic) = (kind, title.Trim(), isPublic);
    }

    internal void LeadTo(string link)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(link);
        Link = link;
    }

    internal void Hold(StoredFile file) => File = file;
}

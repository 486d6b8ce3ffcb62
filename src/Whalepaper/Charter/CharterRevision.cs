using NodaTime;

namespace Whalepaper.Charter;

/// <summary>
/// The group's document as it was handed in: the newest revision is the template from which the living document is written,
/// the older ones are kept so that an import can be looked back at.
/// </summary>
public sealed class CharterRevision
{
    private CharterRevision()
    {
    }

    /// <summary>Keeps a document.</summary>
    /// <param name="source">Its text, with every line ending and a byte order mark if there was one.</param>
    /// <param name="origin">Where it came from: a file's name, or the page that sent it.</param>
    /// <param name="importedAt">When.</param>
    public CharterRevision(string source, string origin, Instant importedAt)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        Origin = origin;
        ImportedAt = importedAt;
    }

    /// <summary>Counts up with every import.</summary>
    public int Id { get; private set; }

    /// <summary>The text, unchanged to the byte once written as UTF-8.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Where it came from.</summary>
    public string Origin { get; private set; } = "";

    /// <summary>When it was imported.</summary>
    public Instant ImportedAt { get; private set; }
}

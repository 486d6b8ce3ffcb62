namespace Whalepaper.Charter;

/// <summary>What is asked for with a document.</summary>
/// <param name="Text">The document.</param>
/// <param name="Origin">Where it came from: a file's name.</param>
/// <param name="DryRun">Whether only to tell what would happen.</param>
/// <param name="ZoneId">The zone of a group that is founded by it; null to take it from the document's language.</param>
/// <param name="LinkBase">Where relative links lead; null to leave that as it is.</param>
public sealed record ImportOrder(CharterText Text, string Origin, bool DryRun = false, string? ZoneId = null, string? LinkBase = null);

/// <summary>How far an import is: entries done, of how many.</summary>
public sealed record ImportProgress(int Done, int Total);

/// <summary>What an import did, or would do.</summary>
/// <param name="Encoding">How the bytes were read.</param>
/// <param name="Lines">Lines of the document.</param>
/// <param name="Understood">Lines that mean something to the program, without those that are doubtful.</param>
/// <param name="Remarks">What is doubtful, by line.</param>
public sealed record ImportReport(string Encoding, int Lines, int Understood, IReadOnlyList<Remark> Remarks)
{
    /// <summary>Whether the group began with it.</summary>
    public bool Founded { get; internal set; }

    /// <summary>Blank lines and prose: kept as they are.</summary>
    public int Prose => Lines - Understood - Remarks.Select(r => r.Line).Distinct().Count();

    /// <summary>Tracks, topics, parts of the outline and entries that are new.</summary>
    public int Added { get; internal set; }

    /// <summary>Those that changed.</summary>
    public int Changed { get; internal set; }

    /// <summary>Those that say what they said.</summary>
    public int Unchanged { get; internal set; }

    /// <summary>What an earlier document or the program has and this document does not: kept, and named here.</summary>
    public List<string> Vanished { get; } = [];
}

namespace Whalepaper.Admission;

/// <summary>What somebody answers who applies.</summary>
/// <param name="TrackIds">The database numbers of the tracks in which they want to take part.</param>
/// <param name="Why">Why they want to join, plain text.</param>
/// <param name="PaperTitle">The paper that they would share on trial.</param>
/// <param name="PaperLink">Where it is: an absolute http or https address; null for none.</param>
/// <param name="Hours">How many hours a week they have for it; null while they did not say.</param>
/// <param name="Promises">Whether they promise the time.</param>
public sealed record ApplicationAnswers(IReadOnlyList<int> TrackIds, string? Why, string? PaperTitle, string? PaperLink, int? Hours, bool Promises)
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int WhyMaximum = 2000;

    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 300;

    /// <summary>The longest address, in UTF-16 units.</summary>
    public const int LinkMaximum = 1000;

    /// <summary>The most hours a week that somebody may promise.</summary>
    public const int HoursMaximum = 60;

    /// <summary>Whether nothing is missing: tracks, a reason, a paper, hours, and the promise.</summary>
    public bool IsComplete => TrackIds.Count > 0 && !string.IsNullOrWhiteSpace(Why) && !string.IsNullOrWhiteSpace(PaperTitle) && Hours is > 0 and <= HoursMaximum && Promises;
}

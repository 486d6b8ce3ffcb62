using System.Globalization;
using Whalepaper.Meetings;

namespace Whalepaper.Tracks;

/// <summary>A direction of study (方向) with its weekly hour: NLP, CV, RES …</summary>
public sealed class Track
{
    private Track()
    {
    }

    /// <summary>Opens a track.</summary>
    /// <param name="code">Its short name in addresses and marks: 1 to 24 letters, digits or dashes, kept in lower case.</param>
    /// <param name="name">Its name in the group's own language.</param>
    /// <param name="position">Its place among the tracks, from 0.</param>
    public Track(string code, string name, int position)
    {
        ArgumentNullException.ThrowIfNull(code);
        var lower = code.ToLowerInvariant();
        if (lower.Length is 0 or > 24 || lower[0] == '-' || !lower.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException($"'{code}' is no track code: 1 to 24 letters, digits or dashes.", nameof(code));
        Code = lower;
        Rename(name);
        Position = position;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Short, unique, lower case: <c>nlp</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The code as a mark on a page: <c>NLP</c>.</summary>
    public string Mark => MarkOf(Code);

    /// <summary>Its name in the group's own language.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its name in English, where it has one.</summary>
    public string? EnglishName { get; private set; }

    /// <summary>The names under which the charter speaks of it: <c>NLP</c>, <c>自然语言处理</c>.</summary>
    public List<string> Labels { get; private set; } = [];

    /// <summary>Its place among the tracks, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Its weekly hour; null while it has none.</summary>
    public Slot? Slot { get; private set; }

    /// <summary>Whether its meetings are open: everyone who joined may come, and share once the committee accepts it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How members get into its meetings from afar, unless one says otherwise; null for no such way.</summary>
    public JoinLink? JoinLink { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>The name for a reader of this language.</summary>
    public string NameIn(CultureInfo culture) => NameIn(culture, Name, EnglishName);

    internal static string NameIn(CultureInfo culture, string name, string? englishName)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return string.Equals(culture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal) && englishName is not null ? englishName : name;
    }

    internal static string MarkOf(string code) => code.ToUpperInvariant();

    /// <summary>Gives it another name.</summary>
    public void Rename(string name, string? englishName = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
        EnglishName = englishName ?? EnglishName;
    }

    /// <summary>Remembers a name under which the charter speaks of this track.</summary>
    public void KnowAs(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        if (!Labels.Contains(label, StringComparer.OrdinalIgnoreCase))
            Labels = [.. Labels, label];
    }

    /// <summary>Opens its meetings to everyone who joined, or keeps them to the inner group.</summary>
    public void OpenTo(bool everyone) => IsOpen = everyone;

    /// <summary>Sets the weekly hour, or takes it away.</summary>
    public void MeetWeekly(Slot? slot) => Slot = slot;

    /// <summary>Says how members get into its meetings from afar, or takes it away.</summary>
    public void JoinBy(JoinLink? link) => JoinLink = link;
}

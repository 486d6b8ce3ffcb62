using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Charter;

/// <summary>What a charter says, be it written in a document or lived in the database: the two are compared in this form.</summary>
/// <param name="Name">The group's name; null if the document has no title.</param>
/// <param name="Tracks">The tracks, in order of appearance.</param>
/// <param name="Outline">The parts that each talk must cover.</param>
/// <param name="Topics">The topics, in the order of the document.</param>
public sealed record CharterFacts(
    string? Name, IReadOnlyList<TrackFact> Tracks, IReadOnlyList<PartFact> Outline, IReadOnlyList<TopicFact> Topics);

/// <summary>A track.</summary>
/// <param name="Code">Its code; see <see cref="TrackNames.CodeOf"/>.</param>
/// <param name="Name">The name under which new lists of it are headed.</param>
/// <param name="Labels">Every name under which the document speaks of it.</param>
/// <param name="Slot">Its weekly hour; null if none is said.</param>
public sealed record TrackFact(string Code, string Name, IReadOnlyList<string> Labels, SlotFact? Slot);

/// <summary>A weekly hour, in the group's zone.</summary>
/// <param name="Weekday">The day of the week.</param>
/// <param name="Time">When it begins.</param>
/// <param name="Minutes">How long it takes; null where a document does not say.</param>
public sealed record SlotFact(IsoDayOfWeek Weekday, LocalTime Time, int? Minutes = null)
{
    /// <summary>The same hour with no more said about its length than another says.</summary>
    internal SlotFact AsFullyAs(SlotFact other) => other.Minutes is null ? this with { Minutes = null } : this;
}

/// <summary>A part of every talk, with its bounds in minutes.</summary>
public sealed record PartFact(string Title, int? Minimum, int? Maximum);

/// <summary>A topic with its reading lists.</summary>
/// <param name="Number">What the group counts it as.</param>
/// <param name="Title">A title beside the number.</param>
/// <param name="Starts">Its first day.</param>
/// <param name="Ends">Its last day.</param>
/// <param name="Lists">A list a track, in order.</param>
public sealed record TopicFact(int Number, string? Title, LocalDate? Starts, LocalDate? Ends, IReadOnlyList<ListFact> Lists);

/// <summary>The reading list of a track in a topic.</summary>
public sealed record ListFact(string Track, string? Theme, IReadOnlyList<EntryFact> Entries);

/// <summary>A paper on a list.</summary>
/// <param name="Key">By what its line is known, unique in its list; see <see cref="KeyOf"/>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Link">Where it is read, as written; null if nowhere, or if the address is not safe.</param>
/// <param name="Presenters">Who shared it or will; empty while it is open to claim.</param>
public sealed record EntryFact(string Key, string Title, string? Link, IReadOnlyList<string> Presenters)
{
    /// <summary>The key of a line: a digest of its title and link, with a number where the same two stand in one list again.</summary>
    /// <param name="title">The title.</param>
    /// <param name="link">The link.</param>
    /// <param name="ordinal">How many lines of the list had the same two before, from 0.</param>
    public static string KeyOf(string title, string? link, int ordinal)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{NormalName.Of(title)}\n{link}"));
        var stem = Convert.ToHexStringLower(digest.AsSpan(0, 10));
        return ordinal == 0 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{ordinal}");
    }

    /// <summary>Whether two entries say the same, whatever their keys.</summary>
    public bool SaysTheSameAs(EntryFact other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return string.Equals(Title, other.Title, StringComparison.Ordinal) && string.Equals(Link, other.Link, StringComparison.Ordinal)
            && Presenters.SequenceEqual(other.Presenters, StringComparer.Ordinal);
    }
}

using NodaTime;
using Whalepaper.Papers;

namespace Whalepaper.Topics;

/// <summary>A paper on the reading list of a track in a topic.</summary>
public sealed class ReadingListEntry
{
    private ReadingListEntry()
    {
    }

    /// <summary>Puts a paper on a list.</summary>
    /// <param name="list">Whose list.</param>
    /// <param name="paper">What is to be read.</param>
    /// <param name="position">Its place on the list, from 0.</param>
    /// <param name="addedAt">When.</param>
    public ReadingListEntry(TopicTrack list, Paper paper, int position, Instant addedAt)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(paper);
        List = list;
        TopicId = list.TopicId;
        TrackId = list.TrackId;
        Paper = paper;
        Position = position;
        AddedAt = addedAt;
        paper.Shelve(addedAt);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>Whose list; null while it was not loaded.</summary>
    public TopicTrack List { get; private set; } = null!;

    /// <summary>The paper's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>What is to be read.</summary>
    public Paper Paper { get; private set; } = null!;

    /// <summary>Its place on the list, from 0; gaps do not matter.</summary>
    public int Position { get; private set; }

    /// <summary>When it came onto the list.</summary>
    public Instant AddedAt { get; private set; }

    /// <summary>By what the charter's text knows this entry; null for one that began here.</summary>
    public string? CharterKey { get; private set; }

    /// <summary>Moves it on its list.</summary>
    public void MoveTo(int position) => Position = position;

    /// <summary>Ties it to the charter's line of this key.</summary>
    public void KnowAs(string? charterKey) => CharterKey = charterKey;

    /// <summary>Lists another paper in its place.</summary>
    public void Replace(Paper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        Paper = paper;
        paper.Shelve(AddedAt);
    }
}

using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Charter;

/// <summary>
/// Writes the reading lists of one topic as a document of their own, in the manner of the group's charter: its way to head a topic, to
/// number entries and to name presenters. A charter may be large and changes seldom: its manner is read once a revision.
/// </summary>
public sealed class TopicSheet
{
    // Both together, so that a revision is never paired with another one's manner.
    private Manner _manner = new(-1, new EntryWriting(CharterReader.Read("")), null);

    /// <summary>The document.</summary>
    /// <param name="db">The database, for the charter's newest revision.</param>
    /// <param name="topic">What the topic says now; its tracks by the names under which its lists are headed.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<string> WriteAsync(WhalepaperDb db, TopicFact topic, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(topic);
        var manner = await MannerAsync(db, cancellation);
        List<string> lines = ["# " + HeadingOf(manner, topic)];
        foreach (var list in topic.Lists)
        {
            lines.AddRange(["", "## " + ListHeading.Write(list.Track, list.Theme)]);
            if (list.Entries.Count > 0)
                lines.AddRange(["", .. list.Entries.Select((entry, index) => ListMarker.Renumber(manner.Entries.Write(entry, neighbour: null, headed: true), index + 1))]);
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string HeadingOf(Manner manner, TopicFact topic)
    {
        if (manner.Heading is { } heading && TopicHeading.Read(heading) is { } like)
            return like.For(heading, topic);
        return topic.Title is null ? $"Topic {topic.Number}" : $"Topic {topic.Number}: {topic.Title}";
    }

    private async Task<Manner> MannerAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var newest = await db.CharterRevisions.MaxAsync(revision => (int?)revision.Id, cancellation) ?? 0;
        var manner = Volatile.Read(ref _manner);
        if (manner.Revision == newest)
            return manner;
        var source = await db.CharterRevisions.Where(revision => revision.Id == newest).Select(revision => revision.Source).SingleOrDefaultAsync(cancellation);
        var document = CharterReader.Read(source ?? "");
        var topic = document.Topics.Find(t => t.Heading.IsWritten);
        manner = new Manner(newest, new EntryWriting(document), topic is null ? null : document.Headings.Find(h => h.Line == topic.Line)?.Words);
        Volatile.Write(ref _manner, manner);
        return manner;
    }

    private sealed record Manner(int Revision, EntryWriting Entries, string? Heading);
}

using Markdig;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>A section of the charter's own prose.</summary>
/// <param name="Number">Its place among the headings, from 1.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Anchor">The heading's anchor.</param>
/// <param name="Text">What stands under it, plain text.</param>
internal sealed record CharterSection(int Number, string Title, string Anchor, string Text);

/// <summary>The sections of the charter that can be found. A document may be large and changes seldom: it is read once a revision.</summary>
internal sealed class CharterSections
{
    private const int MostRead = 20_000;

    // Both together, so that a revision is never paired with another one's sections.
    private Kept _kept = new(0, []);

    /// <summary>The sections of the newest revision.</summary>
    public async Task<IReadOnlyList<CharterSection>> ReadAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var newest = await db.CharterRevisions.MaxAsync(revision => (int?)revision.Id, cancellation) ?? 0;
        var kept = Volatile.Read(ref _kept);
        if (kept.Revision == newest)
            return kept.Sections;
        var source = await db.CharterRevisions.Where(revision => revision.Id == newest).Select(revision => revision.Source).SingleAsync(cancellation);
        var sections = Read(source);
        // A revision that is still being written may be taken back, and its number given to another one.
        if (db.Database.CurrentTransaction is null)
            Volatile.Write(ref _kept, new Kept(newest, sections));
        return sections;
    }

    /// <summary>The sections of a text. Reading lists are left out, for what stands on them is found as papers and talks, and tables of contents,
    /// for they only say what stands elsewhere.</summary>
    public static IReadOnlyList<CharterSection> Read(string source)
    {
        var document = CharterReader.Read(source);
        var sections = new List<CharterSection>();
        var topics = document.Topics.Where(topic => topic.Heading.IsWritten).Select(topic => (topic.Line, topic.End)).ToList();
        var lists = document.Topics.SelectMany(topic => topic.Lists).Where(list => list.Entries.Count > 0).Select(list => list.HeadingLine).ToHashSet();
        var contents = document.Contents.Select(entry => entry.Line).ToHashSet();
        for (var index = 0; index < document.Headings.Count; index++)
        {
            var heading = document.Headings[index];
            if (lists.Contains(heading.Line) || topics.Exists(topic => topic.Line <= heading.Line && heading.Line < topic.End))
                continue;
            var end = index + 1 < document.Headings.Count ? document.Headings[index + 1].Line : document.Lines.Count;
            var first = heading.Line + heading.Height;
            var own = Enumerable.Range(first, Math.Max(0, end - first)).Where(line => !contents.Contains(line)).ToList();
            var text = Plain(own.Select(line => document.Lines[line]));
            if (text.Length > 0 || own.Count == Math.Max(0, end - first))
                sections.Add(new(index + 1, heading.Words, heading.Anchor, text));
        }

        return sections;
    }

    private static string Plain(IEnumerable<SourceLine> lines)
    {
        var length = 0;
        return PlainText.Of(string.Join('\n', lines.TakeWhile(line => (length += line.Length + 1) < MostRead).Select(line => line.Text)));
    }

    private sealed record Kept(int Revision, IReadOnlyList<CharterSection> Sections);
}

/// <summary>Markdown as somebody reads it aloud.</summary>
internal static class PlainText
{
    /// <summary>The words of a Markdown text on one line.</summary>
    public static string Of(string markdown) =>
        string.Join(' ', Markdown.ToPlainText(markdown).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}

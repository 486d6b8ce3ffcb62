namespace Whalepaper.Charter;

/// <summary>A stretch of the charter as its page shows it: the group's own words, or something that lives.</summary>
public abstract record CharterBlock
{
    /// <summary>The group's own words, as Markdown.</summary>
    public sealed record Words(string Markdown) : CharterBlock;

    /// <summary>A heading, under the anchor that GitHub gives it.</summary>
    /// <param name="Level">2 to 6; never more than one below the heading before it.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="Anchor">Its anchor.</param>
    /// <param name="Topic">The number of the topic that it names, if it names one.</param>
    public sealed record Title(int Level, string Text, string Anchor, int? Topic) : CharterBlock;

    /// <summary>Weekly hours: the codes of their tracks, as the document names them.</summary>
    public sealed record Hours(IReadOnlyList<(string Code, string Label)> Tracks) : CharterBlock;

    /// <summary>The parts of every talk.</summary>
    public sealed record Parts : CharterBlock;

    /// <summary>A reading list.</summary>
    /// <param name="Topic">The topic's number.</param>
    /// <param name="Track">The track's code.</param>
    /// <param name="Entries">How many entries the document has.</param>
    public sealed record List(int Topic, string Track, int Entries) : CharterBlock;
}

/// <summary>Parts a document into blocks.</summary>
internal static class CharterBlocks
{
    /// <summary>The blocks in the order of the document, without its first heading and its contents list, which a page makes itself.</summary>
    public static List<CharterBlock> Of(CharterDocument document)
    {
        var living = Living(document);
        var headings = document.Headings.ToDictionary(heading => heading.Line);
        var topics = document.Topics.Where(topic => topic.Heading.IsWritten).ToDictionary(topic => topic.Line, topic => topic.Number);
        var blocks = new List<CharterBlock>();
        var words = new List<string>();
        var level = 1;
        for (var line = 0; line < document.Lines.Count; line++)
        {
            if (headings.TryGetValue(line, out var heading))
            {
                Flush(blocks, words);
                if (heading.Line != document.Name?.Line)
                {
                    level = Math.Clamp(heading.Level, 2, Math.Max(level + 1, 2));
                    blocks.Add(new CharterBlock.Title(level, heading.Words, heading.Anchor, topics.TryGetValue(line, out var number) ? number : null));
                }

                line += heading.Height - 1;
            }
            else if (living.TryGetValue(line, out var block))
            {
                Flush(blocks, words);
                Live(blocks, block);
            }
            else
            {
                words.Add(document.Lines[line].Text);
            }
        }

        Flush(blocks, words);
        WithoutContentsHeading(document, blocks);
        return blocks;
    }

    // What stands at a line that lives; null for a line of the contents list, or of a list that was told at its first line.
    private static Dictionary<int, CharterBlock?> Living(CharterDocument document)
    {
        var living = new Dictionary<int, CharterBlock?>();
        foreach (var slot in document.Slots)
            living[slot.Line] = new CharterBlock.Hours([(slot.Track, document.Lines[slot.Line].Text[slot.Label])]);
        foreach (var part in document.Outline)
            living[part.Line] = new CharterBlock.Parts();
        foreach (var entry in document.Contents)
            living[entry.Line] = null;
        foreach (var topic in document.Topics)
        {
            foreach (var list in topic.Lists)
            {
                foreach (var (line, _, _) in list.Entries)
                    living[line] = null;
                if (list.Entries.Count > 0)
                    living[list.Entries[0].Line] = new CharterBlock.List(topic.Number, list.Track, list.Entries.Count);
            }
        }

        return living;
    }

    // Hours and parts that follow one another are one block.
    private static void Live(List<CharterBlock> blocks, CharterBlock? block)
    {
        if (block is CharterBlock.Hours more && blocks is [.., CharterBlock.Hours hours])
            blocks[^1] = new CharterBlock.Hours([.. hours.Tracks, .. more.Tracks]);
        else if (block is not null && !(block is CharterBlock.Parts && blocks is [.., CharterBlock.Parts]))
            blocks.Add(block);
    }

    private static void Flush(List<CharterBlock> blocks, List<string> words)
    {
        if (words.Exists(line => !string.IsNullOrWhiteSpace(line.Trim('\uFEFF'))))
            blocks.Add(new CharterBlock.Words(string.Join('\n', words)));
        words.Clear();
    }

    // The heading of the contents list goes with the list.
    private static void WithoutContentsHeading(CharterDocument document, List<CharterBlock> blocks)
    {
        if (document.Contents.Count == 0 || document.Headings.FindLast(heading => heading.Line < document.Contents[0].Line) is not { } over || over.Line == document.Name?.Line)
            return;
        var at = blocks.FindIndex(block => block is CharterBlock.Title title && string.Equals(title.Anchor, over.Anchor, StringComparison.Ordinal));
        if (at >= 0 && (at + 1 == blocks.Count || blocks[at + 1] is CharterBlock.Title))
            blocks.RemoveAt(at);
    }
}

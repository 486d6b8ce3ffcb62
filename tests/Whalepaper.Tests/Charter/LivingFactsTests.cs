using CsCheck;
using NodaTime;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>Whatever changes in the program: the document written from it says just that, in every habit, and its prose stays.</summary>
public sealed class LivingFactsTests
{
    private static readonly CharterDocument[] Sources = [.. Fixture.Mannered.Select(name => CharterReader.Read(Fixture.Text(name))), CharterReader.Read(CharterHouse.Sample)];

    private static readonly Gen<string> Titles = Gen.OneOf(
        "XLNet", "Span [ACL2019]", "half ] bracket", "[front] bracket", "back\\slash \\[", "人脸识别：综述", "a (Bo) c", "ends (Bo Meyer)", "x【y】", "x【y", "1. numbered", "— dash", "by Nobody", "two\nlines", "- Ann", "a — by Ann", "`code` *em*", "C++ & <b>");

    private static readonly Gen<string?> Links = Gen.OneOf<string?>(
        null, "https://a.b/c", "https://a.b/c#d-e", "Topic6/NLP/a b.pdf", "https://a.b/(x)", "https://a.b/)x", "https://a.b/x(", "资料/论文.pdf", "https://a.b/y\"z\"");

    private static readonly Gen<string> People = Gen.OneOf("杨夕", "Sm1les", "星", "我是大好人", "Ada Lovelace", "ACL", "sol", "J. P. van Dyk", "Quentin", "pdf", "X Æ 12");

    private static readonly Gen<SlotFact> Slots = Gen.Select(Gen.Int[1, 7], Gen.Int[0, 23], Gen.Int[0, 59], (day, hour, minute) => new SlotFact((IsoDayOfWeek)day, new LocalTime(hour, minute)));

    private static readonly Gen<EntryFact> Entries = Gen.Select(Titles, Links, People.Array[0, 3], (title, link, who) => new EntryFact("new", title, link, [.. who.Distinct()]));

    // What is done, where (two numbers, taken modulo what there is), and with which words.
    private static readonly Gen<(int What, int Where, int Which, EntryFact Entry, SlotFact Slot)> Changes =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 99], Gen.Int[0, 99], Entries, Slots);

    [Fact]
    public void What_is_written_is_read_again() => Gen.Select(Gen.Int[0, Sources.Length - 1], Changes.Array[1, 6]).Sample(
        (which, changes) =>
        {
            var source = Sources[which];
            var live = Sayable(source, changes.Aggregate(source.Facts, (facts, change) => Change(facts, change)));
            var text = CharterWriter.Write(source, live);
            var again = CharterReader.Read(text);

            Assert.Equal(Said(live), Said(again.Facts));
            Assert.Equal(text, CharterWriter.Write(again, again.Facts));
            ProseStays(source, text);
            ContentsLead(source, again);
        },
        iter: 4_000);

    private static CharterFacts Change(CharterFacts facts, (int What, int Where, int Which, EntryFact Entry, SlotFact Slot) change)
    {
        var entry = change.Entry;
        if (change.What == 0)
            return facts with { Name = "Readers " + change.Which };
        if (change.What == 1)
            return facts with { Tracks = [.. facts.Tracks.Select((t, i) => t.Slot is { } slot && i == change.Where % facts.Tracks.Count ? t with { Slot = change.Slot with { Minutes = slot.Minutes } } : t)] };
        if (change.What == 2)
            return facts.Outline.Count == 0 ? facts : facts with { Outline = [.. facts.Outline.Take(change.Where % facts.Outline.Count), new($"part {change.Which}", null, change.Which < 50 ? null : change.Which), .. facts.Outline.Skip(change.Where % facts.Outline.Count)] };
        if (change.What == 3)
            return facts.Outline.Count < 2 ? facts : facts with { Outline = [.. facts.Outline.Where((_, i) => i != change.Where % facts.Outline.Count)] };
        if (change.What == 4)
            return WithTopic(facts, change.Where);
        if (facts.Topics.Count == 0)
            return facts;
        var at = change.Where % facts.Topics.Count;
        var topic = facts.Topics[at];
        if (change.What == 5 && source(topic))
            topic = topic with { Title = "Signals " + change.Which };
        else if (change.What == 6 && !topic.Lists.Any(l => l.Track is "sec" or TrackNames.Only))
            topic = topic with { Lists = [.. topic.Lists, new("sec", null, [entry with { Key = "sec" }])] };
        else if (topic.Lists.Count > 0)
            topic = topic with { Lists = [.. topic.Lists.Select((l, i) => i == change.Which % topic.Lists.Count ? Change(l, change) : l)] };
        return facts with { Topics = [.. facts.Topics.Select((t, i) => i == at ? topic : t)] };

        bool source(TopicFact t) => t.Number != 1 || facts.Topics.Count > 1;
    }

    private static ListFact Change(ListFact list, (int What, int Where, int Which, EntryFact Entry, SlotFact Slot) change)
    {
        var entry = change.Entry;
        var at = list.Entries.Count == 0 ? 0 : change.Which % list.Entries.Count;
        return change.What switch
        {
            7 when list.Track != TrackNames.Only => list with { Theme = change.Which < 20 ? null : "theme " + change.Which },
            8 => list with { Entries = [.. list.Entries.Take(at), entry with { Key = $"new {list.Entries.Count}" }, .. list.Entries.Skip(at)] },
            9 => list with { Entries = [.. list.Entries.Where((_, i) => i != at)] },
            10 => list with { Entries = [.. list.Entries.Select((e, i) => i == at ? entry with { Key = e.Key, Link = entry.Link ?? e.Link } : e)] },
            _ => list with { Entries = [.. list.Entries.Select((e, i) => i == at ? e with { Presenters = entry.Presenters } : e)] },
        };
    }

    // Where the tracks come first, one heading serves all topics and can name no topic's theme; and a topic without a heading has no title.
    private static CharterFacts Sayable(CharterDocument source, CharterFacts facts)
    {
        var isTrackFirst = source.Topics.Exists(t => t.Lists.Exists(l => l.IsTrackFirst));
        var unwritten = source.Topics.Find(t => !t.Heading.IsWritten)?.Number;
        return facts with
        {
            Topics = [.. facts.Topics.Select(t => t with
            {
                Title = t.Number == unwritten ? null : t.Title,
                Lists = isTrackFirst ? [.. t.Lists.Select(l => l with { Theme = null })] : t.Lists,
            })],
        };
    }

    private static CharterFacts WithTopic(CharterFacts facts, int which)
    {
        var number = 1 + (which % 20);
        if (facts.Topics.Any(t => t.Number == number) || facts.Tracks.Count == 0)
            return facts;
        var track = facts.Tracks[which % facts.Tracks.Count].Code;
        return facts with { Topics = [.. facts.Topics, new(number, which < 50 ? null : "Fresh", null, null, [new(track, null, which % 2 == 0 ? [] : [new("k", "First", null, ["Ann"])])])] };
    }

    // In which order a topic's lists stand is no fact: where a document tells a topic twice, a new list comes before the second telling. Nor has a list without a
    // name a place in a document before its first entry.
    private static string Said(CharterFacts facts) => string.Join('\n',
        $"{facts.Name}",
        string.Join('\n', facts.Tracks.Where(t => t.Slot is not null).OrderBy(t => t.Code, StringComparer.Ordinal).Select(t => $"{t.Code} {t.Slot}")),
        string.Join('\n', facts.Outline),
        string.Join('\n', facts.Topics.OrderBy(t => t.Number).Select(t => $"{t.Number} {t.Title} {t.Starts}" + string.Concat(t.Lists.Where(l => l.Track != TrackNames.Only || l.Entries.Count > 0).OrderBy(l => l.Track, StringComparer.Ordinal).Select(Said)))));

    private static string Said(ListFact list) => $"\n{list.Track} {list.Theme}" + string.Concat(
        list.Entries.Select(e => $"\n  {e.Title.ReplaceLineEndings(" ")} -> {e.Link} @ {string.Join('、', e.Presenters)}"));

    private static void ProseStays(CharterDocument source, string text)
    {
        var bound = source.Slots.Select(s => s.Line).Concat(source.Outline.Select(o => o.Line)).Concat(source.Contents.Select(c => c.Line)).Concat(source.Headings.Select(h => h.Line))
            .Concat(source.Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Select(e => e.Line)).ToHashSet();
        var lines = SourceLine.Split(text);
        var at = 0;
        for (var line = 0; line < source.Lines.Count; line++)
        {
            // A note below an entry goes where the entry goes.
            if (bound.Contains(line) || source.Lines[line].IsBlank || char.IsWhiteSpace(source.Lines[line].Text[0]))
                continue;
            while (at < lines.Count && lines[at].Text != source.Lines[line].Text)
                at++;
            Assert.True(at++ < lines.Count, $"line {line + 1} of the document is gone: {source.Lines[line].Text}");
        }
    }

    private static void ContentsLead(CharterDocument source, CharterDocument again)
    {
        var anchors = source.Headings.Select(h => h.Anchor).ToHashSet();
        if (source.Contents.All(c => anchors.Contains(source.Lines[c.Line].Text[c.Anchor])))
            Assert.All(again.Contents, c => Assert.Contains(again.Lines[c.Line].Text[c.Anchor], again.Headings.Select(h => h.Anchor)));
    }
}

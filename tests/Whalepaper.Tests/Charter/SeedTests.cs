using NodaTime;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class SeedTests
{
    private readonly CharterDocument _document = CharterReader.Read(File.ReadAllText("samples/whalepaper.md"));

    [Fact]
    public void Its_hours_are_understood()
    {
        var slots = _document.Facts.Tracks.ToDictionary(t => t.Code, t => t.Slot);
        Assert.Equal(new SlotFact(IsoDayOfWeek.Saturday, new LocalTime(21, 30)), slots["nlp"]);
        Assert.Equal(new SlotFact(IsoDayOfWeek.Sunday, new LocalTime(20, 30)), slots["cv"]);
        Assert.Equal(new SlotFact(IsoDayOfWeek.Saturday, new LocalTime(20, 30)), slots["res"]);
        Assert.Equal(["自然语言处理", "图像处理", "推荐系统"], _document.Facts.Tracks.Select(t => t.Name));
    }

    [Fact]
    public void Its_outline_is_understood()
    {
        Assert.Equal(5, _document.Facts.Outline.Count);
        Assert.Equal(new PartFact("领域知识介绍", 10, 20), _document.Facts.Outline[0]);
        Assert.Equal(new PartFact("动机", null, null), _document.Facts.Outline[1]);
    }

    [Fact]
    public void Its_lists_are_understood()
    {
        Assert.Equal("whalepaper", _document.Facts.Name);
        Assert.Equal([5, 4, 3], _document.Facts.Topics.Select(t => t.Number));
        Assert.Equal([2, 0, 3], _document.Facts.Topics[0].Lists.Select(l => l.Entries.Count));
        Assert.Equal([3, 7, 1], _document.Facts.Topics[1].Lists.Select(l => l.Entries.Count));
        Assert.Equal([6, 5], _document.Facts.Topics[2].Lists.Select(l => l.Entries.Count));
        var bracketed = _document.Facts.Topics[2].Lists[0].Entries[0];
        Assert.EndsWith("[ACL2019]", bracketed.Title, StringComparison.Ordinal);
        Assert.Equal(["杨夕"], bracketed.Presenters);
        Assert.Empty(_document.Facts.Topics[1].Lists[1].Entries[2].Presenters);
        Assert.Empty(_document.Facts.Topics[2].Lists[0].Entries[3].Presenters);
        Assert.Equal("Topic5/RES/FiBiNET分享.pdf", _document.Facts.Topics[0].Lists[2].Entries[2].Link, ignoreCase: true);
        Assert.Empty(_document.Remarks);
        Assert.Equal(22, _document.Contents.Count);
    }

    [Fact]
    public void A_talk_added_changes_its_line_alone()
    {
        var live = With(5, "cv", list => list with { Entries = [new("new", "U-Net", "https://example.org/u", ["蘇靜", "CJ"])] });
        Assert.Equal(["+1. [U-Net](https://example.org/u)【蘇靜、CJ】"], Changes(live));
    }

    [Fact]
    public void A_presenter_set_changes_its_line_alone()
    {
        var live = With(4, "cv", list => list with { Entries = [.. list.Entries.Select(e => e.Title == "MTCNN" ? e with { Presenters = ["安晟"] } : e)] });
        Assert.Equal(
            ["-3. [MTCNN](https://shimo.im/docs/p3dqHGXRxwrDtpRw#anchor-92e8)【】", "+3. [MTCNN](https://shimo.im/docs/p3dqHGXRxwrDtpRw#anchor-92e8)【安晟】"], Changes(live));
        live = With(3, "nlp", list => list with { Entries = [.. list.Entries.Take(5), list.Entries[5] with { Presenters = ["李方"] }] });
        Assert.EndsWith("#anchor-sbDK)【李方】", Changes(live)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_slot_moved_changes_its_line_alone()
    {
        var live = _document.Facts with
        {
            Tracks = [.. _document.Facts.Tracks.Select(t => t.Code == "nlp" ? t with { Slot = new(IsoDayOfWeek.Sunday, new LocalTime(20, 0)) } : t)],
        };
        Assert.Equal(["-- NLP 论文分享：每周六 晚上 九点半", "+- NLP 论文分享：每周日 晚上 八点"], Changes(live));
    }

    [Fact]
    public void An_entry_taken_out_counts_the_others_on()
    {
        var live = With(5, "res", list => list with { Entries = [.. list.Entries.Skip(1)] });
        var changes = Changes(live);
        Assert.Equal(3, changes.Count(c => c[0] == '-'));
        Assert.Contains(changes, c => c.StartsWith("+1. [EMBEDDING-BASED", StringComparison.Ordinal));
        Assert.Contains(changes, c => c.StartsWith("+2. [FiBiNET", StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_change_places()
    {
        var live = With(5, "nlp", list => list with { Entries = [.. list.Entries.Reverse()] });
        var again = CharterReader.Read(CharterWriter.Write(_document, live));
        Assert.Equal(live.Topics[0].Lists[0].Entries.Select(e => e.Title), again.Facts.Topics[0].Lists[0].Entries.Select(e => e.Title));
        Assert.Equal(4, Changes(live).Count);
    }

    [Fact]
    public void A_new_topic_comes_first_and_moves_the_anchors_on()
    {
        var live = _document.Facts with { Topics = [new(6, null, null, null, [new("nlp", null, [new("k", "XLNet", null, [])])]), .. _document.Facts.Topics] };
        var changes = Changes(live);
        Assert.Contains("+### Topic 6", changes);
        Assert.Contains("+#### 自然语言处理", changes);
        Assert.Contains("+    - [Topic 6](#topic-6)", changes);
        Assert.Contains("+      - [自然语言处理](#自然语言处理-3)", changes);
        Assert.DoesNotContain(changes, c => c.Contains("图像处理", StringComparison.Ordinal));
        var text = CharterWriter.Write(_document, live);
        var again = CharterReader.Read(text);
        Assert.Equal(again.Headings.Select(h => h.Anchor), again.Contents.Select(c => again.Lines[c.Line].Text[c.Anchor]));
        Assert.True(text.IndexOf("### Topic 6", StringComparison.Ordinal) < text.IndexOf("### Topic 5", StringComparison.Ordinal));
    }

    private CharterFacts With(int topic, string track, Func<ListFact, ListFact> change) => _document.Facts with
    {
        Topics = [.. _document.Facts.Topics.Select(t => t.Number != topic ? t : t with { Lists = [.. t.Lists.Select(l => l.Track == track ? change(l) : l)] })],
    };

    private List<string> Changes(CharterFacts live)
    {
        var before = _document.Source.Split('\n');
        var after = CharterWriter.Write(_document, live).Split('\n');
        return Difference.Of(before, after);
    }
}

using CsCheck;
using NodaTime;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class CharterLawTests
{
    // Strings made of what the reader looks for, so that it meets its own edges and not only noise.
    private static readonly Gen<string> Pieces = Gen.OneOf(
        "# ", "## ", "### Topic 5", "#### 自然语言处理", "Topic 6 (2026-11-07 – 2027-02-06)", "- ", "1. ", "2) ", "[", "]", "(", ")", "【", "】", "（", "）", "、", "：", ":",
        "每周六 晚上 九点半", "Saturdays 9:30 pm", "NLP 论文分享", "领域知识介绍(10-20 min)", "## 必须分享内容", "## 分享时间", "#自然语言处理-1", "https://a.b/c#d", "javascript:x",
        "\n", "\r\n", "\r", "\n\n", " ", "\t", "\uFEFF", "```", "~~~", "<!--", "-->", "===", "---", "\\", "\0", "\ud800", "é", "人脸", "Alice", "(Alice)", "— Bob", "<", ">", "*", "`",
        "[paper](https://a.b/p)", "**[A](b)**", "[[code](c)]", " and ", "<https://a.b>", "https://a.b/)。", "【[张三](u)】", "隔周六", "周6", "on Saturdays", "Saturday evenings 9:30");

    private static readonly Gen<string> Documents = Gen.OneOf(
        Pieces.Array[0, 60].Select(string.Concat),
        Gen.String[Gen.Char, 0, 80]);

    [Fact]
    public void Reading_and_writing_loses_no_byte() =>
        Documents.Sample(text => CharterReader.Read(text).Write() == text, iter: 20_000);

    [Fact]
    public void Writing_what_it_says_changes_nothing() =>
        Documents.Sample(
            text =>
            {
                var document = CharterReader.Read(text);
                Assert.Equal(text, CharterWriter.Write(document, document.Facts));
            },
            iter: 20_000);

    [Fact]
    public void Every_line_is_understood_or_doubtful_or_prose()
    {
        foreach (var name in Fixture.Names)
            Assert.InRange(Prose(Fixture.Text(name)), 1, int.MaxValue);
        // Two doubtful entries, one of them read in spite of it, beside two headings and a blank line.
        Assert.Equal(1, Prose("# G\n\n### Topic 1\n- [危险](javascript:alert(1))\n- [没有合上(https://a.b/1"));
        Documents.Sample(text => Prose(text) >= 0, iter: 5_000);
    }

    private static int Prose(string text)
    {
        var document = CharterReader.Read(text);
        return new ImportReport("UTF-8", document.Lines.Count, document.Understood, document.Remarks).Prose;
    }

    [Fact]
    public void A_list_told_twice_keeps_its_theme_where_it_stands()
    {
        const string text = "## 自然语言处理\n\n1. [a](https://a.b/1)\n\n## 自然语言处理：关系抽取\n\n1. [b](https://a.b/2)\n";
        var document = CharterReader.Read(text);
        Assert.Equal("关系抽取", document.Facts.Topics[0].Lists[0].Theme);
        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
    }

    [Fact]
    public void Every_weekly_hour_can_be_said_in_every_manner()
    {
        var manners = Gen.OneOf(
            "每周六 晚上 九点半", "每周日 晚上 八点半", "每周六晚上八点半", "星期三下午三点一刻", "礼拜天20:30", "周五 09:05", "每周二早上8点", "周四 14点", "星期一 晚上9:30",
            "Saturdays 9:30 pm", "every Sat at 21:30", "Sunday, 8 p.m.", "Thu 9PM", "mondays 07:15", "Wed 12am",
            "周六 晚上 9 点半", "周日 20 : 30", "周6（晚上九点过五分）", "**周六** 晚上 **九点钟**", "周五 深夜 十一点", "每周六 9:30 PM", "Saturday evenings, 9:30", "Sunday Mornings, 10:30",
            "Friday nights at 9 pm", "9:30 pm on Saturdays", "Saturday afternoons 2:15", "Sat. 21:30");
        var slots = Gen.Select(Gen.Int[1, 7], Gen.Int[0, 23], Gen.Int[0, 59], (day, hour, minute) => new SlotFact((IsoDayOfWeek)day, new LocalTime(hour, minute)));
        Gen.Select(manners, slots).Sample(
            (manner, slot) =>
            {
                var text = $"- NLP：{manner}";
                var rewritten = SlotPhrase.Find(text)!.Rewrite(text, slot);
                return SlotPhrase.Find(rewritten)?.Slot == slot;
            },
            iter: 20_000);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var source = CharterReader.Read(File.ReadAllText("samples/whalepaper.md"));
        var names = Gen.OneOf("杨夕", "Sm1les", "星", "我是大好人", "Ada Lovelace");
        var titles = Gen.OneOf("XLNet", "A [ACL2019]", "half ] bracket", "back\\slash", "人脸识别", "a (b) c", "x【y");
        var links = Gen.OneOf<string?>(null, "https://a.b/c", "Topic6/NLP/a b.pdf", "https://a.b/(x)", "https://a.b/)x");
        var entries = Gen.Select(titles, links, names.Array[0, 3], (title, link, who) => new EntryFact("", title, link, [.. who.Distinct()]))
            .Where(e => e.Link is not null || !e.Title.Contains('【', StringComparison.Ordinal));
        entries.Array[0, 5].Sample(
            fresh =>
            {
                var keyed = fresh.DistinctBy(e => (e.Title, e.Link)).Select(e => e with { Key = EntryFact.KeyOf(e.Title, e.Link, 0) }).DistinctBy(e => e.Key).ToList();
                var live = source.Facts with { Topics = [new TopicFact(6, "新的一期", null, null, [new ListFact("nlp", "检索", keyed), new ListFact("cv", null, [])]), .. source.Facts.Topics] };
                var again = CharterReader.Read(CharterWriter.Write(source, live)).Facts;
                Assert.Equal(live.Topics.Select(Said), again.Topics.Select(Said));
            },
            iter: 2_000);
    }

    private static string Said(TopicFact topic) =>
        $"{topic.Number} {topic.Title}: " + string.Join('\n', topic.Lists.Select(l => $"{l.Track}/{l.Theme}: " + string.Join(';', l.Entries.Select(e => $"{e.Title}|{e.Link}|{string.Join('、', e.Presenters)}"))));
}

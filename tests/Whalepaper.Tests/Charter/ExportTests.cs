using NodaTime;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>What a change in the program does to the document: the lines concerned, in the document's own style, and no other.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Wed 20:00", "- NLP 论文分享：每周三 晚上 八点")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sat 21:15", "- NLP 论文分享：每周六 晚上 九点一刻")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sat 21:45", "- NLP 论文分享：每周六 晚上 九点三刻")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sat 21:05", "- NLP 论文分享：每周六 晚上 九点零五分")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sun 14:20", "- NLP 论文分享：每周日 下午 两点二十分")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sun 08:00", "- NLP 论文分享：每周日 上午 八点")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sun 12:30", "- NLP 论文分享：每周日 中午 十二点半")]
    [InlineData("- NLP 论文分享：每周六 晚上 九点半", "Sun 00:30", "- NLP 论文分享：每周日 凌晨 零点半")]
    [InlineData("- NLP：每週六 晚上 九點半", "Sun 19:00", "- NLP：每週日 晚上 七點")]
    [InlineData("- NLP：每週六 晚上 九點半", "Sun 14:00", "- NLP：每週日 下午 兩點")]
    [InlineData("- NLP：星期三 21:30", "Fri 09:05", "- NLP：星期五 09:05")]
    [InlineData("- NLP：礼拜天晚上8点30分", "Mon 19:45", "- NLP：礼拜一晚上7点45分")]
    [InlineData("- NLP：礼拜天晚上8点整", "Mon 19:00", "- NLP：礼拜一晚上7点整")]
    [InlineData("- NLP：周五19:00～20:30", "Fri 20:00", "- NLP：周五20:00～21:30")]
    [InlineData("- NLP：周五晚上八点到九点半", "Fri 19:00", "- NLP：周五晚上七点到八点半")]
    [InlineData("- NLP：周五晚上八点到九点半", "Fri 11:00", "- NLP：周五上午十一点到十二点半")]
    [InlineData("- NLP：周六晚上8-9点", "Sun 19:00", "- NLP：周日晚上7点-8点")]
    [InlineData("- NLP: Saturdays 9:30 pm", "Sun 20:00", "- NLP: Sundays 8:00 pm")]
    [InlineData("- NLP: every Sat at 21:30", "Thu 08:05", "- NLP: every Thu at 08:05")]
    [InlineData("- NLP: Saturday, 9 p.m.", "Mon 21:30", "- NLP: Monday, 9:30 p.m.")]
    [InlineData("- NLP: Thu 9PM", "Thu 11:00", "- NLP: Thu 11AM")]
    [InlineData("- NLP: wednesdays 20:00–21:00", "Tue 21:30", "- NLP: tuesdays 21:30–22:30")]
    [InlineData("- NLP: Thu 8–9:30 pm", "Thu 19:00", "- NLP: Thu 7 pm–8:30 pm")]
    [InlineData("- NLP：周日 晚上 9 点半", "Sat 20:10", "- NLP：周六 晚上 8 点 10 分")]
    [InlineData("- NLP：周日 晚上 9 点 30 分", "Sat 20:05", "- NLP：周六 晚上 8 点 05 分")]
    [InlineData("- NLP：周日 20 : 30", "Sat 09:00", "- NLP：周六 09 : 00")]
    [InlineData("- NLP：周日（晚上九点过五分）", "Sat 20:06", "- NLP：周六（晚上八点过六分）")]
    [InlineData("- NLP：**每周六** 晚上 **九点半**", "Sun 14:00", "- NLP：**每周日** 下午 **两点**")]
    [InlineData("- NLP：每个星期六，晚上九点钟", "Sun 20:00", "- NLP：每个星期日，晚上八点钟")]
    [InlineData("- NLP：每周6（晚上九点）", "Sun 14:00", "- NLP：每周7（下午两点）")]
    [InlineData("- NLP：周五 深夜 十一点", "Sat 21:00", "- NLP：周六 深夜 九点")]
    [InlineData("- NLP：周日 午后两点", "Sat 15:30", "- NLP：周六 午后三点半")]
    [InlineData("- NLP：每周六 9:30 PM", "Sun 11:00", "- NLP：每周日 11:00 AM")]
    [InlineData("- NLP：周六晚间九点半。", "Sun 20:00", "- NLP：周日晚间八点。")]
    [InlineData("- NLP: Sat. 21:30", "Sun 20:00", "- NLP: Sun. 20:00")]
    [InlineData("- NLP: Saturdays (9:30 pm)", "Sun 20:00", "- NLP: Sundays (8:00 pm)")]
    [InlineData("- NLP: Saturday evenings, 9:30", "Sun 10:00", "- NLP: Sunday mornings, 10:00")]
    [InlineData("- NLP: Saturday evenings, 9:30", "Sun 14:00", "- NLP: Sunday afternoons, 2:00")]
    [InlineData("- NLP: Saturday Evenings, 21:30", "Sun 10:00", "- NLP: Sunday Mornings, 10:00")]
    [InlineData("- NLP: Saturday mornings from 9:30", "Sat 20:00", "- NLP: Saturday evenings from 8:00")]
    [InlineData("- NLP: Saturday afternoon at 2 pm", "Sat 19:00", "- NLP: Saturday evening at 7 pm")]
    [InlineData("- NLP: 9:30 pm on Saturdays", "Sun 10:00", "- NLP: 10:00 am on Sundays")]
    [InlineData("- NLP: 6:30–8:00 pm every Thursday", "Fri 19:00", "- NLP: 7:00 pm–8:30 pm every Friday")]
    [InlineData("- NLP: weekly on Saturday, 9:30 p.m.", "Sun 20:15", "- NLP: weekly on Sunday, 8:15 p.m.")]
    [InlineData("- NLP: Sat 11-1 pm, in the library", "Sat 13:00", "- NLP: Sat 1 pm-3 pm, in the library")]
    public void A_slot_moves_in_the_style_of_its_line(string line, string slot, string expected)
    {
        var document = CharterReader.Read($"# G\n\n## 分享时间 / Schedule\n\n{line}\n");
        var day = Enum.GetValues<IsoDayOfWeek>().Single(d => d.ToString().StartsWith(slot[..3], StringComparison.Ordinal));
        var moved = new SlotFact(day, NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(slot[4..]).Value, document.Facts.Tracks[0].Slot?.Minutes);

        var text = CharterWriter.Write(document, document.Facts with { Tracks = [document.Facts.Tracks[0] with { Slot = moved }] });

        Assert.Equal(["-" + line, "+" + expected], Difference.Of(document.Source.Split('\n'), text.Split('\n')));
        Assert.Equal(moved, CharterReader.Read(text).Facts.Tracks[0].Slot);
    }

    [Theory]
    [InlineData("parentheses", "SPLADE", "Cy Twombly", "- [SPLADE](https://arxiv.org/abs/2107.05720) (SIGIR 2021) (Cy Twombly)")]
    [InlineData("parentheses", "SPLADE", "Cy|Dora", "- [SPLADE](https://arxiv.org/abs/2107.05720) (SIGIR 2021) (Cy, Dora)")]
    [InlineData("parentheses", "SPLADE", "sm1les", "- [SPLADE](https://arxiv.org/abs/2107.05720) (SIGIR 2021) (by sm1les)")]
    [InlineData("parentheses", "Attention Is All You Need", "", "- [Attention Is All You Need](papers/attention.pdf)")]
    [InlineData("parentheses", "Attention Is All You Need", "Bo Meyer|杨夕", "- [Attention Is All You Need](papers/attention.pdf) (Bo Meyer, 杨夕)")]
    [InlineData("parentheses", "ColBERT: Efficient and Effective Passage Search", "Bo Meyer", "- [ColBERT: Efficient and Effective Passage Search](https://arxiv.org/abs/2004.12832v2) (Bo Meyer)")]
    [InlineData("parentheses", "A Survey of Dense Retrieval", "Eve", "- [A Survey of Dense Retrieval](https://example.org/survey#part-2) (Eve)")]
    [InlineData("setext", "Dremel", "Grace Odum", "* [Dremel](https://example.org/dremel) — Grace Odum")]
    [InlineData("setext", "MapReduce", "Grace Odum", "* [MapReduce](https://example.org/mr \"the classic\") — presented by Grace Odum")]
    [InlineData("setext", "MapReduce", "", "* [MapReduce](https://example.org/mr \"the classic\")")]
    [InlineData("by-whom", "Lottery Tickets", "Rui", "3. [Lottery Tickets](https://example.org/lt) by Rui")]
    [InlineData("by-whom", "Grokking", "Rui|Noor Haddad", "2. [Grokking](https://example.org/grok) by Rui and Noor Haddad")]
    [InlineData("fullwidth-crlf", "提示学习", "何雨", "1、[提示学习](https://example.org/prompt)【何雨】\r")]
    [InlineData("fullwidth-crlf", "开源方案：一个检索系统", "", "2、开源方案：一个检索系统\r")]
    [InlineData("references", "Rowhammer", "Viktor", "3. [Rowhammer] — Viktor")]
    [InlineData("comments", "Over-smoothing 串讲", "Yara", "4. Over-smoothing 串讲【Yara】")]
    [InlineData("comments", "`code` in *titles* stays", "Yara|Zed", "3. [`code` in *titles* stays](https://example.org/code)【Yara / Zed】")]
    [InlineData("emoji", "Whisper", "Hana|Gus", "- [ ] [Whisper](https://example.org/whisper) (Hana, Gus)")]
    [InlineData("woven", "重磅论文", "甲|乙", "1. **[重磅论文](https://example.org/1)**【甲、乙】")]
    [InlineData("woven", "尖括号", "张三|乙", "7. 尖括号 <https://example.org/7>【[张三](https://example.org/zhang)、乙】")]
    [InlineData("woven", "单引号", "李四", "9. [单引号](https://example.org/9 '经典')【[李四](https://example.org/li)】")]
    [InlineData("woven", "撤回的论文", "甲", "8. ~~[撤回的论文](https://example.org/8)~~【甲】")]
    [InlineData("woven", "先写题目", "", "3. 先写题目. [[paper](https://example.org/3)] [[code](https://example.org/3c)]")]
    [InlineData("woven-dashes", "Bold One", "Bo|Cy Orr|Di", "- **[Bold One](https://example.org/1)** | [code](https://example.org/1c) — Bo, [Cy Orr](https://example.org/cy), Di")]
    [InlineData("woven-dashes", "Plain Title (ICML)", "Bo", "- Plain Title (ICML). [paper](https://example.org/2) · [video](https://example.org/2v) — Bo")]
    [InlineData("one-track", "Equality Saturation", "Eli", "2. [Equality Saturation](https://example.org/eqsat) (Eli)")]
    public void Presenters_change_in_the_style_of_the_document(string name, string title, string presenters, string expected)
    {
        var changes = Change(name, title, entry => entry with { Presenters = presenters.Split('|', StringSplitOptions.RemoveEmptyEntries) });

        Assert.Equal(2, changes.Count);
        Assert.Equal("+" + expected, changes[1]);
    }

    [Theory]
    [InlineData("references", "Spectre", "Spectre Attacks", "https://example.org/spectre", "1. [Spectre Attacks](https://example.org/spectre) — Uma Vance")]
    [InlineData("references", "Meltdown", "Meltdown", "https://example.org/m", "2. [Meltdown](https://example.org/m) — Viktor")]
    [InlineData("references", "Run me", "Run me", "https://example.org/safe", "6. [Run me](https://example.org/safe) — Uma Vance")]
    [InlineData("setext", "Dremel", "Dremel", null, "* Dremel")]
    [InlineData("setext", "Dremel", "Dremel [VLDB 2010]", "https://example.org/dremel", "* [Dremel [VLDB 2010]](https://example.org/dremel)")]
    [InlineData("setext", "Dremel", "Dremel ]:", "https://example.org/a)b", "* [Dremel \\]:](<https://example.org/a)b>)")]
    [InlineData("setext", "MapReduce", "MapReduce", "https://example.org/2", "* [MapReduce](https://example.org/2 \"the classic\") — presented by Ivy Chan")]
    [InlineData("comments", "Over-smoothing 串讲", "Over-smoothing 串讲", "https://example.org/os", "4. [Over-smoothing 串讲](https://example.org/os)")]
    [InlineData("comments", "Over-smoothing 串讲", "[综述] Over-smoothing", null, "4. \\[综述] Over-smoothing")]
    [InlineData("woven", "先写题目", "先写别的题目", "https://example.org/3", "3. 先写别的题目. [[paper](https://example.org/3)] [[code](https://example.org/3c)]【丙】")]
    [InlineData("woven", "先写题目", "先写题目", "https://example.org/33", "3. 先写题目. [[paper](https://example.org/33)] [[code](https://example.org/3c)]【丙】")]
    [InlineData("woven", "上篇 与 下篇", "上下篇", "https://example.org/5a", "5. [上下篇](https://example.org/5a)【戊】")]
    [InlineData("woven", "只有地址", "有题目", "https://example.org/66", "6. 有题目 https://example.org/66 【己】")]
    [InlineData("woven", "尖括号", "尖括号", "https://example.org/77", "7. 尖括号 <https://example.org/77>【[张三](https://example.org/zhang)】")]
    [InlineData("woven", "加粗的题目", "加粗的新题目", null, "13. **加粗的新题目**【壬】")]
    [InlineData("woven-dashes", "Words before", "Words before", null, "- [Words before] — Cy Orr")]
    [InlineData("tabs", "One", "One\r\nmore", "https://example.org/1", "+\t[One more](https://example.org/1)\t(Rae)")]
    public void Titles_and_links_change_in_their_places(string name, string title, string newTitle, string? newLink, string expected)
    {
        var changes = Change(name, title, entry => entry with { Title = newTitle, Link = newLink });

        Assert.Equal(2, changes.Count);
        Assert.Equal("+" + expected, changes[1]);
    }

    private static List<string> Change(string name, string title, Func<EntryFact, EntryFact> change)
    {
        var document = CharterReader.Read(Fixture.Text(name));
        var live = document.Facts with
        {
            Topics = [.. document.Facts.Topics.Select(t => t with { Lists = [.. t.Lists.Select(l => l with { Entries = [.. l.Entries.Select(e => e.Title == title ? change(e) : e)] })] })],
        };
        var written = CharterWriter.Write(document, live);
        var changed = live.Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Select(e => (Title: e.Title.ReplaceLineEndings(" "), e.Link, string.Join('、', e.Presenters)));
        Assert.Equal(changed, CharterReader.Read(written).Facts.Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Select(e => (e.Title, e.Link, string.Join('、', e.Presenters))));
        return Difference.Of(document.Source.Split('\n'), written.Split('\n'));
    }
}

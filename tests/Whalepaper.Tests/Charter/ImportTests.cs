using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class ImportTests
{
    private const string Xlnet = "2. [XLNet: Generalized Autoregressive Pretraining for Language Understanding](Topic5/NLP/XLNet.pdf)【Sm1les】";

    [Theory, BothEngines]
    public async Task An_empty_folder_becomes_the_group(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);

        var report = await house.ImportAsync(CharterHouse.Sample);

        Assert.True(report.Founded);
        Assert.Empty(report.Remarks);
        Assert.Empty(report.Vanished);
        Assert.Equal(report.Lines, report.Understood + report.Prose);
        await house.Database.WithAsync(async db =>
        {
            var group = await db.Groups.SingleAsync();
            Assert.Equal(("whalepaper", "Asia/Shanghai", "zh-CN"), (group.Name, group.ZoneId, group.Language));
            Assert.Equal(["nlp", "cv", "res"], await db.Tracks.OrderBy(t => t.Position).Select(t => t.Code).ToListAsync());
            Assert.Equal((IsoDayOfWeek.Saturday, new LocalTime(21, 30)), (await db.Tracks.ToListAsync()).Where(t => t.Code == "nlp").Select(t => (t.Slot!.Weekday, t.Slot.Time)).Single());
            Assert.Equal([(3, TopicState.Closed), (4, TopicState.Closed), (5, TopicState.Running)], (await db.Topics.OrderBy(t => t.Number).ToListAsync()).Select(t => (t.Number, t.State)));
            Assert.Equal((27, 27, 5, 1), (await db.Entries.CountAsync(), await db.Papers.CountAsync(), await db.OutlineParts.CountAsync(), await db.CharterRevisions.CountAsync()));
            Assert.Equal(21, await db.Talks.CountAsync());
            Assert.Equal(15, await db.Members.CountAsync());
            Assert.All(await db.Members.ToListAsync(), m => Assert.Null(m.ClaimedAt));
            Assert.All(await db.Talks.Include(t => t.Giving).ToListAsync(), t => Assert.Equal(GivingSource.Charter, t.Giving!.Source));
            Assert.True(await db.Meetings.AnyAsync());
        });
    }

    [Theory, BothEngines]
    public async Task What_went_in_comes_out_byte_for_byte(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);

        Assert.Equal(CharterHouse.Sample, await house.ExportAsync());
    }

    [Theory, BothEngines]
    public async Task The_same_document_again_changes_no_row(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        var first = await house.ImportAsync(CharterHouse.Sample);
        var before = await house.ContentAsync();

        var again = await house.ImportAsync(CharterHouse.Sample);

        Assert.Equal(before, await house.ContentAsync());
        Assert.Equal((0, 0, false), (again.Added, again.Changed, again.Founded));
        Assert.Equal(first.Added, again.Unchanged);
        Assert.Empty(again.Vanished);
    }

    [Theory, BothEngines]
    public async Task A_rehearsal_tells_all_and_changes_nothing(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        var nothing = await house.ContentAsync();
        var rehearsed = await house.ImportAsync(CharterHouse.Sample, dryRun: true);
        Assert.Equal(nothing, await house.ContentAsync());

        var done = await house.ImportAsync(CharterHouse.Sample);
        Assert.Equal((done.Added, done.Changed, done.Unchanged, done.Founded), (rehearsed.Added, rehearsed.Changed, rehearsed.Unchanged, rehearsed.Founded));

        var before = await house.ContentAsync();
        var changed = await house.ImportAsync(CharterHouse.Sample.Replace("九点半", "十点", StringComparison.Ordinal).Replace("【安晟】", "【】", StringComparison.Ordinal), dryRun: true);
        Assert.Equal(before, await house.ContentAsync());
        Assert.Equal(1, changed.Changed);
        Assert.Single(changed.Vanished);
    }

    [Theory, BothEngines]
    public async Task What_changed_in_the_document_changes_here(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        var edited = Edit(CharterHouse.Sample,
            ("每周六 晚上 九点半", "每周五 晚上 九点"),
            ("[XLNet: Generalized Autoregressive Pretraining for Language Understanding]", "[XLNet]"),
            ("#anchor-92e8)【】", "#anchor-92e8)【新来的】"),
            ("#anchor-yYYw)【张文涛】", "#anchor-yYYw)【张文涛、CJ】"),
            ("(Topic5/RES/EBR_20201010224722.pdf)", "(https://example.org/ebr)"),
            ("介绍(10-20 min)", "介绍(10-15 min)"),
            ("#### 图像处理\n\n\n", "#### 图像处理\n\n1. [SAM](https://example.org/sam)\n\n"));

        var report = await house.ImportAsync(edited);

        Assert.Equal((1, 6), (report.Added, report.Changed));
        Assert.Empty(report.Vanished);
        Assert.Equal(edited, await house.ExportAsync());
        await house.Database.WithAsync(async db =>
        {
            Assert.Equal(28, await db.Papers.CountAsync());
            Assert.Equal(28, await db.Entries.CountAsync());
            Assert.Equal(16, await db.Members.CountAsync());
            Assert.Equal(22, await db.Talks.CountAsync());
            Assert.False(await db.Papers.AnyAsync(p => p.Title.StartsWith("XLNet:")));
            Assert.Equal(2, await db.CharterRevisions.CountAsync());
        });
        Assert.Equal((0, 0), await AgainAsync(house, edited));
    }

    [Theory, BothEngines]
    public async Task What_vanished_from_the_document_is_reported_and_kept(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        var shorter = Edit(CharterHouse.Sample, (Xlnet + "\n", ""), ("5. 个人观点\n", ""), ("#anchor-KppZ)【安晟】", "#anchor-KppZ)"));
        shorter = shorter[..shorter.IndexOf("### Topic 3", StringComparison.Ordinal)];

        var report = await house.ImportAsync(shorter);

        Assert.Equal((0, 0), (report.Added, report.Changed));
        Assert.Contains(report.Vanished, v => v.StartsWith("XLNet", StringComparison.Ordinal));
        Assert.Contains(report.Vanished, v => v == "Deep Face Recognition: A Survey: 安晟");
        Assert.Contains("个人观点", report.Vanished);
        Assert.Contains("Topic 3", report.Vanished);
        await house.Database.WithAsync(async db => Assert.Equal((27, 5, 21), (await db.Entries.CountAsync(), await db.OutlineParts.CountAsync(), await db.Talks.CountAsync())));
        var out1 = await house.ExportAsync();
        Assert.Contains(Xlnet, out1, StringComparison.Ordinal);
        Assert.Contains("5. 个人观点", out1, StringComparison.Ordinal);
        Assert.Contains("#anchor-KppZ)【安晟】", out1, StringComparison.Ordinal);
        Assert.Equal(Said(CharterHouse.Sample), Said(out1));
        Assert.Equal((0, 0), await AgainAsync(house, shorter));
        Assert.Equal(out1, await house.ExportAsync());
    }

    [Theory, BothEngines]
    public async Task The_document_and_the_program_may_both_change_something(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        await house.Database.WithAsync(async db =>
        {
            var paper = await db.Papers.SingleAsync(p => p.Title == "MTCNN");
            paper.Entitle("MTCNN (2016)");
            var cv = await db.Tracks.SingleAsync(t => t.Code == "cv");
            cv.MeetWeekly(new Slot(IsoDayOfWeek.Wednesday, new LocalTime(19, 15)));
            (await db.Topics.SingleAsync(t => t.Number == 5)).Entitle("表示学习");
            await db.SaveChangesAsync();
        });

        var edited = Edit(CharterHouse.Sample, ("每周六 晚上 九点半", "每周五 晚上 九点"), ("#anchor-92e8)【】", "#anchor-92e8)【CJ】"), ("### Topic 4", "### Topic 4：预训练"), ("](#topic-4)", "](#topic-4预训练)"));
        await house.ImportAsync(edited);

        var merged = await house.ExportAsync();
        var expected = Edit(edited,
            ("每周日 晚上 八点半", "每周三 晚上 七点一刻"), ("[MTCNN]", "[MTCNN (2016)]"), ("### Topic 5", "### Topic 5: 表示学习"), ("[Topic 5](#topic-5)", "[Topic 5: 表示学习](#topic-5-表示学习)"));
        Assert.Equal(expected, merged);
        Assert.Equal((0, 0), await AgainAsync(house, edited));
        Assert.Equal(merged, await house.ExportAsync());
    }

    [Theory, BothEngines]
    public async Task The_living_document_taken_in_again_changes_nothing_but_the_template(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        await house.Database.WithAsync(async db =>
        {
            var now = house.Database.Clock.GetCurrentInstant();
            var list = await db.TopicTracks.Include(t => t.Topic).SingleAsync(t => t.Topic.Number == 5 && t.Track.Code == "cv");
            var entry = new ReadingListEntry(list, new Paper("SAM", "https://example.org/sam", PaperKind.Paper, now), 0, now);
            db.Add(entry);
            await db.SaveChangesAsync();
            db.Add(new Talk(entry, [await db.Members.SingleAsync(m => m.Name == "CJ")], now));
            await db.SaveChangesAsync();
        });
        var living = await house.ExportAsync();

        var report = await house.ImportAsync(living);

        Assert.Equal((0, 0), (report.Added, report.Changed));
        Assert.Empty(report.Vanished);
        Assert.Equal(living, await house.ExportAsync());
        await house.Database.WithAsync(async db => Assert.Equal((28, 22, 28), (await db.Entries.CountAsync(), await db.Talks.CountAsync(), await db.Papers.CountAsync())));
    }

    private static async Task<(int Added, int Changed)> AgainAsync(CharterHouse house, string text)
    {
        var before = await house.ContentAsync();
        var again = await house.ImportAsync(text);
        Assert.Equal(before, await house.ContentAsync());
        return (again.Added, again.Changed);
    }

    private static string Edit(string text, params (string Old, string New)[] edits)
    {
        foreach (var (old, fresh) in edits)
        {
            Assert.Equal(1, text.AsSpan().Count(old));
            text = text.Replace(old, fresh, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Said(string text) => FactWords.Of(CharterReader.Read(text).Facts);
}

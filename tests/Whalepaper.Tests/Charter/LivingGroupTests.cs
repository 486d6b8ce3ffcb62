using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>In, lived with, out, and into a new group: the same group.</summary>
public sealed class LivingGroupTests
{
    private static readonly string[] Documents = [.. Fixture.Mannered, "one-track"];

    [Theory, BothEngines]
    public Task A_group_that_lived_is_founded_again_by_its_document(Engine engine) =>
        Gen.Select(Gen.Int[0, Documents.Length], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 999]).Array[1, 8]).SampleAsync(
            async (which, deeds) =>
            {
                var text = which == Documents.Length ? CharterHouse.Sample : Fixture.Text(Documents[which]);
                await using var house = await CharterHouse.OpenAsync(engine);
                await house.ImportAsync(text);
                foreach (var (what, where) in deeds)
                    await house.Database.WithAsync(db => DoAsync(db, what, where, house.Database.Clock.GetCurrentInstant()));
                var written = await house.ExportAsync();

                await using var other = await CharterHouse.OpenAsync(engine);
                await other.ImportAsync(written);
                Assert.Equal(await SaidAsync(house), await SaidAsync(other));
                Assert.Equal(written, await other.ExportAsync());

                // Here, too, its own document tells the group nothing new.
                var report = await house.ImportAsync(written);
                Assert.Equal((0, 0, 0), (report.Added, report.Changed, report.Vanished.Count));
                Assert.Equal(written, await house.ExportAsync());
            },
            iter: engine == Engine.Sqlite ? 12 : 5,
            threads: 1);

    [Theory, BothEngines]
    public async Task What_was_added_behind_a_gap_stays_there_and_what_stands_between_two_lines_comes_between(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync("# G\n\n### Topic 1\n\n#### NLP\n\n1. [A](https://a.b/a)\n2. [B](https://a.b/b)\n3. [C](https://a.b/c)\n");
        await house.Database.WithAsync(async db =>
        {
            var list = await db.TopicTracks.SingleAsync();
            db.RemoveRange(await db.Entries.Where(e => e.Paper.Title == "A" || e.Paper.Title == "B").ToListAsync());
            db.Add(new ReadingListEntry(list, new Paper("D", "https://a.b/d", PaperKind.Paper, house.Database.Clock.GetCurrentInstant()), 1000, house.Database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        var written = await house.ExportAsync();
        Assert.EndsWith("1. [C](https://a.b/c)\n2. [D](https://a.b/d)\n", written, StringComparison.Ordinal);
        await house.ImportAsync(written);
        Assert.Equal(written, await house.ExportAsync());

        var longer = written.Replace("2. [D]", "2. [E](https://a.b/e)\n3. [D]", StringComparison.Ordinal).Replace("1. [C]", "1. [F](https://a.b/f)\n1. [C]", StringComparison.Ordinal);
        await house.ImportAsync(longer);
        Assert.Equal(["F", "C", "E", "D"], await house.Database.WithAsync(db => db.Entries.OrderBy(e => e.Position).Select(e => e.Paper.Title).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task A_track_that_began_or_was_renamed_here_is_known_again(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        await house.Database.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync(t => t.Code == "nlp")).Rename("语言与大模型");
            var fresh = new Track("speech-lab", "声音实验室", 3);
            fresh.MeetWeekly(new Slot(IsoDayOfWeek.Tuesday, new LocalTime(20, 15)));
            (await db.Topics.Include(t => t.Tracks).SingleAsync(t => t.Number == 5)).Include(fresh, "合成");
            await db.SaveChangesAsync();
        });
        var written = await house.ExportAsync();
        Assert.Contains("\n#### 语言与大模型\n", written, StringComparison.Ordinal);
        Assert.Contains("\n      - [语言与大模型](#语言与大模型-2)\n", written, StringComparison.Ordinal);
        Assert.Contains("\n- 声音实验室 论文分享：每周二晚上八点一刻\n", written, StringComparison.Ordinal);
        Assert.Contains("\n#### 声音实验室：合成\n", written, StringComparison.Ordinal);

        var report = await house.ImportAsync(written);

        Assert.Equal((0, 0, 0), (report.Added, report.Changed, report.Vanished.Count));
        Assert.Equal(4, await house.Database.WithAsync(db => db.Tracks.CountAsync()));
        Assert.Equal(written, await house.ExportAsync());
    }

    private static async Task DoAsync(WhalepaperDb db, int what, int where, Instant now)
    {
        switch (what)
        {
            case 0 when await NthAsync(db.Tracks.Where(t => t.Slot != null).OrderBy(t => t.Id), where) is { } track:
                track.MeetWeekly(new Slot((IsoDayOfWeek)(1 + (where % 7)), new LocalTime(where % 24, where % 60), track.Slot!.Minutes));
                break;
            case 1 when await NthAsync(db.TopicTracks.OrderBy(t => t.TopicId).ThenBy(t => t.TrackId), where) is { } list:
                db.Add(new ReadingListEntry(list, new Paper($"Paper {where} [ACL]", where % 3 == 0 ? null : $"https://example.org/{where}#p", PaperKind.Paper, now), 1000 + where, now));
                break;
            case 2 when await NthAsync(db.Entries.Where(e => !db.TalkPapers.Any(p => p.EntryId == e.Id)).Include(e => e.Paper).OrderBy(e => e.Id), where) is { } free:
                db.Add(new Talk(free, [await PersonAsync(db, where, now), .. where % 2 == 0 ? [await PersonAsync(db, where + 1, now)] : Array.Empty<Member>()], now));
                break;
            case 3 when await NthAsync(db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).OrderBy(t => t.Id), where) is { } talk:
                talk.PresentBy([await PersonAsync(db, where, now), .. talk.Presenters.Select(p => p.Member)]);
                break;
            case 4 when await NthAsync(db.Papers.OrderBy(p => p.Id), where) is { } paper:
                paper.Entitle($"Renamed {where} (really)");
                break;
            case 5 when await NthAsync(db.Papers.OrderBy(p => p.Id), where) is { } paper:
                paper.LinkTo(where % 4 == 0 ? null : $"https://example.org/moved/{where}");
                break;
            case 6 when await NthAsync(db.Tracks.OrderBy(t => t.Id), where) is { } track && !await db.Topics.AnyAsync(t => t.Number == 20 + (where % 5)):
                var topic = new Topic(20 + (where % 5));
                topic.Open(now);
                topic.Include(track);
                db.Add(topic);
                break;
            case 7 when await NthAsync(db.Entries.Where(e => !db.TalkPapers.Any(p => p.EntryId == e.Id)).OrderBy(e => e.Id), where) is { } entry:
                db.Remove(entry);
                break;
            case 8 when await NthAsync(db.OutlineParts.OrderBy(p => p.Position), where) is { } part:
                part.Ask(part.Title, null, 5 + (where % 30));
                break;
            case 9 when await db.Groups.SingleOrDefaultAsync() is { } group:
                group.Rename($"Readers {where}");
                break;
        }

        await db.SaveChangesAsync();
    }

    private static async Task<Member> PersonAsync(WhalepaperDb db, int which, Instant now)
    {
        var name = new[] { "杨夕", "Sm1les", "Ada Lovelace", "sol", "ACL", "我是大好人" }[which % 6];
        if (await db.Members.SingleOrDefaultAsync(m => m.NormalizedName == Member.RecognisedAs(name)) is { } known)
            return known;
        var member = new Member(name, $"person-{which % 6}", now);
        db.Add(member);
        await db.SaveChangesAsync();
        return member;
    }

    private static async Task<T?> NthAsync<T>(IQueryable<T> rows, int which)
    {
        var count = await rows.CountAsync();
        return count == 0 ? default : await rows.Skip(which % count).FirstAsync();
    }

    private static async Task<string> SaidAsync(CharterHouse house)
    {
        await using var scope = house.Database.Scope();
        var group = await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().Groups.SingleAsync();
        var facts = await scope.ServiceProvider.GetRequiredService<CharterExport>().FactsAsync(group);
        // Lists of a track without a name are told by their entries alone.
        facts = facts with { Topics = [.. facts.Topics.Select(t => t with { Lists = [.. t.Lists.Where(l => l.Track != TrackNames.Only || l.Entries.Count > 0)] })] };
        // Nor does a document say how such a track is called: the program calls it in the document's language.
        var tracks = facts.Tracks.Select(t => t.Code == TrackNames.Only ? t with { Name = "" } : t).OrderBy(t => t.Code, StringComparer.Ordinal);
        return FactWords.Of(facts with { Tracks = [.. tracks], Topics = [.. facts.Topics.OrderBy(t => t.Number)] });
    }
}

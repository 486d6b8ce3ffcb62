using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Search;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Search;

/// <summary>The index says what the data says, after every change.</summary>
public sealed class IndexTests
{
    [Theory, BothEngines]
    public async Task It_is_in_step_from_the_beginning(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        Assert.Equal(Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
    }

    [Theory, BothEngines]
    public async Task A_renamed_member_is_found_by_the_new_name_in_talks_too(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await ChangeAsync(database, async db => (await db.Members.SingleAsync(m => m.Name == "杨夕")).Rename("夕阳红"));

        Assert.Equal(["Member: 夕阳红", "Talk: XLNet: Generalized Autoregressive Pretraining for Language Understanding"], (await database.FindAsync("夕阳红")).Take(2));
        // The handle, and with it the page's address, stays.
        Assert.Equal(["Member: 夕阳红"], await database.FindAsync("杨夕"));
    }

    [Theory, BothEngines]
    public async Task A_renamed_paper_or_track_is_followed(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await ChangeAsync(database, async db =>
        {
            (await db.Papers.SingleAsync(p => p.Title.Contains("XLNet"))).Entitle("Permutation models");
            (await db.Tracks.SingleAsync(t => t.Code == "cv")).Rename("计算机视觉", "Vision");
        });

        Assert.Equal(["Paper: Permutation models", "Talk: Permutation models"], await database.FindAsync("permutation"));
        Assert.Empty(await database.FindAsync("xlnet"));
        Assert.Contains("Talk: 人脸识别综述", await database.FindAsync("计算机视觉"));
        Assert.Contains("Topic: Topic 2", await database.FindAsync("vision"));
    }

    [Theory, BothEngines]
    public async Task What_goes_is_no_longer_found(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await ChangeAsync(database, async db =>
        {
            var talk = await db.Talks.Include(t => t.Papers).Include(t => t.Presenters).SingleAsync(t => t.Papers.Any(p => p.Paper.Title.Contains("XLNet")));
            db.RemoveRange(talk.Papers);
            db.RemoveRange(talk.Presenters);
            db.Remove(talk);
        });

        Assert.Equal(["Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"], await database.FindAsync("xlnet"));
    }

    [Theory, BothEngines]
    public async Task Presenters_and_materials_belong_to_the_talk(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await ChangeAsync(database, async db =>
        {
            var talk = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).SingleAsync(t => t.Papers.Any(p => p.Paper.Title.Contains("XLNet")));
            talk.PresentBy([await db.Members.SingleAsync(m => m.Name == "李玲")]);
            talk.Attach(MaterialKind.Slides, "Permutations explained", "https://example.org/slides", database.Clock.GetCurrentInstant());
        });

        // The material is found as itself, and leads to its talk as well.
        var found = await database.FindAsync("permutations");
        Assert.Equal("Material: Permutations explained", found[0]);
        Assert.StartsWith("Talk: XLNet", found[1], StringComparison.Ordinal);
        Assert.StartsWith("Talk: XLNet", (await database.FindAsync("李玲 xlnet"))[0], StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_new_charter_replaces_the_old_words(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await ChangeAsync(database, db =>
        {
            db.Add(new CharterRevision("# 鲸鱼\n\n## 流出机制\n\n期末结算。\n", "README.md", database.Clock.GetCurrentInstant()));
            return Task.CompletedTask;
        });

        Assert.Equal(["Charter: 流出机制"], await database.FindAsync("期末"));
        Assert.Empty(await database.FindAsync("试讲"));
    }

    [Theory, BothEngines]
    public async Task What_is_taken_back_was_never_indexed(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await database.WithAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(Shelf.Shelved("Zebra crossings", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });

        Assert.Empty(await database.FindAsync("zebra"));
        Assert.Equal(Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
    }

    [Theory, BothEngines]
    public async Task A_save_that_fails_leaves_no_trace(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await Assert.ThrowsAsync<DbUpdateException>(() => database.WithAsync(async db =>
        {
            db.Add(Shelf.Shelved("Zebra crossings", database.Clock.GetCurrentInstant()));
            db.Add(new Member("second", "杨夕", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        }));

        Assert.Empty(await database.FindAsync("zebra"));
        Assert.False(await database.WithAsync(db => db.Papers.AnyAsync(p => p.Title == "Zebra crossings")));
    }

    [Theory, BothEngines]
    public async Task The_doctor_finds_and_mends_what_is_out_of_step(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await database.WithAsync(async db =>
        {
            // Past the program's own way of saving.
            await db.Papers.Where(p => p.Title.Contains("XLNet")).ExecuteUpdateAsync(set => set.SetProperty(p => p.Title, "Renamed by hand"));
            await db.SearchTable.RemoveAsync([SearchTable.IdOf((int)SearchKind.Member, await db.Members.Select(m => m.Id).FirstAsync())], default);
            await db.SearchTable.PutAsync([new SearchDocument(SearchKind.Paper, 4711, "Nobody's").Entry()], default);
        });

        await MendAsync(database, "lacks 1 things, has 2 as they were before, and 1 that are gone");

        Assert.Equal("Paper: Renamed by hand", (await database.FindAsync("renamed"))[0]);
        Assert.Empty(await database.FindAsync("nobody's"));
    }

    [Theory, BothEngines]
    public async Task The_doctor_mends_an_index_that_is_gone(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        await database.WithAsync(db => db.Database.ExecuteSqlRawAsync("DROP TABLE \"SearchIndex\""));

        await MendAsync(database, "damaged");

        Assert.Equal("Paper: 人脸识别综述", (await database.FindAsync("人脸"))[0]);
    }

    private static async Task MendAsync(TestDatabase database, string what)
    {
        await using (var scope = database.Scope())
        {
            var examination = scope.ServiceProvider.GetServices<IExamination>().OfType<SearchExamination>().Single();
            var finding = Assert.Single(await examination.ExamineAsync(default));
            Assert.Equal(Severity.Broken, finding.Severity);
            Assert.Contains(what, finding.What, StringComparison.Ordinal);
            await finding.Repair!(default);
        }

        Assert.Equal(Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
    }

    private static async Task ChangeAsync(TestDatabase database, Func<WhalepaperDb, Task> change)
    {
        await database.WithAsync(async db =>
        {
            await change(db);
            await db.SaveChangesAsync();
        });
        Assert.Equal(Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
    }
}

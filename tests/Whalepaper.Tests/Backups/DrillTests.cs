using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>The drill: a house that people write in is backed up, restored elsewhere, and looked at from all sides.</summary>
public sealed class DrillTests(FilledGroup filled)
{
    private const string Passphrase = "four words by chance";

    // Between so many tables somebody writes, at least once each time.
    private const int Interruptions = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_house_in_use_is_restored_on_either_engine_as_it_was_when_the_backup_began(Engine from)
    {
        await using var house = await Household.MoveInAsync(from);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var content = SampleFiles.Pdf("What is kept");
        await inner.UploadAsync(talk, "kept.pdf", content);
        await inner.UploadAsync(talk, "taken-away.txt", "soon gone"u8.ToArray());
        await inner.UploadAsync(talk, "中文 笔记.md", "# 注意力\n"u8.ToArray());
        var gone = await house.Site.WithAsync(db => ComeAndGoAsync(db));
        var data = new DataSettings(house.Site.Folder, house.Site.Database);
        var (before, broken) = (await Vault.SumsAsync(data), await Vault.BrokenAsync(house.Site.Services));

        await using var writing = new Writing(house, talk);
        var (path, made) = await Vault.BackUpAsync(data, Passphrase, new AtStep(writing.Interrupt));
        await writing.EndAsync();
        Assert.InRange(writing.Times, Interruptions, 100_000);
        Assert.NotEqual(before, await Vault.SumsAsync(data));
        Assert.Equal((before.Count, before.Sum(table => table.Rows), 3, 0), (made.Tables, made.Rows, made.Files, made.Missing.Count));

        foreach (var to in Enum.GetValues<Engine>())
        {
            await using var place = await Vault.PlaceAsync(to);
            var restored = await Vault.RestoreAsync(path, place.Settings, Passphrase);
            Assert.Equal(made with { Missing = [] }, restored with { Missing = [] });
            Assert.Equal(before, await Vault.SumsAsync(place.Settings));
            Assert.Equal(3, await Vault.AssertFilesAsync(place));
            Assert.Equal(broken, await Vault.BrokenAsync(place.Services));
            if (to is Engine.Postgres)
                await AssertLookedAtAsync(place);
            await AssertOpenAsync(place, inner, house["open"], content);
            // A number that was given once is not given again.
            Assert.True(await place.WithAsync(db => ComeAndGoAsync(db)) > gone);
        }
    }

    [Theory, BothEngines]
    public async Task A_group_with_something_in_every_room_comes_back_whole(Engine from)
    {
        await using var another = from is Engine.Sqlite ? null : await Vault.FilledAsync(from);
        var group = another ?? await filled.GroupAsync();
        var path = another is null ? await filled.BackupAsync() : (await Vault.BackUpAsync(another.Settings)).Path;
        var sums = await Vault.SumsAsync(group.Settings);
        Assert.InRange(sums.Count(table => table.Rows > 0), 40, 1000);

        foreach (var to in Enum.GetValues<Engine>())
        {
            await using var place = await Vault.PlaceAsync(to);
            await Vault.RestoreAsync(path, place.Settings);
            Assert.Equal(sums, await Vault.SumsAsync(place.Settings));
            Assert.InRange(await Vault.AssertFilesAsync(place), 1, 1000);
            Vault.Today(place);
            await Vault.AssertHealthyAsync(place);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_cannot_be_read_is_told_and_all_else_comes_along()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        foreach (var name in (string[])["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"])
            await inner.UploadAsync(talk, name, "hello"u8.ToArray());
        var keys = (await house.MaterialsAsync(talk)).ConvertAll(material => material.File!.StorageKey);
        string At(int n) => Path.Combine(house.Site.Folder, "files", keys[n]);
        File.Delete(At(0));
        await File.WriteAllTextAsync(At(1), "hullo", Stop);
        File.Delete(At(2));
        Directory.CreateDirectory(At(2));
        // By whatever way it came there: what is no key never becomes a path.
        const string Astray = "../whalepaper.db";
        await house.Site.WithAsync(db => db.StoredFiles.Where(file => file.StorageKey == keys[3]).ExecuteUpdateAsync(set => set.SetProperty(file => file.StorageKey, Astray), Stop));

        var (path, made) = await Vault.BackUpAsync(new(house.Site.Folder));
        Assert.Equal([.. keys[..3].Append(Astray).Order(StringComparer.Ordinal)], made.Missing);
        Assert.Equal(2, made.Files);

        await using var place = await Vault.PlaceAsync(Engine.Sqlite);
        var restored = await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(made.Missing, restored.Missing);
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(place.Settings.Folder, "files", keys[4]), Stop));
    }

    [Theory, BothEngines]
    public async Task What_somebody_else_keeps_in_the_database_stays_there_and_is_in_nobodys_way(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await database.WithAsync(async db =>
        {
            await using var rows = await TableRows.OpenAsync(db, Stop);
            // The model has all that the migrations made, and no more.
            Assert.Equal(Told(await rows.ShapesAsync(Stop)), Told(await rows.ModelledShapesAsync(Stop)));
        });
        await database.WithAsync(db => db.Database.ExecuteSqlRawAsync("""CREATE TABLE "Visitors" ("Weight" real); ALTER TABLE "Members" ADD COLUMN "Weight" real""", Stop));

        await using var place = await Vault.PlaceAsync(engine);
        var made = await Vault.RestoreAsync((await Vault.BackUpAsync(database.Settings)).Path, place.Settings);
        Assert.Equal(made.Tables, (await Vault.SumsAsync(place.Settings)).Count);

        static List<string> Told(IReadOnlyList<TableShape> tables) => [.. tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}: {column.Kind}").Append($"{table.Name} by {string.Join(", ", table.Key)}"))];
    }

    private static async Task<int> ComeAndGoAsync(WhalepaperDb db)
    {
        var member = new Member("某人", "某人", NodaTime.Instant.FromUtc(2026, 11, 28, 12, 0));
        db.Add(member);
        await db.SaveChangesAsync(Stop);
        db.Remove(member);
        await db.SaveChangesAsync(Stop);
        return member.Id;
    }

    // A server plans for a table of which it knows nothing as for an empty one.
    private static async Task AssertLookedAtAsync(TestDatabase place) => Assert.Empty(await place.WithAsync(db => db.Database
        .SqlQuery<string>($"SELECT relname::text AS \"Value\" FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(quote_ident(current_schema())) AND reltuples < 0").ToListAsync()));

    // The house is entered with a cookie of the old one, which only the old one's keys open, and by a new link.
    private static async Task AssertOpenAsync(TestDatabase place, Session before, int other, byte[] content)
    {
        await using var site = await TestSite.OverAsync(place);
        var returned = before.At(site);
        var me = await returned.GetAsync("/me");
        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Contains("inner", me.Text, StringComparison.Ordinal);
        var kept = await site.WithAsync(db => db.Materials.Where(material => material.File!.Name == "kept.pdf").Select(material => new { material.Id, material.TalkId }).SingleAsync(Stop));
        using (var file = await returned.FetchAsync(MaterialFile.Href(kept.Id, "kept.pdf")))
            Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(Stop));
        var newcomer = await new Session(site).SignInAsync(other);
        Assert.Equal(HttpStatusCode.OK, (await newcomer.GetAsync("/me")).Status);
        // It is written in as well: every number that is given next is free.
        Assert.Equal($"/talks/{kept.TalkId}?done=laid", (await returned.UploadAsync(kept.TalkId, "after.txt", "after"u8.ToArray())).Location);
    }

    /// <summary>Several people who write through the site from the first table on, one after the other each.</summary>
    private sealed class Writing(Household house, int talk) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _over = new();
        private readonly SemaphoreSlim _written = new(0);
        private List<Task> _people = [];
        private int _times;

        public int Times => Volatile.Read(ref _times);

        /// <summary>Goes on only when somebody has written once more.</summary>
        public void Interrupt(BackupStep step)
        {
            if (_people.Count == 0)
                _people = [Task.Run(UploadAsync), Task.Run(SignInAsync)];
            if (step.What is not BackupStep.Files && step.Done <= Interruptions && !_written.Wait(TimeSpan.FromMinutes(1)))
                throw new TimeoutException("Nobody could write while the backup was made.");
        }

        public async Task EndAsync()
        {
            await _over.CancelAsync();
            await Task.WhenAll(_people);
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            _over.Dispose();
            _written.Dispose();
        }

        private async Task UploadAsync()
        {
            var inner = await house.SignInAsync("inner");
            for (var n = 0; !_over.IsCancellationRequested; n++)
            {
                Assert.Equal(HttpStatusCode.SeeOther, (await inner.UploadAsync(talk, $"{n}.txt", "written meanwhile"u8.ToArray())).Status);
                var material = (await house.MaterialsAsync(talk)).First(one => one.File!.Name is not "kept.pdf").Id;
                Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("DELETE", $"/materials/{material}")).Status);
                Wrote();
            }
        }

        private async Task SignInAsync()
        {
            while (!_over.IsCancellationRequested)
            {
                await house.SignInAsync("open");
                Wrote();
            }
        }

        private void Wrote()
        {
            Interlocked.Increment(ref _times);
            _written.Release();
        }
    }
}

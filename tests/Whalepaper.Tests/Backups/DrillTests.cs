using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Backups;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>The drill: a house that people write in is backed up, restored elsewhere, and looked at from all sides.</summary>
public sealed class DrillTests
{
    // Between so many tables somebody writes, at least once each time.
    private const int Interruptions = 12;

    public static TheoryData<Engine, Engine> Ways => Vault.Ways;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Ways))]
    public async Task A_house_in_use_is_restored_as_it_was_when_the_backup_began(Engine from, Engine to)
    {
        await using var house = await Household.MoveInAsync(from);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var content = SampleFiles.Pdf("What is kept");
        await inner.UploadAsync(talk, "kept.pdf", content);
        await inner.UploadAsync(talk, "taken-away.txt", "soon gone"u8.ToArray());
        await inner.UploadAsync(talk, "中文 笔记.md", "# 注意力\n"u8.ToArray());
        var data = new Whalepaper.Data.DataSettings(house.Site.Folder, house.Site.Database);
        var (before, broken) = (await Vault.SumsAsync(data), await Vault.BrokenAsync(house.Site.Services));

        await using var writing = new Writing(house, talk);
        var (path, made) = await Vault.BackUpAsync(data, "four words by chance", new AtStep(writing.Interrupt));
        await writing.EndAsync();
        Assert.InRange(writing.Times, Interruptions, 100_000);
        Assert.NotEqual(before, await Vault.SumsAsync(data));
        Assert.Equal((before.Count, before.Sum(table => table.Rows), 3, 0), (made.Tables, made.Rows, made.Files, made.Missing.Count));

        await using var place = await Vault.PlaceAsync(to);
        var restored = await Vault.RestoreAsync(path, place.Settings, "four words by chance");
        Assert.Equal(made with { Missing = [] }, restored with { Missing = [] });
        Assert.Equal(before, await Vault.SumsAsync(place.Settings));
        Assert.Equal(3, await Vault.AssertFilesAsync(place));
        Assert.Equal(broken, await Vault.BrokenAsync(place.Services));
        await AssertOpenAsync(place, inner, house["open"], content);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_group_with_something_in_every_room_comes_back_whole(Engine from, Engine to)
    {
        await using var group = await Vault.FilledAsync(from);
        await using var place = await Vault.PlaceAsync(to);
        var (path, _) = await Vault.BackUpAsync(group.Settings);

        await Vault.RestoreAsync(path, place.Settings);

        var sums = await Vault.SumsAsync(group.Settings);
        Assert.InRange(sums.Count(table => table.Rows > 0), 40, 1000);
        Assert.Equal(sums, await Vault.SumsAsync(place.Settings));
        Assert.InRange(await Vault.AssertFilesAsync(place), 1, 1000);
        Vault.Today(place);
        await Vault.AssertHealthyAsync(place);
        // Nobody gets the number of somebody who is gone.
        var highest = await group.WithAsync(db => db.Members.MaxAsync(member => member.Id, Stop));
        await place.WithAsync(async db =>
        {
            var newcomer = new Whalepaper.Members.Member("新人", "新人", place.Clock.GetCurrentInstant());
            db.Add(newcomer);
            await db.SaveChangesAsync(Stop);
            Assert.True(newcomer.Id > highest);
        });
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_number_that_was_given_once_is_not_given_again(Engine from, Engine to)
    {
        await using var group = await TestDatabase.CreateAsync(from, services => services.AddRooms());
        async Task<int> AddAsync(TestDatabase database) => await database.WithAsync(async db =>
        {
            var member = new Whalepaper.Members.Member("某人", "某人", database.Clock.GetCurrentInstant());
            db.Add(member);
            await db.SaveChangesAsync(Stop);
            return member.Id;
        });
        var gone = await AddAsync(group);
        await group.WithAsync(db => db.Members.ExecuteDeleteAsync(Stop));
        await using var place = await Vault.PlaceAsync(to);
        await Vault.RestoreAsync((await Vault.BackUpAsync(group.Settings)).Path, place.Settings);

        Assert.True(await AddAsync(place) > gone);
    }

    [Theory, BothEngines]
    public async Task A_file_that_is_not_there_is_told_and_all_else_comes_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        foreach (var name in (string[])["a.txt", "b.txt", "c.txt"])
            await inner.UploadAsync(talk, name, "hello"u8.ToArray());
        var keys = (await house.MaterialsAsync(talk)).ConvertAll(material => material.File!.StorageKey);
        File.Delete(Path.Combine(house.Site.Folder, "files", keys[0]));
        await File.WriteAllTextAsync(Path.Combine(house.Site.Folder, "files", keys[1]), "hullo", Stop);

        var (path, made) = await Vault.BackUpAsync(new(house.Site.Folder, house.Site.Database));
        Assert.Equal([.. keys[..2].Order(StringComparer.Ordinal)], made.Missing);
        Assert.Equal(2, made.Files);

        await using var place = await Vault.PlaceAsync(engine);
        var restored = await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(made.Missing, restored.Missing);
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(place.Settings.Folder, "files", keys[2]), Stop));
    }

    // The house is entered with a cookie of the old one, which only the old one's keys open, and by a new link.
    private static async Task AssertOpenAsync(TestDatabase place, Session before, int other, byte[] content)
    {
        await using var site = await TestSite.OverAsync(place);
        var returned = before.At(site);
        var me = await returned.GetAsync("/me");
        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Contains("inner", me.Text, StringComparison.Ordinal);
        var kept = await site.WithAsync(db => db.Materials.Where(material => material.File!.Name == "kept.pdf").Select(material => material.Id).SingleAsync(Stop));
        using (var file = await returned.FetchAsync(MaterialFile.Href(kept, "kept.pdf")))
            Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(Stop));
        var newcomer = await new Session(site).SignInAsync(other);
        Assert.Equal(HttpStatusCode.OK, (await newcomer.GetAsync("/me")).Status);
        // It is written in as well: every number that is given next is free.
        var talk = await site.WithAsync(db => db.Materials.Where(material => material.Id == kept).Select(material => material.TalkId).SingleAsync(Stop));
        Assert.Equal($"/talks/{talk}?done=laid", (await returned.UploadAsync(talk, "after.txt", "after"u8.ToArray())).Location);
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

using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Talks;

namespace Whalepaper.Cli;

/// <summary>An upload of the demonstration: the notes of the talk that is ready, as its presenter laid them beside it.</summary>
internal sealed class DemoFile(WhalepaperDb db, DataSettings data, IFileStore store, IClock clock)
{
    private const string Presenter = "张帆";

    public async Task AddAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var talk = await db.Talks.Include(t => t.Materials).Include(t => t.Presenters).ThenInclude(p => p.Member)
            .AsSingleQuery().Where(t => t.State == TalkState.Ready && t.Presenters.Any(p => p.Member.Name == Presenter)).FirstAsync(cancellation);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\n\n", Enumerable.Range(0, 5).Select(part => $"## {part + 1}\n\n{DemoReading.Notes(part)}")) + "\n"));
        await using var received = await ReceivedFile.ReceiveAsync(data, text, FileSize.Megabyte, now, cancellation);
        var stored = new StoredFile(FileKey.Make(now), "讲稿.md", FileSort.Text, received.Length, received.Sha256, now);
        await store.KeepAsync(stored.StorageKey, received, cancellation);
        talk.Attach(MaterialKind.Notes, "讲稿", stored, talk.Presenters[0].Member, isPublic: false, now);
        await db.SaveChangesAsync(cancellation);
    }
}

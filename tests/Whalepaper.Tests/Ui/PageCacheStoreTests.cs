using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class PageCacheStoreTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private readonly PageCacheStore _store = new();

    [Fact]
    public async Task A_page_is_kept_until_something_it_shows_changes()
    {
        await KeepAsync("five", _store.TagNow(), "topic:5");
        await KeepAsync("four", _store.TagNow(), "topic:4");

        await ChangeAsync("topic:5", "talks");

        Assert.Null(await _store.GetAsync("five", default));
        Assert.Equal(Bytes, await _store.GetAsync("four", default));
    }

    [Fact]
    public async Task A_page_rendered_while_its_data_changed_is_not_good()
    {
        var atRequest = _store.TagNow();
        await ChangeAsync("topic:5");
        await KeepAsync("five", atRequest, "topic:5");

        Assert.Null(await _store.GetAsync("five", default));
    }

    [Fact]
    public async Task A_page_rendered_after_the_change_is_good_again()
    {
        await ChangeAsync("topic:5");
        await KeepAsync("five", _store.TagNow(), "topic:5");

        Assert.Equal(Bytes, await _store.GetAsync("five", default));
    }

    [Fact]
    public async Task Under_concurrent_changes_no_stale_page_survives()
    {
        // A page stores the value that it read; a change raises the value and then tells. Whatever the order, a kept page that
        // is still good must hold the newest value.
        var value = 0;
        var writer = Task.Run(async () =>
        {
            for (var n = 1; n <= 2000; n++)
            {
                Volatile.Write(ref value, n);
                await ChangeAsync("x");
            }
        });
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
        {
            while (!writer.IsCompleted)
            {
                var counter = _store.TagNow();
                var read = BitConverter.GetBytes(Volatile.Read(ref value));
                await _store.SetAsync($"page{reader}", read, [counter, "x"], TimeSpan.FromMinutes(1), default);
            }
        }));
        await Task.WhenAll([writer, .. readers]);

        for (var reader = 0; reader < 4; reader++)
        {
            var kept = await _store.GetAsync($"page{reader}", default);
            Assert.True(kept is null || BitConverter.ToInt32(kept) == 2000);
        }
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    [InlineData("q=;;;,", null)]
    public void Encodings_are_reduced_to_the_one_that_will_be_used(string header, string? chosen) =>
        Assert.Equal(chosen, PlainEncoding.Choose(header));

    public void Dispose() => _store.Dispose();

    private async Task KeepAsync(string key, params string[] tags) => await _store.SetAsync(key, Bytes, tags, TimeSpan.FromMinutes(1), default);

    private async Task ChangeAsync(params string[] tags) => await _store.ChangedAsync(tags.ToHashSet(StringComparer.Ordinal), default);
}

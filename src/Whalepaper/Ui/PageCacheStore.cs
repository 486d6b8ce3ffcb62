using System.Collections.Concurrent;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Caching.Memory;
using Whalepaper.Data;

namespace Whalepaper.Ui;

/// <summary>
/// Keeps rendered pages until what they show changes. Every change moves a counter on and notes it beside the tags that changed;
/// every page notes the counter as it stood <i>before</i> its data was read. A page is good as long as none of its tags changed
/// since: a change that commits while a page is being rendered can therefore never leave a stale copy behind, and dropping a tag
/// costs the same for one page as for a million. What is no longer good is overwritten, or leaves as the oldest when the store is full.
/// </summary>
public sealed class PageCacheStore : IOutputCacheStore, IChangeListener, IDisposable
{
    /// <summary>How many bytes of pages are kept.</summary>
    public const long Capacity = 64 * 1024 * 1024;

    private const string CounterTag = "counter:";
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = Capacity, CompactionPercentage = .2 });
    private readonly ConcurrentDictionary<string, long> _changes = new(StringComparer.Ordinal);
    private long _counter;
    private long _everything;

    /// <summary>The tag that a page is given when its request begins.</summary>
    internal string TagNow() => CounterTag + Interlocked.Read(ref _counter).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var now = Interlocked.Increment(ref _counter);
        if (tags.Contains(ChangeTags.Everything))
            Volatile.Write(ref _everything, now);
        foreach (var tag in tags)
            _changes.AddOrUpdate(tag, now, (_, before) => Math.Max(before, now));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken) =>
        ChangedAsync(new HashSet<string>(StringComparer.Ordinal) { tag }, cancellationToken);

    /// <inheritdoc />
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        if (!_pages.TryGetValue(key, out var found) || found is not Page page)
            return ValueTask.FromResult<byte[]?>(null);
        if (Volatile.Read(ref _everything) > page.Counter)
            return ValueTask.FromResult<byte[]?>(null);
        foreach (var tag in page.Tags)
        {
            if (_changes.TryGetValue(tag, out var changed) && changed > page.Counter)
                return ValueTask.FromResult<byte[]?>(null);
        }

        return ValueTask.FromResult<byte[]?>(page.Bytes);
    }

    /// <inheritdoc />
    public ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        var counter = 0L;
        foreach (var tag in tags ?? [])
        {
            if (tag.StartsWith(CounterTag, StringComparison.Ordinal))
                counter = long.Parse(tag.AsSpan(CounterTag.Length), System.Globalization.CultureInfo.InvariantCulture);
        }

        var page = new Page(value, [.. (tags ?? []).Where(t => !t.StartsWith(CounterTag, StringComparison.Ordinal))], counter);
        _pages.Set(key, page, new MemoryCacheEntryOptions { Size = value.Length + key.Length, AbsoluteExpirationRelativeToNow = validFor });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => _pages.Dispose();

    private sealed record Page(byte[] Bytes, string[] Tags, long Counter);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Inbox;

/// <summary>Keeps for a while how many messages wait unread for whom; what changes here is counted anew at once, what another copy delivers a little later.</summary>
internal sealed class UnreadCount(IServiceScopeFactory scopes, IClock clock) : IUnreadCount, IChangeListener
{
    private static readonly Duration kept = Duration.FromSeconds(20);

    private readonly ConcurrentDictionary<int, (int Count, Instant At)> _known = [];
    private int _changes;

    public ValueTask<int> CountAsync(HttpContext http)
    {
        if (http.Actor().MemberId is not { } member)
            return ValueTask.FromResult(0);
        return _known.TryGetValue(member, out var known) && known.At.IsWithin(kept, clock.GetCurrentInstant()) ? ValueTask.FromResult(known.Count) : LookUpAsync(member, http.RequestAborted);
    }

    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Deliveries))
        {
            Interlocked.Increment(ref _changes);
            _known.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<int> LookUpAsync(int member, CancellationToken cancellation)
    {
        var before = Volatile.Read(ref _changes);
        await using var scope = scopes.CreateAsyncScope();
        var count = await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().InboxOf(member, clock.GetCurrentInstant()).CountAsync(i => i.ReadAt == null, cancellation);
        // What was counted before a change must not be kept after it.
        if (before == Volatile.Read(ref _changes))
            _known[member] = (count, clock.GetCurrentInstant());
        return count;
    }
}

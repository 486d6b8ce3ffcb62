using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>
/// Those who listen at one meeting. After a change it is looked at once, and set anew once for each audience, as far as it changed and away from whoever made the change; what changes
/// while that is done causes one more setting, however much it is.
/// </summary>
internal sealed partial class LiveRoom(int meetingId, int topicId, ILiveFragment fragment, LiveSettings settings, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan afterFailure = TimeSpan.FromSeconds(2);
    private static readonly LiveParts[] parts = [LiveParts.Hour, LiveParts.Here, LiveParts.Asked, LiveParts.Covered, LiveParts.All];

    private readonly Lock _lock = new();
    private readonly Dictionary<LiveVariant, Hall> _halls = [];
    private readonly string _topic = ChangeTags.Topic(topicId);
    private readonly (string Tag, LiveParts Part)[] _tags = [.. parts.Select(part => (ChangeTags.LiveAt(meetingId, part), part))];
    private long _changes;
    private LiveParts _unread = LiveParts.All;
    private ILiveSight? _sight;
    private bool _isAtWork;
    private long? _settledAt;

    /// <summary>Everybody who listens.</summary>
    public IReadOnlyList<LiveListener> Listeners
    {
        get
        {
            lock (_lock)
                return [.. _halls.Values.SelectMany(hall => hall.Listeners)];
        }
    }

    /// <summary>Lets somebody in. The first that they get is the whole state.</summary>
    public void Enter(LiveListener listener)
    {
        LiveState? newest;
        lock (_lock)
        {
            if (!_halls.TryGetValue(listener.Place.Variant, out var hall))
                _halls.Add(listener.Place.Variant, hall = new Hall());
            hall.Listeners.Add(listener);
            // A room in which nothing happens is looked at again when somebody comes.
            if (_settledAt is { } at && time.GetElapsedTime(at) > LiveSettings.Kept)
                _changes++;
            newest = hall.Newest is { } state && state.AsOf == _changes ? state : null;
        }

        if (newest is null)
            Work();
        else
            listener.Put(newest);
    }

    /// <summary>Lets somebody go.</summary>
    /// <returns>Whether nobody is left.</returns>
    public bool Leave(LiveListener listener)
    {
        lock (_lock)
        {
            if (_halls.TryGetValue(listener.Place.Variant, out var hall) && hall.Listeners.Remove(listener) && hall.Listeners.Count == 0)
                _halls.Remove(listener.Place.Variant);
            return _halls.Count == 0;
        }
    }

    /// <summary>Notes that something changed.</summary>
    public void Change(LiveParts changed)
    {
        lock (_lock)
        {
            _changes++;
            _unread |= changed;
        }

        Work();
    }

    /// <summary>What of this meeting changed, by the names under which it was told.</summary>
    public LiveParts Told(IReadOnlySet<string> tags)
    {
        if (tags.Contains(_topic))
            return LiveParts.All;
        var told = LiveParts.None;
        foreach (var (tag, part) in _tags)
            told |= tags.Contains(tag) ? part : LiveParts.None;
        return told;
    }

    private void Work()
    {
        lock (_lock)
        {
            if (_isAtWork)
                return;
            _isAtWork = true;
        }

        // Nothing of the request that changed something, such as its reader and language, goes along.
        ThreadPool.UnsafeQueueUserWorkItem(room => _ = room.SetAsync(), this, preferLocal: false);
    }

    private async Task SetAsync()
    {
        do
        {
            await RestAsync();
            var (asOf, variants, changed) = Wanted();
            if (await TryAsync(() => fragment.LookAsync(meetingId, _sight, changed, CancellationToken.None)) is not { } sight)
            {
                Unread(changed);
            }
            else
            {
                _sight = sight;
                // Side by side: the few who see something else neither wait for the many, nor take from them while they are written to.
                await Task.WhenAll(variants.Select(variant => Task.Run(async () =>
                {
                    if (await TryAsync(() => sight.RenderAsync(variant, CancellationToken.None)) is { } regions)
                        Give(variant, asOf, regions);
                })));
            }

            Settle();
        }
        while (!IsSettled());
    }

    // What fails is tried again a little later; it keeps nobody else waiting for good.
    private async Task<T?> TryAsync<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        catch (Exception exception)
        {
            Failed(meetingId, exception);
            await Task.Delay(afterFailure, time);
            return null;
        }
    }

    // Many changes a second are seen as some: nobody reads faster.
    private async Task RestAsync()
    {
        if (_settledAt is { } at && settings.Calm - time.GetElapsedTime(at) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time);
    }

    private (long AsOf, List<LiveVariant> Variants, LiveParts Changed) Wanted()
    {
        lock (_lock)
        {
            var changed = _unread;
            _unread = LiveParts.None;
            // Where most wait, it comes first.
            return (_changes, [.. _halls.Where(hall => hall.Value.Newest?.AsOf != _changes).OrderByDescending(hall => hall.Value.Listeners.Count).Select(hall => hall.Key)], changed);
        }
    }

    private void Unread(LiveParts changed)
    {
        lock (_lock)
            _unread |= changed;
    }

    private void Settle()
    {
        lock (_lock)
            _settledAt = time.GetTimestamp();
    }

    private bool IsSettled()
    {
        lock (_lock)
        {
            _isAtWork = _halls.Values.Any(hall => hall.Newest?.AsOf != _changes);
            return !_isAtWork;
        }
    }

    private void Give(LiveVariant variant, long asOf, IReadOnlyList<LiveRegion> regions)
    {
        LiveState newest;
        LiveListener[] listeners;
        lock (_lock)
        {
            if (!_halls.TryGetValue(variant, out var hall))
                return;
            hall.Newest = newest = hall.Newest?.Next(regions, asOf) ?? new LiveState(regions, asOf);
            listeners = [.. hall.Listeners];
        }

        // Not within the lock: they write right away, and who finds that nobody reads leaves.
        foreach (var listener in listeners)
            listener.Put(newest);
    }

    [LoggerMessage(LogLevel.Error, "The room of meeting {Meeting} could not be set.")]
    private partial void Failed(int meeting, Exception exception);

    /// <summary>Those who see the same.</summary>
    private sealed class Hall
    {
        public HashSet<LiveListener> Listeners { get; } = [];

        public LiveState? Newest { get; set; }
    }
}

using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>
/// The rooms of the meetings at which somebody listens in this copy of the program. A change is set once and the same bytes are written to all; what
/// other copies change is heard over <see cref="ChangeWire"/>.
/// </summary>
internal sealed class LiveRooms(ILiveFragment fragment, LiveSettings settings, TimeProvider time, ILogger<LiveRooms> logger) : IChangeListener
{
    /// <summary>A line that says nothing.</summary>
    public static readonly ReadOnlyMemory<byte> Nothing = ":\n\n"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly Dictionary<int, LiveRoom> _rooms = [];
    private readonly Dictionary<int, int> _ofMembers = [];
    private int _count;
    private bool _isClosed;

    /// <summary>How many listen.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Everybody who listens.</summary>
    public IReadOnlyList<LiveListener> Listeners
    {
        get
        {
            lock (_lock)
                return [.. _rooms.Values.SelectMany(room => room.Listeners)];
        }
    }

    /// <summary>Lets somebody in; null if there are too many of them, or of all, or the house closes.</summary>
    public LiveListener? Enter(LivePlace place)
    {
        var listener = new LiveListener(place);
        lock (_lock)
        {
            var own = _ofMembers.GetValueOrDefault(place.MemberId);
            if (_isClosed || _count >= settings.Listeners || own >= LiveSettings.MostOfMember)
                return null;
            _ofMembers[place.MemberId] = own + 1;
            _count++;
            if (!_rooms.TryGetValue(place.MeetingId, out var room))
                _rooms.Add(place.MeetingId, room = new LiveRoom(place.MeetingId, place.TopicId, fragment, settings, time, logger));
            room.Enter(listener);
        }

        return listener;
    }

    /// <summary>Lets somebody go who was let in.</summary>
    public void Leave(LiveListener listener)
    {
        var place = listener.Place;
        lock (_lock)
        {
            _count--;
            if (--_ofMembers[place.MemberId] == 0)
                _ofMembers.Remove(place.MemberId);
            if (_rooms[place.MeetingId].Leave(listener))
                _rooms.Remove(place.MeetingId);
        }
    }

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (Count > 0)
        {
            foreach (var (room, changed) in Concerned(tags))
                room.Change(changed);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Has something written to everybody, so that no connection looks forgotten.</summary>
    public void Stir()
    {
        foreach (var listener in Listeners)
            listener.Stir();
    }

    /// <summary>Ends every stream, and lets nobody in any more.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;
        foreach (var listener in Listeners)
            listener.Close();
    }

    // A change of a meeting, or of the talks of one, names its topic; of one that does not, every room has to look.
    internal static bool IsOfAll(IReadOnlySet<string> tags) => tags.Contains(ChangeTags.Everything) || tags.Contains(ChangeTags.Group) || tags.Contains(ChangeTags.Topics)
        || (tags.Contains(ChangeTags.Meetings) && !tags.Any(tag => tag.StartsWith(ChangeTags.TopicPrefix, StringComparison.Ordinal)));

    private List<(LiveRoom Room, LiveParts Changed)> Concerned(IReadOnlySet<string> tags)
    {
        var all = IsOfAll(tags);
        lock (_lock)
            return [.. _rooms.Values.Select(room => (Room: room, Changed: all ? LiveParts.All : room.Told(tags))).Where(one => one.Changed is not LiveParts.None)];
    }
}

using System.Collections.Concurrent;
using NodaTime;

namespace Whalepaper.Notices.Chat;

/// <summary>A bound of a service: so many messages in such a time.</summary>
internal sealed record ChatLimit(int Count, Duration In);

/// <summary>
/// Keeps to what the services allow, chat by chat, so that none of them has to say so. Each copy of the program keeps its own pace: several together
/// may be told off, and then rest.
/// </summary>
internal sealed class ChatPace(IClock clock)
{
    private readonly ConcurrentDictionary<int, Turns> _chats = [];

    /// <summary>Asks to write to a chat now.</summary>
    /// <returns>Null if that is in time; else how long to wait first.</returns>
    public Duration? Ask(int channelId, IReadOnlyList<ChatLimit> limits)
    {
        var turns = _chats.GetOrAdd(channelId, static _ => new Turns());
        lock (turns)
            return turns.Ask(limits, clock.GetCurrentInstant());
    }

    /// <summary>Leaves a chat alone, because its service asked for it.</summary>
    public void Rest(int channelId, Duration rest)
    {
        var turns = _chats.GetOrAdd(channelId, static _ => new Turns());
        lock (turns)
            turns.Rest(clock.GetCurrentInstant() + rest);
    }

    private sealed class Turns
    {
        private readonly List<Instant> _taken = [];
        private Instant _until = Instant.MinValue;

        public Duration? Ask(IReadOnlyList<ChatLimit> limits, Instant now)
        {
            var free = _until;
            foreach (var limit in limits)
            {
                if (_taken.Count >= limit.Count && _taken[^limit.Count] + limit.In > free)
                    free = _taken[^limit.Count] + limit.In;
            }

            if (free > now)
                return free - now;
            _taken.Add(now);
            var most = limits.Count == 0 ? 0 : limits.Max(limit => limit.Count);
            if (_taken.Count > most)
                _taken.RemoveRange(0, _taken.Count - most);
            return null;
        }

        public void Rest(Instant until)
        {
            if (until > _until)
                _until = until;
        }
    }
}

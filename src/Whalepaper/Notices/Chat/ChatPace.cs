using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices.Chat;

/// <summary>A bound of a service: so many messages in such a time.</summary>
internal sealed record ChatLimit(int Count, Duration In);

/// <summary>
/// Keeps to what the services allow, chat by chat, so that none of them has to say so. Copies of the program tell each other whenever they write: they keep one pace, and only who
/// writes in the same instant may be told off, and then rests.
/// </summary>
internal sealed class ChatPace
{
    private const string Counter = "chat.turn";

    private readonly ConcurrentDictionary<int, Turns> _chats = [];
    private readonly IClock _clock;
    private readonly SharedCounts? _counts;

    /// <summary>Sets it up.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="counts">What tells other copies, and hears of them; null for a pace of one's own.</param>
    public ChatPace(IClock clock, SharedCounts? counts = null)
    {
        (_clock, _counts) = (clock, counts);
        counts?.Hear(Counter, Note);
    }

    /// <summary>Asks to write to a chat now.</summary>
    /// <returns>Null if that is in time; else how long to wait first.</returns>
    public Duration? Ask(int channelId, IReadOnlyList<ChatLimit> limits)
    {
        var turns = Of(channelId);
        lock (turns)
        {
            if (turns.Ask(limits, _clock.GetCurrentInstant()) is { } wait)
                return wait;
        }

        _counts?.Tell(Counter, channelId.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>Leaves a chat alone, because its service asked for it.</summary>
    public void Rest(int channelId, Duration rest)
    {
        var turns = Of(channelId);
        lock (turns)
            turns.Rest(_clock.GetCurrentInstant() + rest);
    }

    // Another copy wrote.
    private bool Note(string key)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var channelId))
            return false;
        var turns = Of(channelId);
        lock (turns)
            turns.Take(_clock.GetCurrentInstant());
        return true;
    }

    private Turns Of(int channelId) => _chats.GetOrAdd(channelId, static _ => new Turns());

    private sealed class Turns
    {
        private readonly List<Instant> _taken = [];
        private Instant _until = Instant.MinValue;

        // As many as any bound looks back; who only hears of a chat does not know its bounds.
        private int _most = 100;

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
            _most = limits.Select(limit => limit.Count).Append(_most).Max();
            Take(now);
            return null;
        }

        public void Take(Instant now)
        {
            _taken.Add(now);
            if (_taken.Count > _most)
                _taken.RemoveRange(0, _taken.Count - _most);
        }

        public void Rest(Instant until)
        {
            if (until > _until)
                _until = until;
        }
    }
}

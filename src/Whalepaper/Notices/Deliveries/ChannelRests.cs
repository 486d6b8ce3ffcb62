using System.Collections.Concurrent;
using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Leaves channels alone for a while that could not be reached: others need not wait while each batch finds that out anew, and what waits for them
/// spends no attempts.
/// </summary>
public sealed class ChannelRests
{
    /// <summary>How long: less than the shortest rest of a delivery that failed, so that none is late for it.</summary>
    public static readonly Duration Length = Duration.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Instant> _until = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    /// <param name="channel">The channel's full name.</param>
    /// <param name="now">When.</param>
    public void Begin(string channel, Instant now) => _until[channel] = now + Length;

    /// <summary>The channels that rest.</summary>
    public IReadOnlyList<string> At(Instant now) => [.. _until.Where(one => one.Value > now && one.Value <= now + Length).Select(one => one.Key)];
}

using System.Globalization;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Attending;

/// <summary>
/// How often somebody may guess a check-in code. Only wrong ones count: a hundred people in one room, behind one address, check in within a minute.
/// Who guessed too often is not let in by the right code either, or they would guess on.
/// </summary>
internal sealed class CheckInThrottle(SharedCounts counts) : IAsyncDisposable
{
    /// <summary>Wrong codes of one member in <see cref="Window"/>.</summary>
    public const int PerMember = 10;

    /// <summary>Wrong codes from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 200;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int Segments = 5;

    private readonly Turnstile _members = new(counts, "checkin.member", PerMember, Window, Segments);
    private readonly Turnstile _networks = new(counts, "checkin.network", PerNetwork, Window, Segments);

    /// <summary>How long to rest before the next try.</summary>
    public static TimeSpan Rest => Window / Segments;

    /// <summary>Whether somebody may try a code.</summary>
    public bool Admits(HttpContext http, int memberId)
    {
        ArgumentNullException.ThrowIfNull(http);
        return _members.WouldAdmit(Key(memberId)) && _networks.WouldAdmit(Network(http));
    }

    /// <summary>Counts a wrong one.</summary>
    public void Count(HttpContext http, int memberId)
    {
        ArgumentNullException.ThrowIfNull(http);
        _members.Admits(Key(memberId));
        _networks.Admits(Network(http));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _members.DisposeAsync();
        await _networks.DisposeAsync();
    }

    private static string Key(int memberId) => memberId.ToString(CultureInfo.InvariantCulture);

    private static string Network(HttpContext http) => Throttle.Neighbourhood(http.Connection.RemoteIpAddress);
}

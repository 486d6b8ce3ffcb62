using System.Diagnostics;
using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(l) Everybody checks in at the beginning: so many a second, and nobody is lost.</summary>
internal sealed class ComersLaw(Terms terms, Groups groups, Findings findings)
{
    private const int Comers = 1_000;
    private const int WarmingUp = 200;
    private const int Listeners = 40;
    private const int Connections = 16;

    // The one figure that the law itself names.
    private const double Least = 200;

    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('l'))
            return;
        foreach (var engine in groups.Engines)
            await ComeAsync(engine, cancellation);
    }

    private async Task ComeAsync(BenchEngine engine, CancellationToken cancellation)
    {
        // A group of its own: at the meeting of those who listen, many are there already.
        var group = await groups.OfAsync(engine, Terms.Small + 1, cancellation);
        await using var living = LivingGroup.Open(group);
        var members = await living.TakeInAsync(RoomNow.Sharing + Listeners + WarmingUp + Comers, cancellation);
        var room = await living.MeetNowAsync(members, await living.RunNewestAsync(cancellation), cancellation);
        var cookies = await living.CookiesAsync([.. members.Take(RoomNow.Sharing + Listeners)], cancellation);
        var already = await living.AttendancesAsync(room.Meeting, cancellation);
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation);
        using var crowd = new ListeningCrowd();
        await crowd.OpenAsync(site.Port, room.Live, cookies, cancellation);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler) { BaseAddress = site.Client.BaseAddress };
        var keys = room.Keys.Skip(RoomNow.Sharing + Listeners).ToList();
        await CheckInAsync(keys[..WarmingUp]);
        var started = Stopwatch.GetTimestamp();
        await CheckInAsync(keys[WarmingUp..]);
        var took = Stopwatch.GetElapsedTime(started);
        var there = await living.AttendancesAsync(room.Meeting, cancellation) - already;
        var (_, behind) = await crowd.UntilAsync(crowd.Newest, Stopwatch.GetTimestamp(), longest, cancellation);
        findings.Judge('l', $"check-ins a second over {Connections} connections while {Listeners} listen, {engine}", Comers / took.TotalSeconds, Least, atLeast: true);
        findings.Judge('l', $"of {Comers + WarmingUp:N0} who checked in, those who are not there, or twice, {engine}", Math.Abs(Comers + WarmingUp - there), 0, atLeast: false);
        findings.Add('l', $"their listeners, {engine}", string.Create(CultureInfo.InvariantCulture, $"{crowd.Connected} of {cookies.Count} are still connected, {behind} behind; {crowd.Newest} states were told"));

        // An answer of another kind than "done" ends the run.
        Task CheckInAsync(IReadOnlyList<string> some) => Parallel.ForEachAsync(
            some, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation }, async (key, stop) => await room.CheckInAsync(client, key, stop));
    }
}

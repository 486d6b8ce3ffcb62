using System.Diagnostics;
using System.Globalization;

namespace Whalepaper.Bench;

/// <summary>(k) Everybody checks in at the beginning: so many a second, and nobody is lost.</summary>
internal sealed class ComersLaw(Terms terms, Groups groups, Findings findings)
{
    private const int Comers = 1_000;
    private const int Listeners = 40;
    private const int Connections = 16;

    // The one figure that the law itself names.
    private const double Least = 200;

    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('k'))
            return;
        foreach (var engine in groups.Engines)
            await ComeAsync(engine, cancellation);
    }

    private async Task ComeAsync(BenchEngine engine, CancellationToken cancellation)
    {
        // A group of its own: at the meeting of those who listen, many are there already.
        var group = await groups.OfAsync(engine, Terms.Small + 1, cancellation);
        await using var living = LivingGroup.Open(group);
        var members = await living.TakeInAsync(RoomNow.Sharing + Listeners + Comers, cancellation);
        var meetings = await living.RunNewestAsync(cancellation);
        // As in every race: until the runtime has compiled anew what runs often, all is slower. It does so at a meeting of its own, to which the same people come.
        var before = await living.MeetNowAsync(members, meetings[0], 6, cancellation);
        // With the same keys: that a key is used again after a while is written down, and whoever checks in has just opened the page.
        var room = await living.MeetNowAsync(members, meetings[1], 5, cancellation) with { Keys = before.Keys };
        var cookies = await living.CookiesAsync([.. members.Take(RoomNow.Sharing + Listeners)], cancellation);
        var already = await living.AttendancesAsync(room.Meeting, cancellation);
        // So many on this machine: the phones that come are not on it, and cost it little here.
        await using var site = await SiteProcess.StartAsync(terms.Cores.Whole, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation);
        using (var first = new ListeningCrowd())
        {
            await first.OpenAsync(site.Port, before.Live, cookies, cancellation);
            await CheckInAsync(before);
        }

        using var crowd = new ListeningCrowd();
        await crowd.OpenAsync(site.Port, room.Live, cookies, cancellation);
        var started = Stopwatch.GetTimestamp();
        await CheckInAsync(room);
        var took = Stopwatch.GetElapsedTime(started);
        var there = await living.AttendancesAsync(room.Meeting, cancellation) - already;
        var (_, behind) = await crowd.UntilAsync(crowd.Newest, Stopwatch.GetTimestamp(), longest, cancellation);
        findings.Judge('k', $"check-ins a second over {Connections} connections while {Listeners} listen, {engine}", Comers / took.TotalSeconds, Least, atLeast: true);
        findings.Judge('k', $"of {Comers:N0} who checked in, those who are not there, or twice, {engine}", Math.Abs(Comers - there), 0, atLeast: false);
        findings.Add('k', $"their listeners, {engine}", string.Create(CultureInfo.InvariantCulture, $"{crowd.Connected} of {cookies.Count} are still connected, {behind} behind; {crowd.Newest} states were told"));

        // An answer of another kind than "done" ends the run.
        async Task CheckInAsync(RoomNow at)
        {
            using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
            using var client = new HttpClient(handler) { BaseAddress = site.Client.BaseAddress };
            await Parallel.ForEachAsync(
                at.Keys.Skip(RoomNow.Sharing + Listeners), new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation },
                async (key, stop) => await at.CheckInAsync(client, key, stop));
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Whalepaper.Meetings.Live;

namespace Whalepaper.Bench;

/// <summary>(l) Thousands listen at one meeting: a change reaches all of them, nearly as fast as whoever does nothing else could tell them.</summary>
internal sealed class ListenersLaw(Terms terms, Groups groups, Findings findings)
{
    private const int Listeners = 2_000;
    private const int Questions = 100;
    private const int Connections = 16;

    // The runtime compiles anew what was called thirty times, and until then either side is slower; a host turns sixty times a minute at most.
    private const int WarmingUp = 45;
    private const double Limit = 1.5;
    private const double Kilobyte = 1024;

    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan minute = TimeSpan.FromMinutes(1);

    // Longer than a room rests after a setting: each change is told by itself.
    private static readonly TimeSpan pause = LiveSettings.Usual.Calm * 2;

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('l'))
            return;
        foreach (var engine in groups.Engines)
            await ListenAsync(engine, cancellation);
    }

    private async Task ListenAsync(BenchEngine engine, CancellationToken cancellation)
    {
        var group = await groups.OfAsync(engine, Terms.Small, cancellation);
        await using var living = LivingGroup.Open(group);
        // So many pages of each member that one more can be open.
        var members = await living.TakeInAsync(RoomNow.Sharing + (Listeners / (LiveSettings.MostOfMember / 2)), cancellation);
        var room = await living.MeetNowAsync(members, (await living.RunNewestAsync(cancellation))[0], 5, cancellation);
        var cookies = await living.CookiesAsync(members, cancellation);
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation);
        await using var bare = await SiteProcess.StartAsync(terms.Cores, terms.Bench, ["stream"], "/", cancellation);
        using var here = new ListeningCrowd();
        using var there = new ListeningCrowd();
        var (before, bareBefore) = (site.Memory, bare.Memory);
        // The host's page is open too, and is another one.
        using var host = new ListeningCrowd();
        await host.OpenAsync(site.Port, room.Live, [cookies[0]], cancellation);
        using var reader = await StateReader.OpenAsync(site.Port, room.Live, cookies[^1], cancellation);
        await here.OpenAsync(site.Port, room.Live, cookies.Skip(RoomNow.Sharing).SelectMany(cookie => Enumerable.Repeat(cookie, LiveSettings.MostOfMember / 2)), cancellation);
        await there.OpenAsync(bare.Port, BareStream.Live, Enumerable.Repeat("", Listeners), cancellation);
        await here.UntilAsync(1, Stopwatch.GetTimestamp(), longest, cancellation);
        var told = new Told(here, there, reader, bare);
        var missed = 0;
        foreach (var (what, change) in ((string, Func<int, Task>)[])[("a turn of the host", n => room.TurnAsync(site.Client, n, cancellation)), ("a question", n => room.AskAsync(site.Client, n, cancellation))])
            missed += await ChangeAsync($"{what}, {engine}", told, change, cancellation);
        findings.Add('l', $"memory of one listener, {engine}", string.Create(
            CultureInfo.InvariantCulture, $"{(site.Memory - before) / Kilobyte / here.Connected:0.0} KB; {(bare.Memory - bareBefore) / Kilobyte / there.Connected:0.0} KB at the bare broadcaster"));
        findings.Judge('l', $"listeners of {Listeners:N0} who missed a change or were dropped, {engine}", missed + (2 * Listeners) - here.Connected - there.Connected, 0, atLeast: false);
        await AskAsync(engine, site, room, living, told, cancellation);
    }

    // One change after the other, here and there in turns.
    private async Task<int> ChangeAsync(string what, Told told, Func<int, Task> change, CancellationToken cancellation)
    {
        var (ours, bares, missed, bytes) = (new List<double>(), new List<double>(), 0, 0);
        for (var n = 0; n < WarmingUp + (terms.Rounds * 2); n++)
        {
            var (took, lost) = await TellAsync(told.Here, ++told.State, () => change(n), cancellation);
            // Exactly what was written here is written there.
            var same = await told.Reader.UntilAsync(told.State, cancellation);
            var (bareTook, bareLost) = await TellAsync(told.There, told.State, () => WriteAsync(told.Bare, same, cancellation), cancellation);
            missed += lost + bareLost;
            if (n < WarmingUp)
                continue;
            bytes = same.Length;
            ours.Add(took.TotalMilliseconds);
            bares.Add(bareTook.TotalMilliseconds);
        }

        findings.Add('l', $"{what}: {bytes:N0} bytes are asked for, saved, set and with the last of {Listeners:N0}", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(ours):0} ms in the middle, {ours.Max():0} ms at most"));
        findings.Add('l', $"{what}: the bare broadcaster is given the same bytes and has written them", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(bares):0} ms in the middle, {bares.Max():0} ms at most"));
        findings.Judge('l', $"{what}: until the last of {Listeners:N0} has it against a bare broadcaster of the same bytes", Race.Median(ours.Zip(bares, (one, other) => one / other)), Limit, atLeast: false);
        return missed;
    }

    // As fast as they are answered, while everybody listens.
    private async Task AskAsync(BenchEngine engine, SiteProcess site, RoomNow room, LivingGroup living, Told told, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler) { BaseAddress = site.Client.BaseAddress };
        var started = Stopwatch.GetTimestamp();
        var asked = await Task.WhenAll(Enumerable.Range(0, Questions).Select(n => room.AskAsync(client, 1_000 + n, cancellation)));
        var took = Stopwatch.GetElapsedTime(started);
        var lost = asked.Except(await living.QuestionsAsync(room.Meeting, cancellation)).Count() + Questions - asked.Distinct().Count();
        // Whoever has the turn after them has them.
        await Task.Delay(pause, cancellation);
        await room.TurnAsync(site.Client, WarmingUp + (terms.Rounds * 2), cancellation);
        var newest = await told.Reader.UntilQuietAsync(pause, cancellation);
        var (_, behind) = await told.Here.UntilAsync(newest, Stopwatch.GetTimestamp(), longest, cancellation);
        findings.Add('l', $"{Questions} questions over {Connections} connections while {Listeners:N0} listen, {engine}", string.Create(CultureInfo.InvariantCulture, $"all are answered after {took.TotalSeconds:0.0} s"));
        findings.Judge('l', $"minutes that {Questions} questions take, {engine}", took / minute, 1, atLeast: false);
        findings.Judge('l', $"questions lost or doubled, or listeners who do not have the newest state afterwards, {engine}", lost + behind + Listeners - told.Here.Connected, 0, atLeast: false);
    }

    private static async Task<(TimeSpan Took, int Missed)> TellAsync(ListeningCrowd crowd, int state, Func<Task> change, CancellationToken cancellation)
    {
        await Task.Delay(pause, cancellation);
        var started = Stopwatch.GetTimestamp();
        var asked = change();
        var told = await crowd.UntilAsync(state, started, longest, cancellation);
        await asked;
        return told;
    }

    private static async Task WriteAsync(SiteProcess bare, ReadOnlyMemory<byte> same, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(same);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await bare.Client.PostAsync(new Uri(BareStream.Change, UriKind.Relative), content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Who is told.</summary>
    private sealed record Told(ListeningCrowd Here, ListeningCrowd There, StateReader Reader, SiteProcess Bare)
    {
        /// <summary>The number of the newest state.</summary>
        public int State { get; set; } = 1;
    }
}

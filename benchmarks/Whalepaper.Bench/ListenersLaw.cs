using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Whalepaper.Meetings.Live;

namespace Whalepaper.Bench;

/// <summary>(l) Thousands listen at one meeting: a change reaches all of them, nearly as fast as whoever does nothing else could tell them.</summary>
internal sealed class ListenersLaw(Terms terms, Groups groups, Findings findings)
{
    private const int Listeners = 2_000;
    private const double Limit = 1.5;
    private const double Kilobyte = 1024;

    private static readonly TimeSpan longest = TimeSpan.FromSeconds(30);

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
        var (meeting, cookies, key) = await GatherAsync(group, cancellation);
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation);
        await using var bare = await SiteProcess.StartAsync(terms.Cores, terms.Bench, ["stream"], "/", cancellation);
        using var here = new ListeningCrowd();
        using var there = new ListeningCrowd();
        var path = $"/meetings/{meeting}/live";
        var (before, bareBefore) = (site.Memory, bare.Memory);
        using var probe = await ProbeAsync(site, path, cookies[0], cancellation);
        await here.OpenAsync(site.Port, path, cookies, cancellation);
        await there.OpenAsync(bare.Port, BareStream.Live, cookies.Select(_ => ""), cancellation);
        await here.UntilAsync(1, Stopwatch.GetTimestamp(), longest, cancellation);
        // The first change is for warming up, and tells which bytes are written.
        await ChangeAsync(site, meeting, key, 1, cancellation);
        var same = await probe.UntilStateAsync(2, cancellation);
        var (ours, bares, missed) = (new List<double>(), new List<double>(), 0);
        for (var n = 2; n < (terms.Rounds * 4) + 2; n++)
        {
            var (took, lost) = await TellAsync(here, n + 1, () => ChangeAsync(site, meeting, key, n, cancellation), cancellation);
            var (bareTook, bareLost) = await TellAsync(there, n + 1, () => WriteAsync(bare, same, n + 1, cancellation), cancellation);
            missed += lost + bareLost;
            // The first half is for warming up.
            if (n < (terms.Rounds * 2) + 2)
                continue;
            ours.Add(took.TotalMilliseconds);
            bares.Add(bareTook.TotalMilliseconds);
        }

        Say(engine, Encoding.UTF8.GetByteCount(same), ours, bares, (site.Memory - before) / Kilobyte / here.Connected, (bare.Memory - bareBefore) / Kilobyte / there.Connected);
        findings.Judge('l', $"listeners of {Listeners:N0} who missed a change or were dropped, {engine}", missed + (2 * Listeners) - here.Connected - there.Connected, 0, atLeast: false);
        findings.Judge('l', $"from a change until the last of {Listeners:N0} has it against a bare broadcaster of the same bytes, {engine}", Race.Median(ours.Zip(bares, (one, other) => one / other)), Limit, atLeast: false);
    }

    private void Say(BenchEngine engine, int bytes, List<double> ours, List<double> bares, double memory, double bareMemory)
    {
        findings.Add('l', $"a change of {bytes:N0} bytes is asked for, saved, set and with the last of {Listeners:N0}, {engine}", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(ours):0} ms in the middle, {ours.Max():0} ms at most"));
        findings.Add('l', $"the bare broadcaster is given the same bytes and has written them, {engine}", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(bares):0} ms in the middle, {bares.Max():0} ms at most"));
        findings.Add('l', $"memory of one listener, {engine}", string.Create(CultureInfo.InvariantCulture, $"{memory:0.0} KB; {bareMemory:0.0} KB at the bare broadcaster"));
    }

    private static async Task<(int Meeting, IReadOnlyList<string> Cookies, string Key)> GatherAsync(Groups.Imported group, CancellationToken cancellation)
    {
        await using var living = LivingGroup.Open(group);
        // The first is of the committee, and would see something else.
        var members = (await living.TakeInAsync((Listeners / (LiveSettings.MostOfMember / 2)) + 1, cancellation)).Skip(1).ToList();
        var meetings = await living.RunNewestAsync(cancellation);
        var cookies = await living.CookiesAsync(members, cancellation);
        return (meetings[0].Id, [.. cookies.SelectMany(cookie => Enumerable.Repeat(cookie, LiveSettings.MostOfMember / 2)).Take(Listeners)], (await living.TokensAsync([members[0]], cancellation))[0]);
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

    // Somebody stands by, and does no longer.
    private static async Task ChangeAsync(SiteProcess site, int meeting, string key, int n, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(n % 2 == 1 ? HttpMethod.Put : HttpMethod.Delete, $"/api/v1/meetings/{meeting}/standby") { Content = JsonContent.Create(new { }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await site.Client.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task WriteAsync(SiteProcess bare, string same, int state, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(same.Replace("\nid: 2\n", string.Create(CultureInfo.InvariantCulture, $"\nid: {state}\n"), StringComparison.Ordinal)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await bare.Client.PostAsync(new Uri(BareStream.Change, UriKind.Relative), content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Probe> ProbeAsync(SiteProcess site, string path, string cookie, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Accept-Language", "zh-CN");
        var answer = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        return new Probe(answer, await answer.Content.ReadAsStreamAsync(cancellation));
    }

    /// <summary>One who reads what is written.</summary>
    private sealed class Probe(HttpResponseMessage answer, Stream body) : IDisposable
    {
        /// <summary>All that is written for a state.</summary>
        public async Task<string> UntilStateAsync(int state, CancellationToken cancellation)
        {
            var (buffer, text, begins) = (new byte[64 * 1024], "", string.Create(CultureInfo.InvariantCulture, $"\nid: {state}\n"));
            while (text.IndexOf(begins, StringComparison.Ordinal) is var at && (at < 0 || !text.EndsWith(">\n\n", StringComparison.Ordinal)))
                text += Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer, cancellation));
            return text[text.LastIndexOf("retry:", text.IndexOf(begins, StringComparison.Ordinal), StringComparison.Ordinal)..];
        }

        public void Dispose() => answer.Dispose();
    }
}

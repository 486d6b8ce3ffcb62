using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Whalepaper.Bench;

/// <summary>(t) Many members claim the same papers and dates at once: one has each, the others are told, nothing is lost and nothing doubled.</summary>
internal sealed class ClaimsLaw(Terms terms, Groups groups, Findings findings)
{
    private const int Papers = 3_000;
    private const int Seats = 6;
    private const int Rivals = 4;
    private const int Connections = 16;

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('t'))
            return;
        foreach (var engine in groups.Engines)
            await ClaimAsync(engine, cancellation);
    }

    private async Task ClaimAsync(BenchEngine engine, CancellationToken cancellation)
    {
        // One topic with all papers.
        var group = await groups.OfAsync(engine, Papers, cancellation, Papers);
        var (topic, claims) = await PrepareAsync(group, cancellation);
        var (granted, refused, others) = (new ConcurrentBag<Claim>(), 0, new ConcurrentBag<HttpStatusCode>());
        TimeSpan took;
        await using (var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation))
        {
            using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
            using var client = new HttpClient(handler) { BaseAddress = site.Client.BaseAddress };
            var started = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(claims, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation }, async (claim, stop) =>
            {
                var status = await SendAsync(client, claim, stop);
                if (status is HttpStatusCode.OK)
                    granted.Add(claim);
                else if (status is HttpStatusCode.UnprocessableEntity)
                    Interlocked.Increment(ref refused);
                else
                    others.Add(status);
            });
            took = Stopwatch.GetElapsedTime(started);
        }

        await using var living = LivingGroup.Open(group);
        var taken = await living.TakenAsync(topic, cancellation);
        var acknowledged = granted.Select(claim => (claim.Paper, claim.Meeting)).ToHashSet();
        var wanted = claims.Select(claim => (claim.Paper, claim.Meeting)).ToHashSet();
        findings.Add('t', $"{claims.Count:N0} claims for {wanted.Count:N0} places over {Connections} connections, {engine}", string.Create(
            CultureInfo.InvariantCulture, $"{claims.Count / took.TotalSeconds:N0} answers/s, {granted.Count / took.TotalSeconds:N0} talks/s; {granted.Count} granted, {refused} refused with a word, {others.Count} otherwise"));
        findings.Judge('t', $"claims that were granted and are not there, or wanted and went to nobody, {engine}", acknowledged.Except(taken).Count() + wanted.Except(taken).Count(), 0, atLeast: false);
        findings.Judge('t', $"papers or seats that went to two, {engine}", granted.Count - acknowledged.Count + taken.Count - taken.Distinct().Count() + taken.GroupBy(one => one.Meeting).Sum(meeting => Math.Max(0, meeting.Count() - Seats)), 0, atLeast: false);
    }

    private static async Task<(int Topic, IReadOnlyList<Claim> Claims)> PrepareAsync(Groups.Imported group, CancellationToken cancellation)
    {
        await using var living = LivingGroup.Open(group);
        await living.SeatAsync(Seats, cancellation);
        var meetings = await living.RunNewestAsync(cancellation);
        var open = (await living.OpenEntriesAsync(meetings[0].TopicId, cancellation)).GroupBy(entry => entry.TrackId).ToDictionary(list => list.Key, list => new Queue<Topics.ReadingListEntry>(list));
        var places = meetings.SelectMany(meeting => Enumerable.Repeat(meeting, Seats)).Where(meeting => open[meeting.TrackId].Count > 0).Select(meeting => (Entry: open[meeting.TrackId].Dequeue(), Meeting: meeting)).ToList();
        var keys = await living.TokensAsync(await living.TakeInAsync(places.Count * Rivals, cancellation), cancellation);
        // Rivals for one place come one right after the other.
        var claims = places.SelectMany((place, n) => Enumerable.Range(0, Rivals).Select(rival => new Claim(
            $"/api/v1/topics/{place.Entry.List.Topic.Number}/{place.Entry.List.Track.Code}/talks", place.Entry.PaperId, place.Meeting.Id, keys[(n * Rivals) + rival]))).ToList();
        return (meetings[0].TopicId, claims);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, Claim claim, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, claim.Path) { Content = JsonContent.Create(new { paper = claim.Paper, meeting = claim.Meeting }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", claim.Key);
        using var answer = await client.SendAsync(request, cancellation);
        return answer.StatusCode;
    }

    private sealed record Claim(string Path, int Paper, int Meeting, string Key);
}

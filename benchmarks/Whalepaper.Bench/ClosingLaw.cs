using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Bench;

/// <summary>(o) The end of a topic (期末结算) in a group ten times as large: its steps, the memory that they take, and what one member's own page costs.</summary>
internal sealed class ClosingLaw(Terms terms, Groups groups, Findings findings)
{
    private const double Megabyte = 1024 * 1024;

    // Ten times as many take at most ten times as long, with a fifth of room for what is not theirs: caches, the disk, the machine's mood.
    private const double Linear = 10 * 1.2;
    private const double Bounded = 1.5;
    private const double Alike = 1.25;

    // Each step several times in the smaller group, and once in the larger; and once more before, which is not counted: until the runtime has compiled what a step takes, it is several times slower.
    private const int Rounds = 3;

    // Looks and starts soon: what is told is out before the next step.
    private static readonly Dictionary<string, string> eager = new(StringComparer.Ordinal) { ["Deliveries__Poll"] = "0.2", ["Deliveries__Patience"] = "0" };

    private static readonly string[] steps = ["freeze", "tell", "execute", "undo"];

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('o'))
            return;
        foreach (var engine in groups.Engines)
            await CloseAsync(engine, cancellation);
    }

    private async Task CloseAsync(BenchEngine engine, CancellationToken cancellation)
    {
        // Groups of their own, told apart by a paper more.
        var few = await EndAsync(await groups.OfAsync(engine, Terms.Small + 3, cancellation), terms.Closing, Rounds + 1, cancellation);
        var many = await EndAsync(await groups.OfAsync(engine, Terms.Small + 4, cancellation), terms.Closing * 10, 1 + 1, cancellation);
        foreach (var end in (End[])[few, many])
            findings.Add('o', $"closing a topic of {end.Members:N0} members and {end.Members * LivingGroup.Acts:N0} entries, {engine}", string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", steps.Zip(end.Seconds, (step, seconds) => string.Create(CultureInfo.InvariantCulture, $"{step} {seconds:0.00} s")))}; {end.Low:N0} low; {end.PeakMemory / Megabyte:N0} MB at most"));
        foreach (var (n, step) in steps.Index())
            findings.Judge('o', $"seconds to {step} at {many.Members:N0} members against {few.Members:N0}, {engine}", many.Seconds[n] / few.Seconds[n], Linear, atLeast: false);
        findings.Judge('o', $"the most memory in closing at {many.Members:N0} members against {few.Members:N0}, {engine}", (double)many.PeakMemory / few.PeakMemory, Bounded, atLeast: false);
        await MetersAsync(engine, few, many, cancellation);
    }

    private async Task<End> EndAsync(Groups.Imported group, int members, int rounds, CancellationToken cancellation)
    {
        await using var living = LivingGroup.Open(group);
        var committee = (await living.TakeInAsync(1, cancellation))[0];
        var (topic, member) = await living.LiveThroughAsync(members, cancellation);
        var key = (await living.TokensAsync([committee], cancellation, TokenScope.Manage))[0];
        string[] cookies = [.. await living.CookiesAsync([member], cancellation), .. await living.CookiesAsync([committee], cancellation)];
        await using var site = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation, eager);
        using var client = new HttpClient { BaseAddress = site.Client.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var took = steps.Select(_ => new List<double>()).ToList();
        var low = 0;
        for (var round = 0; round < rounds; round++)
            low = await CloseOnceAsync(living, client, topic, took, cancellation);
        var seconds = took.ConvertAll(times => Race.Median(times.Skip(1)));
        return new(group, members, low, seconds, site.PeakMemory, $"/members/{member.Handle}/participation", cookies);
    }

    private static async Task<int> CloseOnceAsync(LivingGroup living, HttpClient client, int topic, List<List<double>> took, CancellationToken cancellation)
    {
        took[0].Add(await StepAsync(HttpMethod.Post, ""));
        took[1].Add(await StepAsync(HttpMethod.Post, "/telling"));
        await living.DecideAsync(cancellation);
        took[2].Add(await StepAsync(HttpMethod.Post, "/execution"));
        var (low, moved) = await living.MovedAsync(cancellation);
        took[3].Add(await StepAsync(HttpMethod.Delete, "/execution"));
        var (_, left) = await living.MovedAsync(cancellation);
        // What is fast and wrong is no figure.
        return low > 0 && moved == low && left == 0 ? low : throw new InvalidOperationException($"Of {low} who were low, {moved} were moved, and {left} not put back.");

        async Task<double> StepAsync(HttpMethod method, string step)
        {
            using var request = new HttpRequestMessage(method, string.Create(CultureInfo.InvariantCulture, $"/api/v1/topics/{topic}/closing{step}"));
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request, cancellation);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            answer.EnsureSuccessStatusCode();
            await living.RestAsync(cancellation);
            return seconds;
        }
    }

    // What one member did is as much in either group. Nobody waits for letters here, so nobody looks for them more often than usual.
    private async Task MetersAsync(BenchEngine engine, End few, End many, CancellationToken cancellation)
    {
        await using var small = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. few.Group.Arguments], "/health/live", cancellation);
        await using var large = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. many.Group.Arguments], "/health/live", cancellation);
        using var toSmall = new Load(small.Port, 1, null, few.Cookies[0]);
        using var toLarge = new Load(large.Port, 1, null, many.Cookies[0]);
        await toSmall.OpenAsync(cancellation);
        await toLarge.OpenAsync(cancellation);
        var (fast, slow, ratio) = await Race.RunAsync(terms.Rounds, () => toSmall.RunUnkeptAsync(few.Page, terms.Stretch, cancellation), () => toLarge.RunUnkeptAsync(many.Page, terms.Stretch, cancellation));
        findings.Add('o', $"a member's own participation among {few.Members * LivingGroup.Acts:N0} entries, {engine}", fast);
        findings.Add('o', $"a member's own participation among {many.Members * LivingGroup.Acts:N0} entries, {engine}", slow);
        findings.Judge('o', $"cost of a member's own participation among {many.Members * LivingGroup.Acts:N0} entries against {few.Members * LivingGroup.Acts:N0}, {engine}", ratio, Alike, atLeast: false);
        var (among, amongMany) = (await RollAsync(small.Port, few), await RollAsync(large.Port, many));
        findings.Add('o', $"the committee's page of everybody, {engine}", string.Create(
            CultureInfo.InvariantCulture, $"{among:0.00} s at {few.Members:N0} members, {amongMany:0.00} s at {many.Members:N0}; {large.PeakMemory / Megabyte:N0} MB at most"));

        async Task<double> RollAsync(int port, End end)
        {
            using var load = new Load(port, 1, null, end.Cookies[1]);
            await load.OpenAsync(cancellation);
            // At least once, and in the middle.
            return (await load.RunUnkeptAsync("/participation", terms.Stretch, cancellation)).Percentile(.5).TotalSeconds;
        }
    }

    /// <summary>How a topic ended.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Members">How many were measured, but for the committee.</param>
    /// <param name="Low">How many of them were low.</param>
    /// <param name="Seconds">How long each step took.</param>
    /// <param name="PeakMemory">The most memory that the program held, in bytes.</param>
    /// <param name="Page">Where one member's own participation stands.</param>
    /// <param name="Cookies">The cookies of that member, and of the committee.</param>
    private sealed record End(Groups.Imported Group, int Members, int Low, IReadOnlyList<double> Seconds, long PeakMemory, string Page, IReadOnlyList<string> Cookies);
}

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Whalepaper.Bench;

/// <summary>(y) The planning board and the reading lists of a group after five years against those of one in its first topic.</summary>
internal sealed partial class YearsLaw(Terms terms, Groups groups, Findings findings)
{
    // Twenty topics of 150 papers in three tracks.
    private const int OfTopic = 150;
    private const int Papers = 20 * OfTopic;
    private const int Members = 2_000;
    private const int FirstMembers = 100;

    /// <summary>Measures what is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!terms.Wants('y'))
            return;
        foreach (var engine in groups.Engines)
            await OldAgainstYoungAsync(engine, cancellation);
    }

    private async Task OldAgainstYoungAsync(BenchEngine engine, CancellationToken cancellation)
    {
        var (young, youngLink) = await LiveAsync(engine, OfTopic, FirstMembers, cancellation);
        var (old, oldLink) = await LiveAsync(engine, Papers, Members, cancellation);
        await using var first = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. young.Arguments], "/health/live", cancellation);
        await using var now = await SiteProcess.StartAsync(terms.Cores, terms.Program, ["serve", .. old.Arguments], "/health/live", cancellation);
        var (committeeThen, committee) = (await SignInAsync(first.Port, youngLink, cancellation), await SignInAsync(now.Port, oldLink, cancellation));
        foreach (var (name, page, cookies, limit) in ((string, Func<int, string>, bool, double)[])
        [
            ("reading list", topic => $"/topics/{topic}/nlp", false, 1.3),
            ("list with what may be claimed", topic => $"/topics/{topic}/nlp/proposals", true, 1.3),
            ("planning board", topic => $"/topics/{topic}/board", true, 2),
        ])
        {
            using var toFirst = new Load(first.Port, 1, null, cookies ? committeeThen : null);
            using var toNow = new Load(now.Port, 1, null, cookies ? committee : null);
            await toFirst.OpenAsync(cancellation);
            await toNow.OpenAsync(cancellation);
            var (fast, slow, ratio) = await Race.RunAsync(
                terms.Rounds, () => toFirst.RunUnkeptAsync(page(1), terms.Stretch, cancellation), () => toNow.RunUnkeptAsync(page(Papers / OfTopic), terms.Stretch, cancellation));
            findings.Add('y', $"{name}, first topic, {FirstMembers:N0} members, {engine}", fast);
            findings.Add('y', $"{name}, topic {Papers / OfTopic}, {Members:N0} members, {engine}", slow);
            findings.Judge('y', $"cost of the {name} after five years against the first topic, {engine}", ratio, limit, atLeast: false);
        }
    }

    private async Task<(Groups.Imported Group, string Link)> LiveAsync(BenchEngine engine, int papers, int members, CancellationToken cancellation)
    {
        var group = await groups.OfAsync(engine, papers, cancellation, OfTopic);
        await using var living = LivingGroup.Open(group);
        var people = await living.TakeInAsync(members, cancellation);
        await living.PlanAsync(people, await living.RunNewestAsync(cancellation), cancellation);
        return (group, await living.LinkAsync(people[0], cancellation));
    }

    // Whoever opens a link is asked whether they meant it.
    private static async Task<string> SignInAsync(int port, string link, CancellationToken cancellation)
    {
        var jar = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = jar, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        var page = await client.GetStringAsync(link, cancellation);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", ProofPattern.Match(page).Groups["proof"].Value)]);
        using var answer = await client.PostAsync(new Uri(link, UriKind.Relative), form, cancellation);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"Signing in was answered with {answer.StatusCode}.");
        return jar.GetCookieHeader(client.BaseAddress);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<proof>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ProofPattern { get; }
}

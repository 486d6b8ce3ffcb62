using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>
/// Whatever is typed into whichever field stays words: each hostile text goes into each field of each form that the program maps. What is refused is shown again, what is taken is
/// shown to others; in every such page nothing is markup that was typed, and no address that was typed is ever called from here. A browser looks at a part of it again (HostileTests of its project).
/// </summary>
public sealed partial class HostileWordsTests
{
    // So many pages of one kind are looked at, and so many in all.
    private const int MostAlike = 12;
    private const int Most = 900;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_is_typed_into_any_field_stays_words_on_every_page(int row)
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var words = HostileWords.All(new Uri($"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/"))[row];
        var faults = new List<string>();
        var (refused, taken) = await TypeAsync(stage, words, faults);

        // Both ways are gone, or this would show nothing.
        Assert.InRange(refused, 50, 5000);
        Assert.InRange(taken, 50, 5000);
        var shown = 0;
        foreach (var place in (string?[])[null, "inner", "organizer"])
            shown += await LookAroundAsync(place is null ? stage.Visitor() : await stage.Visitor().SignInAsync(stage.House[place]), place ?? "visitor", faults);
        await ReadAsProgramAsync(stage, faults);

        Assert.True(faults.Count == 0, $"{faults.Count}\n{string.Join('\n', faults.Distinct(StringComparer.Ordinal).Take(60))}");
        Assert.InRange(shown, 20, 10_000);
        Assert.False(trap.Pending(), "Somebody called an address that was typed.");
    }

    public static TheoryData<int> Rows => new(Enumerable.Range(0, HostileWords.All(new Uri("http://127.0.0.1/")).Count));

    [Theory]
    [InlineData("<p onclick=a()>")]
    [InlineData("<wpx>")]
    [InlineData("<a href=' java\tscript:a()'>a</a>")]
    [InlineData("<script>a()</script>")]
    [InlineData("<script type=application/ld+json>{\"a\":\"b\"</script>")]
    [InlineData("<img src=//evil.example>")]
    [InlineData("<p style='color:red'>")]
    [InlineData("<meta http-equiv=refresh content='0;url=//evil.example'>")]
    [InlineData("<base href='//evil.example'>")]
    public void What_is_more_than_words_is_seen(string page) => Assert.NotEmpty(HostileWords.Faults("text/html", page));

    // Types it into each field of each form; gives how often it was refused, and how often taken.
    private static async Task<(int Refused, int Taken)> TypeAsync(Stage stage, string words, List<string> faults)
    {
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var (refused, taken) = (0, 0);
        foreach (var form in HouseForm.All.Where(form => mapped[form.Name].Fields.Any(field => !field.IsFile)))
        {
            var filled = await form.FillAsync(stage);
            foreach (var field in mapped[form.Name].Fields.Where(field => !field.IsFile))
            {
                // Each comes from elsewhere, and no throttle answers for the field.
                filled.Session.Saying("X-Forwarded-For", $"198.18.{(refused + taken) / 250}.{((refused + taken) % 250) + 1}");
                var answer = await filled.SendAsync(form.Method, await filled.Session.TokenAsync(), filled.Fields.With(field.Name, words));
                faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"{form}, {field.Name}, the answer: {fault}"));
                if (answer.Number is not (200 or 303))
                {
                    refused++;
                    continue;
                }

                taken++;
                if (answer.Location is ['/', ..] location && await filled.Session.GetAsync(location) is var next)
                    faults.AddRange(HostileWords.Faults(next.Type, next.Text).Select(fault => $"{form}, {field.Name}, {location}: {fault}"));
                filled = await form.FillAsync(stage);
            }
        }

        return (refused, taken);
    }

    // Follows every link of the house from its beginnings on; gives on how many pages the words are read.
    private static async Task<int> LookAroundAsync(Session session, string who, List<string> faults)
    {
        var ahead = new Queue<string>(["/", "/me", "/desk", "/schedule", "/schedule?view=month", "/papers", "/members", "/notices", "/search?q=wpx", "/topics/5", "/topics/5/nlp", "/topics/5/nlp/proposals", "/suggestions", "/applications", "/outbox", "/audit", "/settings", "/charter", "/participation"]);
        var (seen, alike, shown) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), 0);
        while (ahead.TryDequeue(out var path) && seen.Count < Most)
        {
            var kind = Particular().Replace(path, "*");
            if (alike.GetValueOrDefault(kind) >= MostAlike || !seen.Add(path))
                continue;
            alike[kind] = alike.GetValueOrDefault(kind) + 1;
            var answer = await session.GetAsync(path);
            faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"{who} at {path}: {fault}"));
            if (answer.Number >= 500)
                faults.Add($"{who} at {path}: {answer.Number}");
            if (answer.Type is not "text/html")
                continue;
            shown += answer.Text.Contains(HostileWords.Mark, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            using var page = new HtmlParser().ParseDocument(answer.Text);
            foreach (var link in page.QuerySelectorAll("a[href^='/'], link[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]))
            {
                if (!link.StartsWith("//", StringComparison.Ordinal) && !Assets().IsMatch(link))
                    ahead.Enqueue(link);
            }
        }

        return shown;
    }

    private static async Task ReadAsProgramAsync(Stage stage, List<string> faults)
    {
        var key = await stage.TokenAsync(stage.House["organizer"], TokenScope.Manage);
        foreach (var path in (string[])["groups", "tracks", "topics", "topics/5", "topics/5/entries", "papers?size=100", "talks?size=100", "meetings?size=100", "members?size=100", "notices?size=100", "me/inbox", "topics/5/board"])
        {
            var answer = await new Session(stage.Site).BearAsync(key, "GET", $"/api/v1/{path}");
            faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"/api/v1/{path}: {fault}"));
        }

        foreach (var path in (string[])["/feed.atom", "/sitemap.xml", "/sitemaps/1.xml", "/opensearch.xml"])
        {
            var answer = await new Session(stage.Site).GetAsync(path);
            faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"{path}: {fault}"));
        }
    }

    // What is one of many in an address: a number, a name, a question.
    [GeneratedRegex(@"(?<=/)\d+(?=/|\.|$|\?)|(?<=/members/)[^/?]+|(?<=[?&]\w+=)[^&]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Particular();

    [GeneratedRegex(@"^/(css|js|fonts|materials)/|^/me/data\.zip|\.(css|js|woff2|svg|png|ico|webmanifest)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assets();
}

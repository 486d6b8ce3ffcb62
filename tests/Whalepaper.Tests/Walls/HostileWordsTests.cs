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
/// Whatever is typed into whichever field stays words: markup goes into each field of each form that the program maps, and the other hostile texts in turn, all of them where an address is asked for.
/// What is refused is shown again, what is taken is shown to others; in every such page nothing is markup that was typed, and no request has an address called that was typed: chats alone are called later
/// (<see cref="Notices.SsrfTests"/>). A browser looks at a part of it again (HostileTests of its project).
/// </summary>
public sealed partial class HostileWordsTests
{
    // So many of the other texts go into a field.
    private const int InTurn = 2;

    // So many pages of one kind are looked at besides those where something was taken, and so many in all.
    private const int MostAlike = 8;
    private const int Most = 900;

    // Fields that ask for an address, by their names.
    private static readonly string[] forAddresses = ["link", "address"];

    [Fact]
    public async Task What_is_typed_into_any_field_stays_words_on_every_page()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var faults = new List<string>();
        var typed = await TypeAsync(stage, HostileWords.All(new Uri($"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/")), faults);
        Assert.False(trap.Pending(), "Somebody called an address that was typed.");

        // Both ways are gone, or this would show nothing.
        Assert.InRange(typed.Refused, 200, 10_000);
        Assert.InRange(typed.Taken, 100, 10_000);
        IReadOnlyList<string> doors = Crawl.Addresses(stage.House, 1);
        var shown = 0;
        foreach (var place in (string?[])[null, "inner", "organizer"])
            shown += await LookAroundAsync(place is null ? stage.Visitor() : await stage.Visitor().SignInAsync(stage.House[place]), place ?? "visitor", [.. doors, .. typed.Places], faults);
        await ReadAsProgramAsync(stage, doors, faults);

        Assert.True(faults.Count == 0, $"{faults.Count}\n{string.Join('\n', faults.Distinct(StringComparer.Ordinal).Take(60))}");
        Assert.InRange(shown, 60, 10_000);
        Assert.False(trap.Pending(), "Somebody called an address that was typed.");
    }

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

    private static async Task<Typed> TypeAsync(Stage stage, IReadOnlyList<string> words, List<string> faults)
    {
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var (typed, turn) = (new Typed(stage.Site), 0);
        foreach (var form in HouseForm.All.Where(form => mapped[form.Name].Fields.Any(field => !field.IsFile)))
        {
            var filled = await form.FillAsync(stage);
            var proof = await filled.Session.TokenAsync();
            foreach (var field in mapped[form.Name].Fields.Where(field => !field.IsFile))
            {
                var isAddress = forAddresses.Any(part => field.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
                foreach (var text in isAddress ? words : [words[0], .. Enumerable.Range(0, InTurn).Select(_ => words[1 + (turn++ % (words.Count - 1))])])
                {
                    // Each comes from elsewhere, and no throttle answers for the field.
                    filled.Session.Saying("X-Forwarded-For", $"198.18.{typed.Tried / 250}.{(typed.Tried % 250) + 1}");
                    if (!await typed.NoteAsync($"{form}, {field.Name}", filled, await filled.SendAsync(form.Method, proof, filled.Fields.With(field.Name, text)), faults))
                        continue;
                    filled = await form.FillAsync(stage);
                    proof = await filled.Session.TokenAsync();
                }
            }
        }

        return typed;
    }

    // Goes through all doors, to where something was taken, and on along every link; gives on how many pages the words are read.
    private static async Task<int> LookAroundAsync(Session session, string who, IReadOnlyList<string> first, List<string> faults)
    {
        var ahead = new Queue<string>([.. first.Where(path => !path.StartsWith("/api/", StringComparison.Ordinal)), "/schedule?view=month", "/search?q=wpx", "/members?q=wpx", "/papers?q=wpx"]);
        var (seen, alike, shown, given) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), 0, ahead.Count);
        for (var n = 0; ahead.TryDequeue(out var path) && seen.Count < Most; n++)
        {
            var kind = Particular().Replace(path, "*");
            if ((n >= given && alike.GetValueOrDefault(kind) >= MostAlike) || !seen.Add(path))
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

    // What programs read, by whoever reads most.
    private static async Task ReadAsProgramAsync(Stage stage, IReadOnlyList<string> doors, List<string> faults)
    {
        var key = await stage.TokenAsync(stage.House["organizer"], TokenScope.Manage);
        var session = stage.Visitor();
        foreach (var path in doors.Where(path => path.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(path => (string[])[path, $"{path}?size=100"]))
        {
            var answer = await session.BearAsync(key, "GET", path);
            faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"{path}: {fault}"));
            if (answer.Number >= 500)
                faults.Add($"{path}: {answer.Number}");
        }
    }

    // What is one of many in an address: a number, a name, a question.
    [GeneratedRegex(@"(?<=/)\d+(?=/|\.|$|\?)|(?<=/members/)[^/?]+|(?<=[?&]\w+=)[^&]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Particular();

    [GeneratedRegex(@"^/(css|js|fonts|materials)/|^/me/data\.zip|\.(css|js|woff2|svg|png|ico|webmanifest)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assets();

    /// <summary>What became of what was typed.</summary>
    private sealed class Typed(TestSite site)
    {
        private readonly HashSet<string> _places = new(StringComparer.Ordinal);

        public int Tried { get; private set; }

        public int Refused { get; private set; }

        public int Taken { get; private set; }

        /// <summary>Where who filled a form in was led, once it was taken.</summary>
        public IEnumerable<string> Places => _places.Order(StringComparer.Ordinal);

        /// <summary>Notes an answer and what is wrong with it; gives whether the form is spent.</summary>
        public async Task<bool> NoteAsync(string what, Filled filled, Answer answer, List<string> faults)
        {
            Tried++;
            faults.AddRange(HostileWords.Faults(answer.Type, answer.Text).Select(fault => $"{what}, the answer: {fault}"));
            if (answer.Number is not (200 or 303))
            {
                Refused += answer.Number is 422 ? 1 : 0;
                // Nothing but the field stands between: no throttle, no gate, no breakdown.
                if (answer.Number is 429 or 401 or 403 or >= 500)
                    faults.Add($"{what}: {answer.Number}");
                return false;
            }

            Taken++;
            if (answer.Location is not ['/', ..] location)
                return true;
            var next = await filled.Session.GetAsync(location);
            faults.AddRange(HostileWords.Faults(next.Type, next.Text).Select(fault => $"{what}, {location}: {fault}"));
            // A house that is set up anew is not this one.
            if (filled.Session.Site == site)
                _places.Add(location.Split('?', '#')[0]);
            return true;
        }
    }
}

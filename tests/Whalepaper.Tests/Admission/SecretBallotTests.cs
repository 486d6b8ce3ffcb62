using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>
/// How somebody voted is nowhere to be read: voters write words that stand nowhere else, and then everything is read by everybody, and the database, the log and the mail too. What is
/// looked for are the words, and anything at all that moves when somebody votes.
/// </summary>
public sealed class SecretBallotTests
{
    private static readonly string[] choices = ["approve", "reject", "abstain"];

    // Words that no page, search or name has, for each choice.
    private static readonly string[] markers = ["zqxapplewhale", "zqxrejectorca", "zqxneitherkrill"];

    [Theory, BothEngines]
    public async Task While_it_is_open_nothing_that_anybody_reads_moves_with_a_vote(Engine engine)
    {
        await using var poll = await Poll.OpenAsync(engine);
        await poll["organizer"].VoteAsync(poll.Ballot, "reject", markers[1]);
        // Read first, and once more: to open a page may make something, and the page shows it from then on.
        _ = await poll.ReadAsync();
        var read = await poll.ReadAsync();
        var rows = await Inventory.TakeAsync(poll.House.Site);

        await poll["committee"].VoteAsync(poll.Ballot, "approve", markers[0]);
        await poll["third"].VoteAsync(poll.Ballot, "reject", markers[0]);
        await poll["third"].VoteAsync(poll.Ballot, "abstain", markers[2]);

        // Of all rows of all tables only the box and who is in it, and neither says how.
        var moved = Inventory.Difference(rows, await Inventory.TakeAsync(poll.House.Site)).Split("; ").Select(row => row[2..row.IndexOf(':', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["BallotBoxes", "BallotVoters"], moved);
        foreach (var (reader, after) in await poll.ReadAsync())
        {
            // Who voted meanwhile is told that their vote lies in the box; for all others every page stands still.
            if (reader is "committee" or "third")
                Assert.Contains(poll.Page, Crawl.Differences(read[reader], after));
            else
                Assert.Empty(await StayingAsync(poll[reader], read[reader], Crawl.Differences(read[reader], after)));
            Assert.All(markers, marker => Assert.Empty(Crawl.With(after, marker)));
            Assert.DoesNotContain("\"voted\": true", after["/me/data.zip"], StringComparison.Ordinal);
        }

        await poll.House.Site.DrainAsync();
        await AssertNowhereAsync(poll, openIn: null);
    }

    [Theory, BothEngines]
    public async Task Once_it_is_closed_the_committee_reads_reasons_on_its_page_and_nobody_else_does_anywhere(Engine engine)
    {
        await using var poll = await Poll.OpenAsync(engine);
        foreach (var (voter, n) in new[] { ("organizer", 1), ("committee", 0), ("third", 2), ("fourth", 0) })
            await poll[voter].VoteAsync(poll.Ballot, choices[n], markers[n]);
        await poll.House.Site.DrainAsync();

        foreach (var (reader, read) in await poll.ReadAsync())
        {
            foreach (var found in markers.Select(marker => Crawl.With(read, marker)))
            {
                Assert.Equal(Poll.Voters.Contains(reader), found.Count > 0);
                Assert.All(found, address => Assert.StartsWith(poll.Page, address, StringComparison.Ordinal));
            }

            // Their own data says that they voted, and of whom it does not concern nothing.
            Assert.Equal(Poll.Voters.Contains(reader), read["/me/data.zip"].Contains("\"voted\": true", StringComparison.Ordinal));
            // Who applied, and who is bound, do not learn who voted either.
            Assert.Equal(Poll.Voters.Contains(reader), read[poll.Page].Contains("<dt>Voted</dt>", StringComparison.Ordinal));
        }

        Assert.Equal(0, await poll.House.Site.WithAsync(db => db.BallotBoxes.CountAsync()));
        await AssertNowhereAsync(poll, openIn: "Ballots");
    }

    [Theory, BothEngines]
    public async Task Whatever_somebody_chooses_the_answer_is_the_same_to_a_byte(Engine engine)
    {
        await using var poll = await Poll.OpenAsync(engine);
        var key = await poll.House.TokenAsync("committee", TokenScope.Manage);
        var (session, proof) = (poll["committee"], await poll["committee"].TokenAsync());
        var (forms, programs, pages) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (choice, marker) in choices.Zip(markers))
        {
            using var form = new HttpRequestMessage(HttpMethod.Post, $"/ballots/{poll.Ballot}/vote")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["_method"] = "PUT", [FormSending.Proof] = proof, ["choice"] = choice, ["reason"] = marker }),
            };
            form.Headers.Add("Cookie", session.Cookies);
            forms.Add(await WholeAsync(poll, form));
            using var program = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/ballots/{poll.Ballot}/vote") { Content = new StringContent($$"""{"choice": "{{choice}}", "reason": "{{marker}}"}""", Encoding.UTF8, "application/json") };
            program.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            programs.Add(await WholeAsync(poll, program));
            pages.Add((await Crawl.ReadAsync(session, [$"/applications/{poll.Application}"])).Single().Value);
        }

        Assert.StartsWith("303", Assert.Single(forms), StringComparison.Ordinal);
        Assert.StartsWith("204", Assert.Single(programs), StringComparison.Ordinal);
        Assert.Contains("Your vote is in the box", Assert.Single(pages), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Where_fewer_vote_than_can_be_secret_neither_counts_nor_reasons_are_told(Engine engine)
    {
        await using var poll = await Poll.OpenAsync(engine, least: 2);
        await poll["committee"].VoteAsync(poll.Ballot, "approve", markers[0]);
        await poll["third"].VoteAsync(poll.Ballot, "reject", markers[1]);
        poll.House.Site.Clock.Advance(Duration.FromHours(73));
        await poll.House.LookAfterAdmissionAsync();
        await poll.House.Site.DrainAsync();

        var ballot = await poll.House.Site.WithAsync(db => db.Ballots.AsNoTracking().Include(b => b.Options).SingleAsync());
        Assert.Equal((BallotEnd.Decided, 2, false, null, null, null), (ballot.End, ballot.Cast, ballot.Options[0].Passed, ballot.Options[0].Approve, ballot.Options[0].Reject, ballot.Options[0].Abstain));
        var page = (await (await poll.House.SignInAsync("committee")).GetAsync($"/applications/{poll.Application}")).Text;
        Assert.Contains("2 (at least 2)", page, StringComparison.Ordinal);
        foreach (var told in new[] { "<dt>Yes</dt>", "<dt>No</dt>", "<dt>Neither</dt>", "Reasons, in" })
            Assert.DoesNotContain(told, page, StringComparison.Ordinal);
        await AssertNowhereAsync(poll, openIn: null);
    }

    [Fact]
    public async Task What_lay_in_a_box_lies_nowhere_in_the_file_once_it_is_closed()
    {
        await using var poll = await Poll.OpenAsync(Engine.Sqlite);
        var boxes = new List<byte[]>();
        foreach (var voter in Poll.Voters[..3])
        {
            boxes.Add(await poll.House.Site.WithAsync(db => db.BallotBoxes.Select(box => box.Content).SingleAsync()));
            await poll[voter].VoteAsync(poll.Ballot, "approve", markers[0]);
        }

        boxes.Add(await poll.House.Site.WithAsync(db => db.BallotBoxes.Select(box => box.Content).SingleAsync()));
        Assert.True(boxes[^1].Length > 5000, "a box goes over several pages of the file");
        Assert.NotEmpty(await FoundAsync(poll, boxes[^1]));
        await poll["fourth"].VoteAsync(poll.Ballot, "approve", markers[0]);

        foreach (var box in boxes)
            Assert.Empty(await FoundAsync(poll, box));
    }

    // The marks of a box in the file, all of the log written back. A mark may be torn by the edge of a page, a few of many are.
    private static async Task<IReadOnlyList<int>> FoundAsync(Poll poll, byte[] box)
    {
        var log = new FileInfo(Path.Combine(poll.House.Site.Folder, "whalepaper.db-wal"));
        for (log.Refresh(); log is { Exists: true, Length: > 0 }; log.Refresh())
            await poll.House.Site.WithAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        await using var file = new FileStream(Path.Combine(poll.House.Site.Folder, "whalepaper.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return [.. Enumerable.Range(4, (box.Length / 128) - 4).Where(n => bytes.AsSpan().IndexOf(box.AsSpan(n * 128, 32)) >= 0)];
    }

    private static async Task<string> WholeAsync(Poll poll, HttpRequestMessage request)
    {
        using var answer = await poll.House.Site.Client.SendAsync(request);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))}\n\n{await answer.Content.ReadAsStringAsync()}";
    }

    // Neither in the rows, whatever the table (sealed or not), nor in the files of the database, the log or the letters; but for one table, once the ballot is closed.
    private static async Task AssertNowhereAsync(Poll poll, string? openIn)
    {
        var rows = await Inventory.TakeAsync(poll.House.Site);
        Assert.Contains(rows, row => row.StartsWith("BallotVoters: ", StringComparison.Ordinal));
        var (log, letters) = (poll.Log.Text, string.Join('\n', (await poll.Mail.ReadAsync()).SelectMany(letter => new[] { letter.Subject, letter.Text, letter.Html }.Concat(letter.Headers))));
        Assert.NotEmpty(letters);
        Assert.Contains("/ballots/", log, StringComparison.Ordinal);
        foreach (var marker in markers)
        {
            var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(marker));
            foreach (var row in rows.Where(row => row.Contains(marker, StringComparison.OrdinalIgnoreCase) || row.Contains(hex, StringComparison.Ordinal)))
                Assert.StartsWith($"{openIn ?? "nowhere"}: ", row, StringComparison.Ordinal);
            Assert.DoesNotContain(marker, log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(marker, letters, StringComparison.OrdinalIgnoreCase);
            if (openIn is null)
            {
                foreach (var file in Directory.EnumerateFiles(poll.House.Site.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
                    Assert.False(await HoldsAsync(file, marker), $"{Path.GetFileName(file)} holds {marker}");
            }
        }
    }

    private static async Task<bool> HoldsAsync(string path, string word)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
    }

    // What a vote moves stays moved; what is new at each reading is back, or is at yet another place.
    // How the program does is another figure at every look, by the look itself: requests, memory, the clock. Which figures there are is a list of its own, without votes.
    private static readonly string[] moving = ["/metrics", "/settings/status"];

    private static async Task<IReadOnlyList<string>> StayingAsync(Session session, Dictionary<string, string> before, IReadOnlyList<string> moved) =>
        moved.Except(moving).ToList() is { Count: > 0 } others ? Crawl.Told(before, await Crawl.ReadAsync(session, others)) : [];

    /// <summary>A house in which the committee votes, with everybody who might look at a browser of their own.</summary>
    private sealed class Poll : IAsyncDisposable
    {
        public static readonly string[] Voters = ["committee", "organizer", "third", "fourth"];

        private readonly Dictionary<string, Session> _readers = new(StringComparer.Ordinal);

        private Poll(Household house, EverythingLogged log, MailFolder mail) => (House, Log, Mail) = (house, log, mail);

        public Household House { get; }

        public EverythingLogged Log { get; }

        public MailFolder Mail { get; }

        public int Application { get; private set; }

        public int Ballot { get; private set; }

        /// <summary>The one page on which the committee votes and reads.</summary>
        public string Page => $"/applications/{Application}";

        public Session this[string reader] => _readers[reader];

        public static async Task<Poll> OpenAsync(Engine engine, int least = 3)
        {
            var (log, mail) = (new EverythingLogged(), new MailFolder());
            var house = await ReminderTests.HouseAsync(engine, builder =>
            {
                MailFolder.SetUp(builder);
                builder.Logging.AddProvider(log).AddFilter<EverythingLogged>(null, LogLevel.Information).AddFilter<EverythingLogged>("Whalepaper", LogLevel.Trace).AddFilter<EverythingLogged>("Microsoft.AspNetCore.DataProtection", LogLevel.Trace);
            });
            var poll = new Poll(house, log, mail);
            var (third, fourth, tied) = (await house.AddAsync("third", Standing.Inner, Role.Committee), await house.AddAsync("fourth", Standing.Inner, Role.Committee), await house.AddAsync("tied", Standing.Inner, Role.Committee));
            await house.Site.WithAsync(async db =>
            {
                foreach (var account in await db.Accounts.Include(a => a.Member).ToListAsync())
                {
                    account.Member.LiveIn("en", null);
                    var address = mail.Address(account.Member.Handle);
                    account.ReachAt(address, Recipient.KeyOf(address), Recipient.KeyOf(address));
                }

                await db.SaveChangesAsync();
            });
            poll.Application = await house.ApplyAsync(house["open"]);
            await house.SayTieAsync(poll.Application, Tie.None, third, fourth);
            await house.SayTieAsync(poll.Application, Tie.Adviser, tied);
            poll.Ballot = await house.BallotByAsync(poll.Application, least, house["committee"], house["organizer"], third, fourth);
            foreach (var (name, id) in new[] { ("applicant", house["open"]), ("committee", house["committee"]), ("organizer", house["organizer"]), ("third", third), ("fourth", fourth), ("tied", tied), ("inner", house["inner"]) })
                poll._readers[name] = await house.Visitor().SignInAsync(id);
            poll._readers["outsider"] = await house.Visitor().SignInAsync(await house.AddAsync("outsider", Standing.Open));
            poll._readers["visitor"] = house.Visitor();
            await house.Site.DrainAsync();
            return poll;
        }

        /// <summary>All that each of them can read.</summary>
        public async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync()
        {
            var addresses = Crawl.Addresses(
                House, Application, "/members/third", "/members/open", "/search?q=zqxapple", "/search?q=whale", "/members?q=open", "/applications?page=1", "/api/v1/members/open", "/outbox?state=sent", "/outbox?state=dropped", "/me/inbox?page=1",
                $"/applications/{Application}?done=voted", $"/ballots/{Ballot}", $"/ballots/{Ballot}/vote", $"/api/v1/ballots/{Ballot}", $"/api/v1/applications/{Application}");
            Assert.InRange(addresses.Count, 100, 300);
            var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
            foreach (var (name, session) in _readers)
                all[name] = await Crawl.ReadAsync(session, addresses);
            return all;
        }

        public async ValueTask DisposeAsync()
        {
            await House.DisposeAsync();
            Log.Dispose();
        }
    }
}

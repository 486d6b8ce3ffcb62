using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>Nothing that anybody can read, of any page, file, answer, log or row, tells who wrote what when the group looked back; and before it is over, nothing tells what.</summary>
public sealed class SecretAnswersTests
{
    private const string Page = "/topics/5/retrospective";

    private static readonly (string Who, string Keep, string Change)[] answers = [("inner", "zqxapple", "zqxbanana"), ("committee", "zqxcherry", "zqxdate"), ("ann", "zqxelder", "zqxfig")];

    private static readonly string[] readers = ["inner", "committee", "organizer", "open", "candidate"];

    [Theory, BothEngines]
    public async Task While_it_is_open_nobody_reads_a_word_and_then_nobody_reads_whose_it_is(Engine engine)
    {
        using var log = new EverythingLogged();
        await using var house = await ReminderTests.HouseAsync(engine, builder => builder.Logging.AddProvider(log).AddFilter<EverythingLogged>(null, LogLevel.Information).AddFilter<EverythingLogged>("Whalepaper", LogLevel.Trace));
        var people = new Dictionary<string, int>(StringComparer.Ordinal) { ["inner"] = house["inner"], ["committee"] = house["committee"], ["ann"] = await house.AddAsync("ann", Standing.Inner) };
        await house.AddAsync("silent", Standing.Inner);
        await house.LookBackAsync();
        var box = await house.Site.WithAsync(db => db.RetrospectiveBoxes.Select(b => b.Content).SingleAsync());
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (who, keep, change) in answers)
        {
            var answer = await (await house.Visitor().SignInAsync(people[who])).SendAsync("POST", $"{Page}/answer", ("learned", "1"), ("organised", "2"), ("joined", "3"), ("keep", keep), ("change", change));
            told.Add($"{answer.Number} {answer.Location} {answer.Text}");
        }

        // Each is answered alike, and a box is as long as it was.
        Assert.Single(told);
        Assert.Equal(box.Length, await house.Site.WithAsync(db => db.RetrospectiveBoxes.Select(b => b.Content.Length).SingleAsync()));
        await house.Site.DrainAsync();
        var before = await ReadAsync(house);
        foreach (var word in answers.SelectMany(answer => new[] { answer.Keep, answer.Change }))
        {
            Assert.All(before, read => Assert.Empty(Crawl.With(read.Value, word)));
            await AssertNotInRowsAsync(house, word, except: null);
            Assert.DoesNotContain(word, log.Text, StringComparison.OrdinalIgnoreCase);
        }

        house.Site.Clock.Advance(Duration.FromDays(11));
        await house.LookAfterImprovingAsync();
        await house.Site.DrainAsync();
        foreach (var (reader, read) in await ReadAsync(house))
        {
            foreach (var word in answers.SelectMany(answer => new[] { answer.Keep, answer.Change }))
                Assert.All(Crawl.With(read, word), address => Assert.True(reader is "committee" or "organizer" && address.StartsWith(Page, StringComparison.Ordinal), $"{reader} reads {word} at {address}"));
            // No list of who answered is shown to anybody.
            if (reader is "committee" or "organizer")
                Assert.DoesNotContain(">ann<", read[Page], StringComparison.Ordinal);
        }

        foreach (var word in answers.SelectMany(answer => new[] { answer.Keep, answer.Change }))
        {
            // Only what came out, apart from any name.
            await AssertNotInRowsAsync(house, word, except: "Retrospectives: ");
            Assert.DoesNotContain(word, log.Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal((0, 0), await house.Site.WithAsync(async db => (await db.RetrospectiveInvitees.CountAsync(), await db.RetrospectiveBoxes.CountAsync())));
        var kept = await house.Site.WithAsync(db => db.Retrospectives.AsNoTracking().SingleAsync());
        Assert.Equal(answers.Select(answer => answer.Keep).Order(StringComparer.Ordinal), kept.Keep.Order(StringComparer.Ordinal));
        Assert.Equal(3, kept.Answered);
    }

    private static async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync(Household house)
    {
        var addresses = Crawl.Addresses(house, 1, $"{Page}?done=answered", "/outbox?state=sent", "/outbox?state=dropped", "/members/ann", "/audit?act=retrospective.open");
        var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var reader in readers)
            all[reader] = await Crawl.ReadAsync(await house.SignInAsync(reader), addresses);
        return all;
    }

    private static async Task AssertNotInRowsAsync(Household house, string word, string? except)
    {
        var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(word));
        foreach (var row in (await Inventory.TakeAsync(house.Site)).Where(row => row.Contains(word, StringComparison.OrdinalIgnoreCase) || row.Contains(hex, StringComparison.Ordinal)))
            Assert.StartsWith(except ?? "nowhere", row, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Papers;
using Whalepaper.Tests.Charter;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Xunit;

namespace Whalepaper.Tests.Archive;

/// <summary>The shelf is read page by page, counted from the newest topic on: no paper is lost between pages, and none stands on two.</summary>
public sealed class ShelfTests
{
    [Theory, BothEngines]
    public async Task All_pages_together_are_the_whole_shelf_in_its_order(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(new CharterText(Document(), "UTF-8"));
        var counts = new ShelfCount(house.Database.Clock);
        await house.Database.WithAsync(async db =>
        {
            foreach (var (track, state) in new (string?, ReadingState?)[] { (null, null), ("nlp", null), (null, ReadingState.Open), ("cv", ReadingState.Given), ("cv", ReadingState.Confirmed) })
            {
                var listed = db.Entries.Where(e => track == null || e.List.Track.Code == track);
                var expected = await (state is { } asked ? listed.InState(db, asked) : listed)
                    .OrderByDescending(e => e.List.Topic.Number).ThenBy(e => e.TrackId).ThenBy(e => e.Position).Select(e => e.Id).ToListAsync();
                var first = await db.ShelfAsync(counts, track, state, 1, CancellationToken.None);
                List<int> read = [];
                for (var page = 1; page <= first.Pages; page++)
                    read.AddRange((await db.ShelfAsync(counts, track, state, page, CancellationToken.None)).Lines.Select(line => line.EntryId));
                Assert.Equal(expected, read);
                Assert.Equal(expected.Count, first.Count);
                Assert.Empty((await db.ShelfAsync(counts, track, state, first.Pages + 1, CancellationToken.None)).Lines);
            }
        });
    }

    [Theory, BothEngines]
    public async Task A_number_is_kept_until_something_changes_and_for_a_minute_otherwise(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(new CharterText(Document(), "UTF-8"));
        var counts = new ShelfCount(house.Database.Clock);
        Task<int> CountAsync(int of) => house.Database.WithAsync(db => counts.OfAsync(null, null, db.Entries.Take(of), CancellationToken.None));

        Assert.Equal(7, await CountAsync(7));
        Assert.Equal(7, await CountAsync(9));
        await counts.ChangedAsync(new HashSet<string>([ChangeTags.Papers], StringComparer.Ordinal), CancellationToken.None);
        Assert.Equal(9, await CountAsync(9));
        house.Database.Clock.Advance(ShelfCount.Longest);
        Assert.Equal(11, await CountAsync(11));
    }

    // Topics of very different lengths, among them one longer than two pages and several without a paper.
    private static string Document()
    {
        var text = new StringBuilder("# G\n");
        int[] lengths = [0, 3, 95, 0, 1, 40, 12, 0];
        for (var topic = lengths.Length; topic >= 1; topic--)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### Topic {topic}\n");
            foreach (var (track, step) in new[] { ("NLP", 3), ("CV", 4) })
            {
                text.Append(CultureInfo.InvariantCulture, $"\n#### {track}\n\n");
                for (var n = 1; n <= lengths[topic - 1]; n++)
                    text.Append(CultureInfo.InvariantCulture, $"{n}. [{track} {topic}.{n}](https://example.org/{track}/{topic}/{n}){(n % step == 0 ? "" : "【A】")}\n");
            }
        }

        return text.ToString();
    }
}

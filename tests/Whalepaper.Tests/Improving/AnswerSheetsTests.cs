using CsCheck;
using Whalepaper.Improving.Retrospectives;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>What lies in a box of answers: nothing is lost, no order is kept, and from outside it looks the same whatever is in it.</summary>
public sealed class AnswerSheetsTests
{
    private static readonly Gen<string> texts = Gen.Int[0, 4].Select(n => n switch { 0 => "", 1 => "because", 2 => "因为思路清楚", 3 => "🐋", _ => new string('长', AnswerSheet.TextMaximum) });

    private static readonly Gen<AnswerSheet> sheets = Gen.Select(Gen.Int[1, 5].Array[3], texts, texts).Select((scores, keep, change) => new AnswerSheet(scores, keep, change));

    [Fact]
    public void Nothing_is_lost_and_everything_counts_once() => sheets.List[0, 12].Sample(all =>
    {
        var box = new AnswerSheets(12);
        foreach (var sheet in all)
        {
            box.Add(sheet);
            box = AnswerSheets.Unpack(box.Pack());
        }

        var kept = box.Answers.ToList();
        var counts = AnswerSheet.Count(kept);
        return kept.Count == all.Count && Said(kept).SequenceEqual(Said(all), StringComparer.Ordinal)
            && counts.SequenceEqual(AnswerSheet.Count([.. all.AsEnumerable().Reverse()])) && counts.Chunk(AnswerSheet.Highest).All(question => question.Sum() == all.Count)
            && AnswerSheet.Shuffled(kept.Select(sheet => sheet.Keep)).Order(StringComparer.Ordinal).SequenceEqual(all.Select(sheet => sheet.Keep).Where(text => text.Length > 0).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    });

    [Fact]
    public void It_is_equally_long_however_many_answered_and_whatever_they_wrote() => sheets.List[0, 7].Sample(all =>
    {
        var box = new AnswerSheets(7);
        var empty = box.Pack().Length;
        all.ForEach(box.Add);
        return box.Pack().Length == empty;
    });

    [Fact]
    public void The_order_in_which_answers_came_is_not_kept()
    {
        var first = new HashSet<int>();
        for (var n = 0; n < 200; n++)
        {
            var box = new AnswerSheets(4);
            foreach (var score in new[] { 1, 2, 3, 4 })
                box.Add(new AnswerSheet([score, 1, 1], null, null));
            first.Add(box.Answers.First().Scores[0]);
        }

        Assert.Equal(4, first.Count);
    }

    [Fact]
    public void A_box_is_as_large_as_it_was_made_and_an_answer_has_bounds()
    {
        var box = new AnswerSheets(1);
        box.Add(new AnswerSheet([1, 2, 3], "a", "b"));
        Assert.True(box.IsFull);
        Assert.Throws<InvalidOperationException>(() => box.Add(new AnswerSheet([1, 2, 3], null, null)));
        Assert.Throws<ArgumentException>(() => new AnswerSheet([1, 2], null, null));
        Assert.Throws<ArgumentException>(() => new AnswerSheet([1, 2, 6], null, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnswerSheet([1, 2, 3], new string('x', AnswerSheet.TextMaximum + 1), null));
        Assert.Throws<ArgumentException>(() => AnswerSheets.Unpack([1, 2, 3]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1234)]
    public void No_box_is_for_so_few_that_one_could_tell_whose_answers_lie_in_it(int invited)
    {
        var retrospective = new Retrospective(1, [.. Enumerable.Range(1, invited)], NodaTime.Instant.FromUnixTimeSeconds(10), null, NodaTime.Instant.FromUnixTimeSeconds(0));
        var sizes = retrospective.Invitees.CountBy(invitee => invitee.Box).Select(box => box.Value).ToList();
        Assert.Equal(invited, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, Math.Min(invited, AnswerSheets.Most / 2), AnswerSheets.Most));
        Assert.Throws<InvalidOperationException>(() => new Retrospective(1, [1, 2], NodaTime.Instant.MaxValue, null, NodaTime.Instant.MinValue));
    }

    private static IEnumerable<string> Said(IEnumerable<AnswerSheet> all) => all.Select(sheet => $"{string.Join(' ', sheet.Scores)} {sheet.Keep} {sheet.Change}").Order(StringComparer.Ordinal);
}

using Whalepaper.Meetings.Minutes;
using Xunit;

namespace Whalepaper.Tests.Meetings.Around;

/// <summary>Two texts, told apart line by line.</summary>
public sealed class LineDifferenceTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a\nb", "a\nb", "")]
    [InlineData("", "a", "+a")]
    [InlineData("a", "", "-a")]
    [InlineData("a\nb\nc", "a\nx\nc", " a|-b|+x| c")]
    [InlineData("a\r\nb", "a\nb\nc", " a| b|+c")]
    [InlineData("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\nsix", "~3| 4| 5|-6|+six")]
    [InlineData("a\nb\na\nb", "b\na\nb\na", "-a| b| a| b|+a")]
    public void Says_what_is_gone_and_what_has_come(string before, string after, string said) =>
        Assert.Equal(said, string.Join('|', LineDifference.Of(before, after).Select(line => line.Change is LineChange.Skipped ? $"~{line.Count}" : $"{" +-"[(int)line.Change]}{line.Text}")));

    [Fact]
    public void Both_texts_can_be_had_from_it_again()
    {
        var chance = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var (before, after) = (Make(chance), Make(chance));
            var lines = LineDifference.Of(before, after).Where(line => line.Change is not LineChange.Skipped).ToList();
            // What is left out is the same in both, and no line is told as gone that is not in the first.
            Assert.True(lines.Where(line => line.Change is LineChange.Removed).All(line => before.Split('\n').Contains(line.Text)));
            Assert.Equal(
                after.Split('\n').Length - before.Split('\n').Length,
                lines.Count(line => line.Change is LineChange.Added) - lines.Count(line => line.Change is LineChange.Removed));
        }
    }

    [Fact]
    public void What_is_very_long_is_told_without_a_table_of_all_pairs()
    {
        var (before, after) = (string.Join('\n', Enumerable.Range(0, 25_000)), string.Join('\n', Enumerable.Range(50_000, 25_000)));
        Assert.Equal(50_000, LineDifference.Of(before, after).Count);
    }

    private static string Make(Random chance) => string.Join('\n', Enumerable.Range(0, chance.Next(1, 12)).Select(_ => $"{chance.Next(4)}"));
}

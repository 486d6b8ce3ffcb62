using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>A list that was counted is counted on, in the way in which it was.</summary>
public sealed class ListNumberTests
{
    [Theory]
    [InlineData("1. One|2. Two|3. Three", "1. Two|2. Three")]
    [InlineData("01. One|02. Two|03. Three", "01. Two|02. Three")]
    [InlineData("01)\tOne|2) Two|3) Three", "01) Two|02) Three")]
    [InlineData("009. One|010. Two|011. Three", "009. Two|010. Three")]
    [InlineData("9. One|10. Two|11. Three", "9. Two|10. Three")]
    [InlineData("1. One|1. Two|1. Three", "1. Two|1. Three")]
    [InlineData("03. One|01. Two|02. Three", "01. Two|02. Three")]
    public void What_stays_keeps_its_number_and_what_moves_up_gets_one_like_it(string list, string withoutTheFirst)
    {
        var text = Written(list);
        var document = CharterReader.Read(text);

        Assert.Equal(["One", "Two", "Three"], document.Facts.Outline.Select(part => part.Title));
        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
        Assert.Equal(Written(withoutTheFirst), CharterWriter.Write(document, document.Facts with { Outline = [.. document.Facts.Outline.Skip(1)] }));
    }

    [Fact]
    public void A_list_that_comes_anew_is_counted_as_the_others_are()
    {
        var document = CharterReader.Read("# Whales\n\n## Topic 1\n\n### Graph neural networks\n\n01. [One](https://a.example/1)\n02. [Two](https://a.example/2)\n");
        var topic = document.Facts.Topics.Single();
        var written = CharterWriter.Write(document, document.Facts with { Topics = [topic, topic with { Number = 2 }] });

        Assert.Equal(2, written.Split("01. [One]").Length - 1);
        Assert.Equal(2, written.Split("02. [Two]").Length - 1);
    }

    private static string Written(string list) => $"# Whales\n\n## Outline\n\n{list.Replace('|', '\n')}\n";
}

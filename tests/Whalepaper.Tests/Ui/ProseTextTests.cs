using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

/// <summary>Markdown as plain text says what the page says.</summary>
public sealed class ProseTextTests
{
    [Theory]
    [InlineData("One\ntwo\n\nThree", "One\ntwo\n\nThree")]
    [InlineData("# Head\n\nText **bold** `code`", "Head\n\nText bold code")]
    [InlineData("- a\n- b\n\n1. c\n2. d", "- a\n- b\n\n1. c\n2. d")]
    [InlineData("- a\n  - b\n- c", "- a\n  - b\n- c")]
    [InlineData("See [here](https://a.example/x) or https://b.example", "See here (https://a.example/x) or https://b.example")]
    [InlineData("[x](javascript:alert(1)) <script>alert(1)</script>", "x")]
    [InlineData("<b>not markup</b>", "not markup")]
    [InlineData("```\na\n  b\n```", "a\n  b")]
    [InlineData("", "")]
    [InlineData("> quoted\n\nsaid", "quoted\n\nsaid")]
    [InlineData("| a | b |\n|---|---|\n| c | d |", "a | b\nc | d")]
    public void It_says_the_same(string markdown, string text) =>
        Assert.Equal(text.Trim(), ProseText.Of(markdown, address => address?.StartsWith("http", StringComparison.Ordinal) is true ? address : null));
}

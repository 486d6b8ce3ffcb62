using AngleSharp.Html.Parser;
using CsCheck;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class ProseMarkupTests
{
    [Theory]
    [InlineData("**b** and `c`", "<p><strong>b</strong> and <code>c</code></p>")]
    [InlineData("[a](https://x.y/)", "<p><a href=\"https://x.y/\" rel=\"noopener noreferrer nofollow\">a</a></p>")]
    [InlineData("[a](no)", "<p><a>a</a></p>")]
    [InlineData("![p](https://x.y/p.png)", "<p><a href=\"https://x.y/p.png\" rel=\"noopener noreferrer nofollow\">p</a></p>")]
    [InlineData("<p align=\"center\"><b>hi</b></p>", "<p>hi</p>")]
    [InlineData("a<br>b <script>alert(1)</script>", "<p>a<br>b </p>")]
    [InlineData("# one", "<h2>one</h2>")]
    [InlineData("text {.evil #id style=x}", "<p>text {.evil #id style=x}</p>")]
    public void Keeps_what_markdown_says_and_nothing_else(string markdown, string html) =>
        Assert.Equal(html, ProseMarkup.Html(markdown, Lead).Trim());

    [Fact]
    public void What_is_too_deep_for_markdown_is_shown_as_it_was_typed() =>
        Assert.Equal($"<p>{string.Concat(Enumerable.Repeat("&gt;", 2_000))} deep</p>", ProseMarkup.Html(new string('>', 2_000) + " deep", Lead));

    [Fact]
    public void Nothing_runs_whatever_is_written()
    {
        var pieces = Gen.OneOf(
            "<", ">", "\"", "'", "`", "[", "]", "(", ")", "!", "\n", " ", "&", "&#106;", "script", "img", "svg", "math", "a", "href=", "src=", "onerror=", "style=", "javascript:", "JaVaScRiPt&colon;",
            "data:text/html,", "alert(1)", "</", "<!--", "-->", "<![CDATA[", "x", "|", "-", "\0", "<iframe", "<a href=", "<noscript>", "<template>", "<style>", "</title>", "<mtext>", "https://x.y/");
        pieces.Array[0, 40].Select(string.Concat).Sample(
            text =>
            {
                using var page = new HtmlParser().ParseDocument($"<body>{ProseMarkup.Html(text, Lead)}</body>");
                Assert.Empty(page.QuerySelectorAll("script, style, iframe, img, svg, math, object, form, input:not([type=checkbox]), template, noscript"));
                foreach (var attribute in page.Body!.QuerySelectorAll("*").SelectMany(element => element.Attributes))
                    Assert.Contains(attribute.Name, (string[])["href", "rel"]);
                Assert.All(page.QuerySelectorAll("[href]"), link => Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal));
            },
            iter: 3_000);
    }

    private static string? Lead(string? address) => address?.StartsWith("https://", StringComparison.Ordinal) == true ? address : null;
}

using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>Where names stand, but none is there: nobody is meant, and the line stays as it is.</summary>
public sealed class NobodyTests
{
    [Theory]
    [InlineData("【(】")]
    [InlineData("【（）】")]
    [InlineData("【@、[】")]
    [InlineData("【待定】")]
    public void Signs_name_nobody(string behind)
    {
        var text = $"## Graph neural networks\n1. Whales{behind}\n";
        var document = CharterReader.Read(text);

        Assert.Empty(document.Facts.Topics.Single().Lists.Single().Entries.Single().Presenters);
        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
    }

    [Theory]
    [InlineData("【<(】")]
    [InlineData("【<(http://a】")]
    public void A_name_that_could_not_be_written_stays_where_it_stands(string behind)
    {
        var text = $"## Graph neural networks\n1. Whales{behind}\n";
        var document = CharterReader.Read(text);

        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
    }

    [Fact]
    public void A_name_beside_signs_is_a_name()
    {
        const string text = "## Graph neural networks\n1. Whales【(、杨夕（北大）】\n";
        var document = CharterReader.Read(text);

        Assert.Equal(["杨夕（北大）"], document.Facts.Topics.Single().Lists.Single().Entries.Single().Presenters);
        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
    }
}

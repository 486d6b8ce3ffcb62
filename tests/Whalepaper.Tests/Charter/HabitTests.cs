using System.Globalization;
using Whalepaper.Charter;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Charter;

/// <summary>Documents with other habits than the sample's, each beside a file of what it says and what is doubtful in it.</summary>
public sealed class HabitTests
{
    public static TheoryData<string> Documents => [.. Fixture.Names];

    public static TheoryData<string, Engine> DocumentsOnBothEngines => [.. Fixture.Names.SelectMany(name => Enum.GetValues<Engine>().Select(engine => (name, engine)))];

    [Theory, MemberData(nameof(Documents))]
    public void It_is_understood(string name)
    {
        var text = Fixture.Read(name);
        var document = CharterReader.Read(text.Text);
        var said = (text.Encoding == "UTF-8" ? "" : $"encoding {text.Encoding}\n") + FactWords.Of(document.Facts)
            + string.Concat(document.Remarks.Select(remark => string.Create(CultureInfo.InvariantCulture, $"line {remark.Line}: {remark.Doubt}\n")));

        Assert.Equal(Fixture.Facts(name), said);
    }

    [Theory, MemberData(nameof(Documents))]
    public void No_byte_of_it_is_lost(string name)
    {
        var text = Fixture.Read(name).Text;
        var document = CharterReader.Read(text);

        Assert.Equal(text, document.Write());
        Assert.Equal(text, CharterWriter.Write(document, document.Facts));
    }

    [Theory, MemberData(nameof(DocumentsOnBothEngines))]
    public async Task It_comes_out_as_it_went_in(string name, Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        var text = Fixture.Read(name);

        var report = await house.ImportAsync(text);
        Assert.Equal(text.Text, await house.ExportAsync());

        var before = await house.ContentAsync();
        var again = await house.ImportAsync(text);
        Assert.Equal(before, await house.ContentAsync());
        Assert.Equal((0, 0, report.Added), (again.Added, again.Changed, again.Unchanged));
    }
}

using System.Text;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

/// <summary>Tables that spreadsheets open, of whatever country.</summary>
public sealed class CsvSheetTests
{
    [Fact]
    public void No_cell_becomes_a_formula_however_fields_are_separated()
    {
        var file = CsvSheet.Answer("file.csv", ["name"], [["=1+1"], ["x;=1+1"], ["\n=1+1"], ["say \"so\""], [null]]);
        Assert.Equal("\uFEFF\"name\"\r\n\"'=1+1\"\r\n\"x;=1+1\"\r\n\"'\n=1+1\"\r\n\"say \"\"so\"\"\"\r\n\"\"\r\n", Encoding.UTF8.GetString(file.FileContents.Span));
    }
}

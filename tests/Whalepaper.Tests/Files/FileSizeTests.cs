using System.Globalization;
using Whalepaper.Files;
using Xunit;

namespace Whalepaper.Tests.Files;

/// <summary>Sizes are said in the unit that keeps them short.</summary>
public sealed class FileSizeTests
{
    [Theory]
    [InlineData(0, "1 kB")]
    [InlineData(300 * 1024, "300 kB")]
    [InlineData(FileSize.Megabyte, "1 MB")]
    [InlineData(FileSize.Megabyte * 3 / 2, "1.5 MB")]
    [InlineData(FileSize.Megabyte * 1024, "1 GB")]
    [InlineData(FileSize.Megabyte * 70_656, "69 GB")]
    public void A_size_is_said_in_its_unit(long bytes, string said)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Assert.Equal(said, FileSize.Said(bytes));
    }
}

using System.Buffers.Binary;
using Whalepaper.Data.Rows;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>Rows come out of their bytes as they went in; what is no row is said to be none, and takes no memory on its word.</summary>
public sealed class RowTests
{
    [Fact]
    public void Rows_come_back()
    {
        object?[][] rows = [[1L, "中文 \0", null], [long.MinValue, "", new byte[] { 0, 1 }], [0L, new string('x', 300_000), Array.Empty<byte>()]];
        Assert.Equal(rows, RowReader.Read(new MemoryStream(Written(rows)), 3));
        Assert.Empty(RowReader.Read(new MemoryStream(Written([])), 3));
    }

    [Fact]
    public void What_is_no_row_is_refused()
    {
        var row = Written([["text", 5L]]);
        for (var length = 0; length < row.Length; length++)
            Assert.ThrowsAny<IOException>(() => RowReader.Read(new MemoryStream(row, 0, length), 2).ToList());
        Assert.Throws<InvalidDataException>(() => RowReader.Read(new MemoryStream([.. row, 0]), 2).ToList());
        Assert.ThrowsAny<Exception>(() => RowReader.Read(new MemoryStream(row), 3).ToList());
        Assert.Throws<InvalidDataException>(() => RowReader.Read(new MemoryStream([2]), 1).ToList());
        Assert.Throws<InvalidDataException>(() => RowReader.Read(new MemoryStream([1, 9]), 1).ToList());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(RowWriter.MostInRow + 1)]
    [InlineData(int.MaxValue)]
    public void A_length_that_cannot_be_is_refused(int length)
    {
        byte[] claim = [1, (byte)RowSign.Text, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(claim.AsSpan(2), length);
        Assert.Throws<InvalidDataException>(() => RowReader.Read(new MemoryStream(claim), 1).ToList());
    }

    [Fact]
    public void A_claim_takes_no_memory()
    {
        byte[] claim = [1, (byte)RowSign.Bytes, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(claim.AsSpan(2), RowWriter.MostInRow);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EndOfStreamException>(() => RowReader.Read(new MemoryStream(claim), 1).ToList());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        using var writer = new RowWriter(Stream.Null);
        Assert.Throws<InvalidOperationException>(() => writer.Write([new byte[RowWriter.MostInRow + 1]]));
    }

    private static byte[] Written(IEnumerable<object?[]> rows)
    {
        using var to = new MemoryStream();
        using var writer = new RowWriter(to);
        foreach (var row in rows)
            writer.Write(row);
        writer.End();
        return to.ToArray();
    }
}

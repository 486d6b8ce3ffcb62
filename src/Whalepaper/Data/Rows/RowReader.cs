using System.Text;

namespace Whalepaper.Data.Rows;

/// <summary>Reads what <see cref="RowWriter"/> wrote.</summary>
internal static class RowReader
{
    // No value of ours is near it; what claims more is none.
    private const int Longest = 512 * 1024 * 1024;

    private const int Block = 64 * 1024;

    /// <summary>The rows, one after the other, to the end of the stream.</summary>
    /// <param name="from">The stream.</param>
    /// <param name="columns">How many columns each row has.</param>
    /// <exception cref="InvalidDataException">These are no rows.</exception>
    public static IEnumerable<object?[]> Read(Stream from, int columns)
    {
        // Not closed: it would close what is under it.
        var buffered = new BufferedStream(from, Block);
        using var reader = new BinaryReader(buffered, Encoding.UTF8, leaveOpen: true);
        for (var more = reader.ReadByte(); more != 0; more = reader.ReadByte())
        {
            if (more != 1)
                throw NoRows();
            var row = new object?[columns];
            for (var n = 0; n < columns; n++)
                row[n] = Value(reader);
            yield return row;
        }

        if (buffered.ReadByte() >= 0)
            throw NoRows();
    }

    private static object? Value(BinaryReader reader) => (RowSign)reader.ReadByte() switch
    {
        RowSign.Nothing => null,
        RowSign.Whole => reader.ReadInt64(),
        RowSign.Text => Encoding.UTF8.GetString(Bytes(reader)),
        RowSign.Bytes => Bytes(reader),
        _ => throw NoRows(),
    };

    private static byte[] Bytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length is < 0 or > Longest)
            throw NoRows();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

    private static InvalidDataException NoRows() => new("What should be rows of a table is none.");
}

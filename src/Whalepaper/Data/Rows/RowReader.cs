using System.Text;

namespace Whalepaper.Data.Rows;

/// <summary>Reads what <see cref="RowWriter"/> wrote.</summary>
internal static class RowReader
{
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
            var left = RowWriter.MostInRow;
            for (var n = 0; n < columns; n++)
                row[n] = Value(reader, ref left);
            yield return row;
        }

        if (buffered.ReadByte() >= 0)
            throw NoRows();
    }

    private static object? Value(BinaryReader reader, ref int left) => (RowSign)reader.ReadByte() switch
    {
        RowSign.Nothing => null,
        RowSign.Whole => reader.ReadInt64(),
        RowSign.Text => Encoding.UTF8.GetString(Bytes(reader, ref left)),
        RowSign.Bytes => Bytes(reader, ref left),
        _ => throw NoRows(),
    };

    private static byte[] Bytes(BinaryReader reader, ref int left)
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > left)
            throw NoRows();
        left -= length;
        if (length <= Block)
            return reader.ReadBytes(length) is var few && few.Length == length ? few : throw new EndOfStreamException();
        // A length is a claim: memory is taken for what comes.
        using var gathered = new MemoryStream();
        var piece = new byte[Block];
        while (gathered.Length < length)
        {
            var read = reader.Read(piece, 0, (int)Math.Min(Block, length - gathered.Length));
            gathered.Write(piece, 0, read > 0 ? read : throw new EndOfStreamException());
        }

        return gathered.ToArray();
    }

    private static InvalidDataException NoRows() => new("What should be rows of a table is none.");
}

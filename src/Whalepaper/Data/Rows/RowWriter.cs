using System.Text;

namespace Whalepaper.Data.Rows;

/// <summary>
/// Writes the rows of a table, so that the same rows are the same bytes on whichever engine: before each row a 1, behind the last a 0; a value is a sign
/// of its kind and then itself, whole numbers in eight bytes, all else behind its length in four, the least byte first.
/// </summary>
internal sealed class RowWriter : IDisposable
{
    /// <summary>How many bytes the texts and bytes of a row may have together. No row of ours is near it; what claims more when it is read is none.</summary>
    public const int MostInRow = 256 * 1024 * 1024;

    private const int Block = 64 * 1024;

    private readonly Stream _to;
    private readonly MemoryStream _gathered = new();
    private readonly BinaryWriter _writer;

    /// <summary>Writes into a stream, which it leaves open.</summary>
    public RowWriter(Stream to) => (_to, _writer) = (to, new BinaryWriter(_gathered, Encoding.UTF8, leaveOpen: true));

    /// <summary>How many rows were written.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes all rows, and the end.</summary>
    public async Task WriteAsync(IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        await foreach (var row in rows.WithCancellation(cancellation))
            Write(row);
        End();
    }

    /// <summary>Writes a row.</summary>
    public void Write(object?[] row)
    {
        _writer.Write((byte)1);
        foreach (var value in row)
            Write(value);
        Rows++;
        if (_gathered.Length >= Block)
            Pass();
    }

    /// <summary>Writes that no row follows.</summary>
    public void End()
    {
        _writer.Write((byte)0);
        Pass();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _gathered.Dispose();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _writer.Write((byte)RowSign.Nothing);
                break;
            case long number:
                _writer.Write((byte)RowSign.Whole);
                _writer.Write(number);
                break;
            case string text:
                Write(RowSign.Text, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Write(RowSign.Bytes, bytes);
                break;
            default:
                throw new ArgumentException($"A value of a row is a {value.GetType().Name}.", nameof(value));
        }
    }

    private void Write(RowSign sign, byte[] bytes)
    {
        // What could not be read again is not written.
        if (_gathered.Length + bytes.Length > MostInRow)
            throw new InvalidOperationException($"A row has more than {MostInRow} bytes, which backups do not take.");
        _writer.Write((byte)sign);
        _writer.Write(bytes.Length);
        _writer.Write(bytes);
    }

    private void Pass()
    {
        _writer.Flush();
        _to.Write(_gathered.GetBuffer().AsSpan(0, (int)_gathered.Length));
        _gathered.SetLength(0);
    }
}

/// <summary>What stands before a value.</summary>
internal enum RowSign : byte
{
    /// <summary>There is none.</summary>
    Nothing = 0,

    /// <summary>A whole number.</summary>
    Whole = 1,

    /// <summary>A text; JSON and exact numbers are texts in one form.</summary>
    Text = 2,

    /// <summary>Bytes.</summary>
    Bytes = 3,
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Whalepaper.Data.Rows;

namespace Whalepaper.Backups;

/// <summary>Writes the entries of a backup one behind the other: a name, then blocks with their lengths before them, then a length of 0. An empty name ends all.</summary>
internal sealed class EntryWriter(Stream to) : IDisposable
{
    private readonly BinaryWriter _writer = new(to, Encoding.UTF8, leaveOpen: true);

    /// <summary>Begins an entry, which ends when its stream is closed. One at a time.</summary>
    public Stream Begin(string name)
    {
        _writer.Write(name);
        return new Entry(_writer);
    }

    /// <summary>Writes a note as JSON.</summary>
    public void Write<T>(string name, T note)
    {
        using var entry = Begin(name);
        entry.Write(JsonSerializer.SerializeToUtf8Bytes(note, Notes.Json));
    }

    /// <summary>Writes that no entry follows.</summary>
    public void End()
    {
        _writer.Write("");
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private sealed class Entry(BinaryWriter writer) : ForwardStream
    {
        private bool _isOver;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.IsEmpty)
                return;
            writer.Write(buffer.Length);
            writer.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isOver)
                writer.Write(0);
            _isOver = true;
            base.Dispose(disposing);
        }
    }
}

/// <summary>Reads what <see cref="EntryWriter"/> wrote.</summary>
internal sealed class EntryReader(Stream from) : IDisposable
{
    private readonly BinaryReader _reader = new(from, Encoding.UTF8, leaveOpen: true);
    private Entry? _current;

    /// <summary>The next entry, whatever was left of the one before; null behind the last.</summary>
    public (string Name, Stream Content)? Next()
    {
        _current?.Skip();
        var name = _reader.ReadString();
        if (name.Length == 0)
            return null;
        _current = new Entry(_reader);
        return (name, _current);
    }

    /// <summary>A note that was written as JSON.</summary>
    /// <param name="content">The entry.</param>
    /// <param name="most">How many bytes it may have: what is packed small can be anything but small.</param>
    public static T Note<T>(Stream content, int most)
    {
        using var note = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int read; (read = content.Read(piece)) > 0;)
        {
            if (note.Length + read > most)
                throw new InvalidDataException("A note is too long.");
            note.Write(piece, 0, read);
        }

        return JsonSerializer.Deserialize<T>(note.GetBuffer().AsSpan(0, (int)note.Length), Notes.Json) ?? throw new InvalidDataException("A note is empty.");
    }

    public void Dispose() => _reader.Dispose();

    private sealed class Entry(BinaryReader reader) : ForwardStream
    {
        private int _left;
        private bool _isOver;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            if (_isOver || buffer.IsEmpty)
                return 0;
            if (_left == 0)
            {
                _left = reader.ReadInt32();
                _isOver = _left == 0;
                if (_left < 0)
                    throw new InvalidDataException("An entry is shorter than nothing.");
            }

            var read = _isOver ? 0 : reader.Read(buffer[..Math.Min(buffer.Length, _left)]);
            if (read == 0 && !_isOver)
                throw new EndOfStreamException();
            _left -= read;
            return read;
        }

        public void Skip()
        {
            var passed = new byte[16 * 1024];
            while (Read(passed) > 0)
            {
            }
        }
    }
}

/// <summary>How notes are written.</summary>
internal static class Notes
{
    public static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
}

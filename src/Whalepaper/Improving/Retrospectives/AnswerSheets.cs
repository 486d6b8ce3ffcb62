using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>
/// The places of a box: so many, empty at first. Packed, they are always equally long, however many are taken and whatever is written, so that the length tells nothing.
/// </summary>
public sealed class AnswerSheets
{
    /// <summary>The most places of a box: each answer seals all of it anew.</summary>
    public const int Most = 100;

    // A unit takes at most three bytes of UTF-8.
    private const int TextBytes = 3 * AnswerSheet.TextMaximum;
    private const int SheetBytes = AnswerSheet.Questions + (2 * (2 + TextBytes));

    private readonly AnswerSheet?[] _places;

    /// <summary>Makes empty places.</summary>
    /// <param name="places">How many, from 1 to <see cref="Most"/>.</param>
    public AnswerSheets(int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, Most);
        _places = new AnswerSheet?[places];
    }

    /// <summary>The answers, by place.</summary>
    public IEnumerable<AnswerSheet> Answers => _places.OfType<AnswerSheet>();

    /// <summary>Whether every place is taken.</summary>
    public bool IsFull => !_places.Contains(null);

    /// <summary>Lays an answer into an empty place, drawn by lot: the order in which they came is not kept.</summary>
    /// <exception cref="InvalidOperationException">Every place is taken.</exception>
    public void Add(AnswerSheet sheet)
    {
        int[] empty = [.. Enumerable.Range(0, _places.Length).Where(place => _places[place] is null)];
        if (empty.Length == 0)
            throw new InvalidOperationException("This box is full.");
        _places[empty[RandomNumberGenerator.GetInt32(empty.Length)]] = sheet;
    }

    /// <summary>Packs them.</summary>
    public byte[] Pack()
    {
        var bytes = new byte[_places.Length * SheetBytes];
        for (var place = 0; place < _places.Length; place++)
        {
            if (_places[place] is not { } sheet)
                continue;
            var room = bytes.AsSpan(place * SheetBytes, SheetBytes);
            for (var question = 0; question < AnswerSheet.Questions; question++)
                room[question] = (byte)sheet.Scores[question];
            Write(room[AnswerSheet.Questions..], sheet.Keep);
            Write(room[(AnswerSheet.Questions + 2 + TextBytes)..], sheet.Change);
        }

        return bytes;
    }

    /// <summary>Unpacks them.</summary>
    /// <exception cref="ArgumentException">These are no answers.</exception>
    public static AnswerSheets Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes.Length % SheetBytes != 0)
            throw new ArgumentException("No answers.", nameof(bytes));
        var sheets = new AnswerSheets(bytes.Length / SheetBytes);
        for (var place = 0; place < sheets._places.Length; place++)
        {
            var room = bytes.Slice(place * SheetBytes, SheetBytes);
            if (room[0] is not 0)
                sheets._places[place] = new AnswerSheet(Array.ConvertAll(room[..AnswerSheet.Questions].ToArray(), score => (int)score), Read(room[AnswerSheet.Questions..]), Read(room[(AnswerSheet.Questions + 2 + TextBytes)..]));
        }

        return sheets;
    }

    private static void Write(Span<byte> room, string text) => BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)Encoding.UTF8.GetBytes(text, room.Slice(2, TextBytes)));

    private static string Read(ReadOnlySpan<byte> room) => Encoding.UTF8.GetString(room.Slice(2, BinaryPrimitives.ReadUInt16LittleEndian(room)));
}

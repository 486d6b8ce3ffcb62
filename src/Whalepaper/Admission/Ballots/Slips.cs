using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Whalepaper.Admission.Ballots;

/// <summary>
/// What lies in an open ballot box: a slip for each voter, blank at first. Packed, it is always equally long, whoever voted and whatever was written,
/// so that its length tells nothing either.
/// </summary>
public sealed class Slips
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonMaximum = 500;

    // A unit takes at most three bytes of UTF-8.
    private const int ReasonBytes = 3 * ReasonMaximum;
    private const int Head = 7;

    private readonly SortedDictionary<int, Slip> _slips = [];
    private readonly int _options;
    private readonly bool _hasReasons;

    /// <summary>Lays in blank slips.</summary>
    /// <param name="voters">The database numbers of those who may vote.</param>
    /// <param name="options">How many stand.</param>
    /// <param name="hasReasons">Whether a slip has room for a reason.</param>
    public Slips(IEnumerable<int> voters, int options, bool hasReasons)
    {
        ArgumentNullException.ThrowIfNull(voters);
        ArgumentOutOfRangeException.ThrowIfLessThan(options, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options, ushort.MaxValue);
        (_options, _hasReasons) = (options, hasReasons);
        foreach (var voter in voters)
            _slips.Add(voter, Slip.Blank);
    }

    /// <summary>How many voted.</summary>
    public int Cast => _slips.Values.Count(slip => slip.IsCast);

    /// <summary>Fills in a slip, in place of what the same voter said before.</summary>
    /// <param name="voter">Who votes.</param>
    /// <param name="choices">What they say of each who stands, in order.</param>
    /// <param name="reason">Why; null for nothing.</param>
    /// <exception cref="InvalidOperationException">They have no slip here.</exception>
    /// <exception cref="ArgumentException">Not one choice for each, or a reason too long or where there is no room for any.</exception>
    public void Put(int voter, IReadOnlyList<Choice> choices, string? reason)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (!_slips.ContainsKey(voter))
            throw new InvalidOperationException("Who is not on the list has no slip.");
        if (choices.Count != _options || choices.Any(choice => !Enum.IsDefined(choice)))
            throw new ArgumentException("A slip says one thing of each who stands.", nameof(choices));
        var words = reason?.Trim() ?? "";
        if (words.Length > (_hasReasons ? ReasonMaximum : 0))
            throw new ArgumentException("There is no room for such a reason.", nameof(reason));
        _slips[voter] = new Slip([.. choices], words);
    }

    /// <summary>Makes a slip blank again.</summary>
    /// <param name="voter">Whose.</param>
    /// <exception cref="InvalidOperationException">They have no slip here.</exception>
    public void Blank(int voter)
    {
        if (!_slips.ContainsKey(voter))
            throw new InvalidOperationException("Who is not on the list has no slip.");
        _slips[voter] = Slip.Blank;
    }

    /// <summary>Counts what was said of one who stands.</summary>
    /// <param name="option">Their place, from 0.</param>
    public Tally Count(int option) => _slips.Values.Where(slip => slip.IsCast).Aggregate(default(Tally), (tally, slip) => tally.With(slip.Choices[option]));

    /// <summary>The reasons that were written, in an order drawn by lot: where in it somebody stands tells nothing.</summary>
    public IReadOnlyList<string> Reasons()
    {
        var reasons = _slips.Values.Select(slip => slip.Reason).Where(reason => reason.Length > 0).ToArray();
        RandomNumberGenerator.Shuffle(reasons.AsSpan());
        return reasons;
    }

    /// <summary>Packs them.</summary>
    public byte[] Pack()
    {
        var bytes = new byte[Head + (_slips.Count * SlipBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, _slips.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)_options);
        bytes[6] = _hasReasons ? (byte)1 : (byte)0;
        foreach (var (n, (voter, slip)) in _slips.Index())
        {
            var place = bytes.AsSpan(Head + (n * SlipBytes), SlipBytes);
            BinaryPrimitives.WriteInt32LittleEndian(place, voter);
            for (var option = 0; option < slip.Choices.Length; option++)
                place[4 + option] = (byte)slip.Choices[option];
            if (_hasReasons)
                BinaryPrimitives.WriteUInt16LittleEndian(place[(4 + _options)..], (ushort)Encoding.UTF8.GetBytes(slip.Reason, place[(6 + _options)..]));
        }

        return bytes;
    }

    /// <summary>Unpacks them.</summary>
    /// <exception cref="ArgumentException">These are no slips.</exception>
    public static Slips Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head)
            throw new ArgumentException("No slips.", nameof(bytes));
        var slips = new Slips([], BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]), bytes[6] is 1);
        if (bytes.Length != Head + (BinaryPrimitives.ReadInt32LittleEndian(bytes) * slips.SlipBytes))
            throw new ArgumentException("No slips.", nameof(bytes));
        for (var place = bytes[Head..]; place.Length > 0; place = place[slips.SlipBytes..])
            slips._slips.Add(BinaryPrimitives.ReadInt32LittleEndian(place), slips.Read(place));
        return slips;
    }

    private int SlipBytes => 4 + _options + (_hasReasons ? 2 + ReasonBytes : 0);

    private Slip Read(ReadOnlySpan<byte> place)
    {
        if (place[4] is 0)
            return Slip.Blank;
        var reason = _hasReasons ? Encoding.UTF8.GetString(place.Slice(6 + _options, BinaryPrimitives.ReadUInt16LittleEndian(place[(4 + _options)..]))) : "";
        return new Slip(Array.ConvertAll(place.Slice(4, _options).ToArray(), choice => (Choice)choice), reason);
    }

    private readonly record struct Slip(Choice[] Choices, string Reason)
    {
        public static Slip Blank { get; } = new([], "");

        public bool IsCast => Choices.Length > 0;
    }
}

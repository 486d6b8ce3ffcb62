using System.Buffers;
using System.Globalization;
using System.Text;

namespace Whalepaper.Meetings.Live;

/// <summary>A state of a room for one audience, as bytes that are written to all of it: never written again, never copied.</summary>
public sealed class LiveState
{
    // How soon a browser comes back after a lost connection, in milliseconds.
    private const int Return = 2000;

    private readonly IReadOnlyList<LiveRegion> _regions;
    private readonly Lazy<ReadOnlyMemory<byte>> _whole;

    /// <summary>The first state.</summary>
    /// <param name="regions">What stands in the page.</param>
    /// <param name="asOf">How many changes it knows of.</param>
    public LiveState(IReadOnlyList<LiveRegion> regions, long asOf)
        : this(regions, [], 1, asOf)
    {
    }

    private LiveState(IReadOnlyList<LiveRegion> regions, IReadOnlyList<LiveRegion> before, long number, long asOf)
    {
        ArgumentNullException.ThrowIfNull(regions);
        (_regions, Number, AsOf) = (regions, number, asOf);
        // Most have the state before: the whole is written when the first one comes who needs it.
        _whole = new Lazy<ReadOnlyMemory<byte>>(() => Write(number, regions));
        Changed = before.Count == 0 ? Whole : Write(number, regions.Except(before));
    }

    private LiveState(LiveState same, long asOf) => (_regions, Number, AsOf, _whole, Changed) = (same._regions, same.Number, asOf, same._whole, same.Changed);

    /// <summary>Which state of the room it is; each has one more than the one before.</summary>
    public long Number { get; }

    /// <summary>How many changes it knows of.</summary>
    public long AsOf { get; }

    /// <summary>All of it, for whoever comes or missed the state before.</summary>
    public ReadOnlyMemory<byte> Whole => _whole.Value;

    /// <summary>What changed since the state before, for whoever has that.</summary>
    public ReadOnlyMemory<byte> Changed { get; }

    /// <summary>The state after this one; the same one where nothing that is seen has changed.</summary>
    public LiveState Next(IReadOnlyList<LiveRegion> regions, long asOf) =>
        regions.SequenceEqual(_regions) ? new LiveState(this, asOf) : new LiveState(regions, _regions, Number + 1, asOf);

    /// <summary>What has to be written to somebody.</summary>
    /// <param name="last">The number of the state that they have; 0 for none.</param>
    public ReadOnlyMemory<byte> After(long last) => last == Number - 1 ? Changed : Whole;

    // An event for each region, as the standard of server-sent events has it: a line of text each, and an empty one behind.
    private static ReadOnlyMemory<byte> Write(long number, IEnumerable<LiveRegion> regions)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        Add(text, string.Create(CultureInfo.InvariantCulture, $"retry: {Return}\nid: {number}\n"));
        var hasRegion = false;
        foreach (var region in regions)
        {
            hasRegion = true;
            Add(text, $"event: {region.Name}\n");
            foreach (var line in region.Html.AsSpan().EnumerateLines())
            {
                text.Write("data: "u8);
                Add(text, line);
                text.Write("\n"u8);
            }

            text.Write("\n"u8);
        }

        // Where nothing is left to show, its number still is an event of its own.
        if (!hasRegion)
            text.Write("\n"u8);
        return text.WrittenMemory;
    }

    private static void Add(ArrayBufferWriter<byte> text, ReadOnlySpan<char> words) => Encoding.UTF8.GetBytes(words, text);
}

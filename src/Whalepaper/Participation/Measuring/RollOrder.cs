using System.Runtime.InteropServices;
using Whalepaper.Data;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation.Measuring;

/// <summary>
/// The members of a topic by need, however many they are. Of a group of one stretch the lines are at hand; of a larger one their order alone is, some bytes for each, and the lines that somebody
/// asks for are measured anew.
/// </summary>
internal sealed class RollOrder
{
    private readonly WhalepaperDb _db;
    private readonly TopicFrames _frames;
    private readonly List<Place> _places = [];
    private readonly Dictionary<int, RollLine> _known = [];

    private RollOrder(WhalepaperDb db, TopicFrames frames) => (_db, _frames) = (db, frames);

    /// <summary>How many they are.</summary>
    public int Count => _places.Count;

    /// <summary>Measures all of the first topic.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frames">The topic, and the one before it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<RollOrder> ReadAsync(WhalepaperDb db, TopicFrames frames, CancellationToken cancellation)
    {
        var order = new RollOrder(db, frames);
        await foreach (var stretch in db.RollStretchesAsync(frames, null, cancellation))
            order.Add(stretch[0]);
        order._places.Sort();
        return order;
    }

    /// <summary>Some lines. Who left the inner group meanwhile is missing.</summary>
    /// <param name="from">How many come before them.</param>
    /// <param name="most">How many; some hundred.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<IReadOnlyList<RollLine>> LinesAsync(int from, int most, CancellationToken cancellation)
    {
        int[] ids = [.. _places.Skip(from).Take(most).Select(place => place.MemberId)];
        if (ids.Length == 0)
            return [];
        var known = _known.Count == Count ? _known : (await _db.RollOfAsync(_frames, ids, cancellation)).ToDictionary(line => line.MemberId);
        return [.. ids.Select(known.GetValueOrDefault).OfType<RollLine>()];
    }

    private void Add(IReadOnlyList<RollLine> lines)
    {
        _places.AddRange(lines.Select(Place.Of));
        if (Count > TopicRoll.Stretch)
            _known.Clear();
        else
            lines.ToList().ForEach(line => _known.Add(line.MemberId, line));
    }

    /// <summary>Where somebody stands among those who need somebody: first who can still come through and has to hurry, who cannot any more, then by what is left to spare; the exempt last.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Place(int Need, int Spare, decimal Rate, int MemberId) : IComparable<Place>
    {
        /// <summary>The place of a line.</summary>
        public static Place Of(RollLine line) => new(NeedOf(line.Meter), line.Meter.Spare ?? int.MaxValue, line.Meter.Now.Rate ?? 2, line.MemberId);

        /// <inheritdoc />
        public int CompareTo(Place other) => (Need, Spare, Rate, MemberId).CompareTo((other.Need, other.Spare, other.Rate, other.MemberId));

        private static int NeedOf(Policy.Meter meter) => meter.State switch
        {
            MeterState.Open when meter.IsUrgent => 0,
            MeterState.OutOfReach => 1,
            MeterState.Open => 2,
            MeterState.Safe => 3,
            _ => 4,
        };
    }
}

/// <summary>Lists in that order.</summary>
internal static class RollOrders
{
    /// <summary>Those who need somebody first.</summary>
    /// <param name="lines">Members of one topic; of a few stretches, not of a whole large group.</param>
    public static IReadOnlyList<RollLine> ByNeed(this IEnumerable<RollLine> lines) => [.. lines.OrderBy(RollOrder.Place.Of)];
}

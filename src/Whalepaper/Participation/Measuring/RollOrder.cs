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
    private readonly List<(int Need, int Spare, decimal Rate, int MemberId)> _places = [];
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
        return [.. ids.Select(id => known.GetValueOrDefault(id)).OfType<RollLine>()];
    }

    private void Add(IReadOnlyList<RollLine> lines)
    {
        _places.AddRange(lines.Select(Need.PlaceOf));
        if (Count > TopicRoll.Stretch)
        {
            _known.Clear();
            return;
        }

        foreach (var line in lines)
            _known.Add(line.MemberId, line);
    }
}

/// <summary>The order of need.</summary>
internal static class Need
{
    /// <summary>Where somebody stands in it: first who can still come through and has to hurry, who cannot any more, then by what is left to spare; the exempt last.</summary>
    public static (int Need, int Spare, decimal Rate, int MemberId) PlaceOf(RollLine line) => (Of(line.Meter), line.Meter.Spare ?? int.MaxValue, line.Meter.Now.Rate ?? 2, line.MemberId);

    /// <summary>Lines in that order.</summary>
    /// <param name="lines">Members of one topic; of a few stretches, not of a whole large group.</param>
    public static IReadOnlyList<RollLine> ByNeed(this IEnumerable<RollLine> lines) => [.. lines.OrderBy(PlaceOf)];

    private static int Of(Policy.Meter meter) => meter.State switch
    {
        MeterState.Open when meter.IsUrgent => 0,
        MeterState.OutOfReach => 1,
        MeterState.Open => 2,
        MeterState.Safe => 3,
        _ => 4,
    };
}

namespace Whalepaper.Meetings.Live;

/// <summary>Whether a part of a talk was covered.</summary>
/// <param name="Position">The part's place in the outline, from 0.</param>
/// <param name="IsCovered">Whether it was; null where nobody knows.</param>
/// <param name="IsSaid">Whether the host said so; else listeners' marks do.</param>
/// <param name="Ticks">How many listeners marked it.</param>
public sealed record CoveredPart(int Position, bool? IsCovered, bool IsSaid, int Ticks);

/// <summary>What of the outline a talk covered: by the host's word, and where nothing was said, by the marks of those who listened.</summary>
/// <param name="Parts">The parts of the outline, in order.</param>
/// <param name="Listeners">How many listeners marked anything at this talk.</param>
public sealed record Coverage(IReadOnlyList<CoveredPart> Parts, int Listeners)
{
    /// <summary>How many marks a part has at least that counts as covered by them: one may be a slip.</summary>
    public const int LeastTicks = 2;

    /// <summary>Whether a part was left out. Only the host's word says so: listeners mark what they heard, and not what they missed.</summary>
    public bool IsPartial => Parts.Any(part => part.IsCovered is false);

    /// <summary>Whether the host said anything.</summary>
    public bool IsSaid => Parts.Any(part => part.IsSaid);

    /// <summary>Works it out for one talk.</summary>
    /// <param name="positions">The places of the outline's parts.</param>
    /// <param name="ticks">The listeners' marks at this talk.</param>
    /// <param name="words">The host's words about it.</param>
    public static Coverage Of(IEnumerable<int> positions, IEnumerable<PartTick> ticks, IEnumerable<PartWord> words)
    {
        var marks = ticks.Select(tick => (tick.Position, tick.MemberId)).Distinct().ToList();
        var listeners = marks.Select(mark => mark.MemberId).Distinct().Count();
        var said = words.ToDictionary(word => word.Position, word => word.IsCovered);
        return new Coverage([.. positions.Distinct().Order().Select(Part)], listeners);

        CoveredPart Part(int position)
        {
            var count = marks.Count(mark => mark.Position == position);
            return said.TryGetValue(position, out var word) ? new(position, word, true, count) : new(position, count >= LeastTicks && 2 * count >= listeners ? true : null, false, count);
        }
    }
}

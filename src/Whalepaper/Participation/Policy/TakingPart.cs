using System.Runtime.InteropServices;

namespace Whalepaper.Participation.Policy;

/// <summary>What is known of one member and one meeting of their own tracks that was held.</summary>
public enum Mark
{
    /// <summary>It was held, while the member belonged to it.</summary>
    Held,

    /// <summary>The member was there.</summary>
    Attended,

    /// <summary>The member was excused before it began, or the committee accepted an excuse afterwards.</summary>
    Excused,

    /// <summary>The member was excused after it began. It is shown, and leaves the meeting where it is.</summary>
    ExcusedLate,
}

/// <summary>One mark at one meeting.</summary>
/// <param name="Meeting">The meeting's number.</param>
/// <param name="Kind">What is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MeetingMark(int Meeting, Mark Kind);

/// <summary>What a member did in a topic, as far as the policy asks for it. Meetings are those of the member's own tracks, since they joined.</summary>
/// <param name="Talks">Talks given, in any track; at least 0.</param>
/// <param name="Held">Meetings that were held; at least 0.</param>
/// <param name="Attended">Those of them that the member attended; at most <paramref name="Held"/>.</param>
/// <param name="Excused">Those for which the member was excused and to which they did not come; at most the rest.</param>
/// <param name="ExcusedLate">Those that count as missed although the member said a word, too late; at most the rest.</param>
public sealed record TakingPart(int Talks, int Held, int Attended, int Excused, int ExcusedLate = 0)
{
    /// <summary>Nothing was asked for, and nothing done.</summary>
    public static TakingPart Nothing { get; } = new(0, 0, 0, 0);

    /// <summary>Meetings held that were neither attended nor excused.</summary>
    public int Missed => Held - Attended - Excused;

    /// <summary>
    /// Counts marks. Their order does not matter, nor whether one is said twice; who was excused and came, came; and marks at a meeting that was not held
    /// are left out.
    /// </summary>
    /// <param name="talks">Talks given.</param>
    /// <param name="marks">What is known of the meetings.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="talks"/> is negative.</exception>
    public static TakingPart Of(int talks, IEnumerable<MeetingMark> marks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(talks);
        ArgumentNullException.ThrowIfNull(marks);
        var (held, attended, excused, late) = (0, 0, 0, 0);
        foreach (var meeting in marks.GroupBy(mark => mark.Meeting, mark => mark.Kind))
        {
            var known = meeting.ToHashSet();
            if (!known.Contains(Mark.Held))
                continue;
            held++;
            if (known.Contains(Mark.Attended))
                attended++;
            else if (known.Contains(Mark.Excused))
                excused++;
            else if (known.Contains(Mark.ExcusedLate))
                late++;
        }

        return new(talks, held, attended, excused, late);
    }

    /// <summary>The meetings by which attendance is measured: those held, without the excused ones and without absences that are free.</summary>
    /// <param name="freeAbsences">How many missed meetings are not counted; at least 0.</param>
    public int Asked(int freeAbsences = 0) => Held - Excused - Math.Min(Math.Max(freeAbsences, 0), Missed);

    /// <summary>
    /// The rate of attendance, from 0 to 1: attended ÷ (held − excused − free absences). Null where nothing is left to be measured by; that is never a low
    /// attendance. An excuse never lowers it.
    /// </summary>
    /// <param name="freeAbsences">How many missed meetings are not counted; at least 0.</param>
    public decimal? Rate(int freeAbsences = 0) => Asked(freeAbsences) is var asked and > 0 ? (decimal)Attended / asked : null;

    /// <summary>The same after further talks and meetings.</summary>
    /// <param name="talks">Further talks given.</param>
    /// <param name="attended">Further meetings attended.</param>
    /// <param name="missed">Further meetings missed.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative.</exception>
    public TakingPart After(int talks, int attended, int missed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(talks);
        ArgumentOutOfRangeException.ThrowIfNegative(attended);
        ArgumentOutOfRangeException.ThrowIfNegative(missed);
        return this with { Talks = Talks + talks, Held = Held + attended + missed, Attended = Attended + attended };
    }
}

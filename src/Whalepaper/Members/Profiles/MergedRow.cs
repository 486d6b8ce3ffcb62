namespace Whalepaper.Members.Profiles;

/// <summary>What sort of row a merge moved. The numbers are kept in databases.</summary>
public enum MergedKind
{
    /// <summary>A word whether somebody comes to a meeting; its number is the meeting's.</summary>
    Coming = 1,

    /// <summary>That somebody was at a meeting; its number is the meeting's.</summary>
    Attendance = 2,

    /// <summary>A mark at a part of a talk; its number is the talk's, its place the part's.</summary>
    PartTick = 3,

    /// <summary>A question; its number is its own.</summary>
    Question = 4,

    /// <summary>A vote for a question; its number is the question's.</summary>
    QuestionVote = 5,

    /// <summary>Feedback on a talk; its number is the talk's.</summary>
    Feedback = 6,
}

/// <summary>Something by which a profile took part, and which a merge moved to the other; so the way back is known.</summary>
public sealed class MergedRow
{
    private MergedRow()
    {
    }

    internal MergedRow(MergedKind kind, int number, int place) => (Kind, Number, Place) = (kind, number, place);

    /// <summary>The merge.</summary>
    public int MergeId { get; private set; }

    /// <summary>What sort of row.</summary>
    public MergedKind Kind { get; private set; }

    /// <summary>What it is about: see <see cref="MergedKind"/>.</summary>
    public int Number { get; private set; }

    /// <summary>Its place within that; 0 where there is only one.</summary>
    public int Place { get; private set; }
}

using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Members.Profiles;

/// <summary>Two profiles are one person: what was credited to one is credited to the other. It remembers what it moved, and can be undone.</summary>
public sealed class ProfileMerge
{
    private readonly List<MergedCredit> _credits = [];
    private readonly List<MergedRow> _rows = [];

    private ProfileMerge()
    {
    }

    /// <summary>Merges.</summary>
    /// <param name="from">The profile that is given up; one without an account.</param>
    /// <param name="into">The profile that stays.</param>
    /// <param name="talks">All talks that the first shares, with their presenters.</param>
    /// <param name="by">Who decided it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The first has an account, one of them was merged, or they are the same.</exception>
    public ProfileMerge(Member from, Member into, IEnumerable<Talk> talks, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(talks);
        ArgumentNullException.ThrowIfNull(by);
        if (from.ClaimedAt is not null)
            throw new InvalidOperationException($"{from.Name} has an account: only an archive profile is given up.");
        from.MergeInto(into);
        From = from;
        FromId = from.Id;
        Into = into;
        IntoId = into.Id;
        ById = by.Id;
        At = at;
        foreach (var talk in talks)
        {
            var position = talk.Presenters.First(p => ReferenceEquals(p.Member, from)).Position;
            _credits.Add(new MergedCredit(talk.Id, position, talk.Credit(from, into)));
        }
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The number of the profile that was given up.</summary>
    public int FromId { get; private set; }

    /// <summary>The profile that was given up; null where it was not loaded.</summary>
    public Member From { get; private set; } = null!;

    /// <summary>The number of the profile that stays.</summary>
    public int IntoId { get; private set; }

    /// <summary>The profile that stays; null where it was not loaded.</summary>
    public Member Into { get; private set; } = null!;

    /// <summary>Who decided it.</summary>
    public int ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was undone; null while it stands.</summary>
    public Instant? UndoneAt { get; private set; }

    /// <summary>Who undid it; null for the program.</summary>
    public int? UndoneById { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What was moved.</summary>
    public IReadOnlyList<MergedCredit> Credits => _credits;

    /// <summary>By what else the first had taken part that was moved; only what was loaded.</summary>
    public IReadOnlyList<MergedRow> Rows => _rows;

    internal void Remember(MergedKind kind, int number, int place = 0) => _rows.Add(new MergedRow(kind, number, place));

    /// <summary>Parts the two again: every credit goes back where it was. Talks that were handed on since stay where they are.</summary>
    /// <param name="talks">The talks of <see cref="Credits"/>, with their presenters.</param>
    /// <param name="by">Who undoes it; null for the program.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was undone already.</exception>
    public void Undo(IEnumerable<Talk> talks, Member? by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talks);
        if (UndoneAt is not null)
            throw new InvalidOperationException("These profiles were parted already.");
        var credits = _credits.ToDictionary(credit => credit.TalkId);
        foreach (var talk in talks)
        {
            if (!talk.Presenters.Any(p => ReferenceEquals(p.Member, Into)))
                continue;
            if (credits[talk.Id].Moved)
                talk.Credit(Into, From);
            else
                talk.Readmit(From, credits[talk.Id].Position);
        }

        From.Part();
        UndoneAt = at;
        UndoneById = by?.Id;
    }
}

/// <summary>A talk whose credit a merge moved.</summary>
public sealed class MergedCredit
{
    private MergedCredit()
    {
    }

    internal MergedCredit(int talkId, int position, bool moved)
    {
        TalkId = talkId;
        Position = position;
        Moved = moved;
    }

    /// <summary>The merge.</summary>
    public int MergeId { get; private set; }

    /// <summary>The talk.</summary>
    public int TalkId { get; private set; }

    /// <summary>The place among the presenters.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the place was taken over; false where the other profile shared the talk too, and the place was given up.</summary>
    public bool Moved { get; private set; }
}

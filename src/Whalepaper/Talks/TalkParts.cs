using NodaTime;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

/// <summary>A presenter of a talk.</summary>
public sealed class TalkPresenter
{
    private TalkPresenter()
    {
    }

    internal TalkPresenter(Talk talk, Member member, int position)
    {
        TalkId = talk.Id;
        Member = member;
        Position = position;
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>The place among the presenters, from 0.</summary>
    public int Position { get; private set; }

    internal void StandAt(int position) => Position = position;
}

/// <summary>
/// A paper that a talk covers, as listed. The database admits one living row per entry of a reading list: of two people who
/// claim the same entry at the same moment, one does.
/// </summary>
public sealed class TalkPaper
{
    private TalkPaper()
    {
    }

    internal TalkPaper(Talk talk, ReadingListEntry entry, int position)
    {
        TalkId = talk.Id;
        Entry = entry;
        Paper = entry.Paper;
        Position = position;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The paper's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>The entry's database number.</summary>
    public int EntryId { get; private set; }

    /// <summary>What is covered.</summary>
    public Paper Paper { get; private set; } = null!;

    /// <summary>The entry that was claimed.</summary>
    public ReadingListEntry Entry { get; private set; } = null!;

    /// <summary>The place in the talk, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>When the entry became free again; null while the talk holds it.</summary>
    public Instant? ReleasedAt { get; private set; }

    /// <summary>Covers what the entry lists now.</summary>
    public void Follow() => Paper = Entry.Paper;

    /// <summary>Frees the entry for somebody else.</summary>
    public void Release(Instant at) => ReleasedAt ??= at;

    /// <summary>Holds the entry again; the database admits it if nobody else does by then.</summary>
    internal void Retake() => ReleasedAt = null;
}

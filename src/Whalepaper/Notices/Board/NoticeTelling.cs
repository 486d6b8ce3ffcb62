using NodaTime;

namespace Whalepaper.Notices.Board;

/// <summary>
/// How far it is written down whom a notice is to be told: up to which member. It stands beside the notice and not in it, so that those who read and
/// edit the notice never meet those who write its deliveries.
/// </summary>
public sealed class NoticeTelling
{
    private NoticeTelling()
    {
    }

    /// <summary>Begins with a notice that went out.</summary>
    public NoticeTelling(GroupNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Notice = notice;
        At = notice.PublishedAt ?? throw new InvalidOperationException("Only what went out is told.");
    }

    /// <summary>The notice's database number: each is told once.</summary>
    public int NoticeId { get; private set; }

    /// <summary>The notice; null where it was not loaded.</summary>
    public GroupNotice Notice { get; private set; } = null!;

    /// <summary>When it went out: whoever joined later is not told.</summary>
    public Instant At { get; private set; }

    /// <summary>The last member for whom deliveries are written; members come in the order of their numbers.</summary>
    public int UpTo { get; private set; }

    /// <summary>How many members are told.</summary>
    public int Count { get; private set; }

    /// <summary>When all of them were written down; null before.</summary>
    public Instant? DoneAt { get; private set; }

    /// <summary>When somebody stopped it; null unless somebody did.</summary>
    public Instant? StoppedAt { get; private set; }

    /// <summary>When what was written before the stop, and was not sent, was dropped.</summary>
    public Instant? ClearedAt { get; private set; }

    /// <summary>Counts changes: of two who write the same stretch, one notices.</summary>
    public int Version { get; private set; }

    /// <summary>Whether deliveries are still being written.</summary>
    public bool IsOpen => DoneAt is null && StoppedAt is null;

    /// <summary>Notes that a stretch was written.</summary>
    /// <param name="upTo">The last member of the stretch.</param>
    /// <param name="count">How many of the stretch are told: some may want no notices.</param>
    /// <exception cref="InvalidOperationException">It is done or was stopped, or the stretch lies behind.</exception>
    public void Advance(int upTo, int count)
    {
        if (!IsOpen || upTo <= UpTo || count < 0)
            throw new InvalidOperationException("There is nothing more to tell, or it was told already.");
        (UpTo, Count) = (upTo, Count + count);
    }

    /// <summary>Notes that everybody was written down.</summary>
    /// <exception cref="InvalidOperationException">It is done or was stopped.</exception>
    public void Finish(Instant now) => DoneAt = IsOpen ? now : throw new InvalidOperationException("It is done, or was stopped.");

    /// <summary>Stops it. When all of it is written, letters still wait: those are dropped then.</summary>
    /// <exception cref="InvalidOperationException">It was stopped.</exception>
    public void Stop(Instant now) => StoppedAt = StoppedAt is null ? now : throw new InvalidOperationException("It was stopped.");

    /// <summary>Notes that nothing of it waits any more.</summary>
    public void Clear(Instant now) => ClearedAt = StoppedAt is not null ? now : throw new InvalidOperationException("Nobody stopped it.");
}

/// <summary>That a member opened a notice. The committee learns how many did, and nobody learns who.</summary>
public sealed class NoticeReading
{
    private NoticeReading()
    {
    }

    /// <summary>Notes it.</summary>
    /// <param name="noticeId">The notice.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="wasTold">Whether it was for them; others may read what is public.</param>
    /// <param name="at">When.</param>
    public NoticeReading(int noticeId, int memberId, bool wasTold, Instant at) => (NoticeId, MemberId, WasTold, At) = (noticeId, memberId, wasTold, at);

    /// <summary>The notice.</summary>
    public int NoticeId { get; private set; }

    /// <summary>The member.</summary>
    public int MemberId { get; private set; }

    /// <summary>Whether it was for them.</summary>
    public bool WasTold { get; private set; }

    /// <summary>When it was opened first.</summary>
    public Instant At { get; private set; }
}

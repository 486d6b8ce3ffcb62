using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <content>The life of a talk: each act leaves a record of who and when, a step of its course, and the state that follows from both.</content>
public sealed partial class Talk
{
    /// <summary>Whether the hour of its meeting has come: what happens to it now is for who was there to say. A meeting that does not take place has none.</summary>
    /// <param name="now">The present.</param>
    public bool HasBegun(Instant now) => Meeting is { CancelledAt: null } meeting && meeting.StartsAt <= now;

    /// <summary>Sets the date, by naming the meeting and a seat at it. A yes to another date is no yes to this one.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="seat">The place among its talks, from 0.</param>
    /// <param name="at">When it was set.</param>
    /// <param name="by">Who sets it; null where it comes with the claim or from the program.</param>
    /// <param name="late">Whether it left a date so shortly before that nobody could easily step in.</param>
    /// <exception cref="InvalidOperationException">The meeting is of another track, or the talk was given or ended.</exception>
    public void ScheduleAt(Meeting meeting, int seat, Instant at, Member? by = null, bool late = false)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        ArgumentOutOfRangeException.ThrowIfNegative(seat);
        if (meeting.TrackId != TrackId)
            throw new InvalidOperationException("A talk is shared at a meeting of its own track.");
        MustBeAhead();
        Seat = seat;
        if (ReferenceEquals(Meeting, meeting))
            return;
        Unconfirm();
        Meeting = meeting;
        MeetingId = meeting.Id == 0 ? null : meeting.Id;
        if (_course.Count > 0 || by is not null)
            Note(TalkStepKind.Dated, by, at, late: late);
    }

    /// <summary>Gets up from its seat, so that two talks can change places: the second step seats it again.</summary>
    /// <exception cref="InvalidOperationException">The talk was given or ended.</exception>
    public void GetUp()
    {
        MustBeAhead();
        Seat = null;
    }

    /// <summary>Takes the date away.</summary>
    /// <exception cref="InvalidOperationException">The talk was given or ended.</exception>
    public void Unschedule(Member by, Instant at)
    {
        MustBeAhead();
        if (Meeting is null && MeetingId is null)
            return;
        Note(TalkStepKind.Undated, by, at);
        LeaveMeeting();
        Unconfirm();
    }

    /// <summary>The committee lets somebody share who needs its word.</summary>
    /// <exception cref="InvalidOperationException">Nobody asked.</exception>
    public void Accept(Member by, Instant at)
    {
        if (State is not TalkState.Asked)
            throw new InvalidOperationException("Nobody asks for this talk.");
        Acceptance = new Acceptance(by, at);
        State = TalkState.Claimed;
        Note(TalkStepKind.Accepted, by, at);
    }

    /// <summary>Records a presenter's yes to the date.</summary>
    /// <exception cref="InvalidOperationException">There is no date yet, the member does not present this talk, or it waits for the committee.</exception>
    public void Confirm(Member by, Instant at)
    {
        MustBeAhead();
        if (Meeting is null && MeetingId is null)
            throw new InvalidOperationException("There is no date to confirm yet.");
        if (!IsPresentedBy(by))
            throw new InvalidOperationException("Only a presenter confirms a talk.");
        if (State is TalkState.Asked)
            throw new InvalidOperationException("The committee has not said its word yet.");
        if (Confirmation is not null)
            return;
        Confirmation = new Confirmation(by, at);
        State = PreparedAt is null ? TalkState.Confirmed : TalkState.Ready;
        Note(TalkStepKind.Confirmed, by, at);
    }

    /// <summary>Names somebody who shares it too.</summary>
    /// <exception cref="InvalidOperationException">The talk was given or ended.</exception>
    public void Join(Member member, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(member);
        MustBeAhead();
        if (IsPresentedBy(member))
            return;
        _presenters.Add(new TalkPresenter(this, member, _presenters.Max(p => p.Position) + 1));
        member.TakeTurn();
        Note(TalkStepKind.Joined, by, at, member);
    }

    /// <summary>One of several shares it no longer.</summary>
    /// <exception cref="InvalidOperationException">The last presenter, nobody of them, or the talk was given or ended.</exception>
    public void StepOut(Member member, Member by, Instant at, bool late)
    {
        ArgumentNullException.ThrowIfNull(member);
        MustBeAhead();
        if (!IsPresentedBy(member) || _presenters.Count == 1)
            throw new InvalidOperationException("A talk has at least one presenter; the last one hands it over or takes it back.");
        _presenters.RemoveAll(p => ReferenceEquals(p.Member, member));
        member.TakeTurn();
        if (Confirmation is { } said && (ReferenceEquals(said.Member, member) || said.MemberId == member.Id))
            Unconfirm();
        Note(TalkStepKind.Left, by, at, member, late: late);
    }

    /// <summary>Goes from one presenter to another, who has yet to say yes to the date.</summary>
    /// <exception cref="InvalidOperationException">Not that presenter's, the other one's already, or given or ended.</exception>
    public void HandOver(Member from, Member to, Instant at, bool late)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        MustBeAhead();
        var place = _presenters.Find(p => ReferenceEquals(p.Member, from)) ?? throw new InvalidOperationException("Only a presenter hands a talk over.");
        if (IsPresentedBy(to))
            throw new InvalidOperationException("Who shares a talk already cannot take it over.");
        _presenters.Remove(place);
        _presenters.Add(new TalkPresenter(this, to, place.Position));
        from.TakeTurn();
        to.TakeTurn();
        Unconfirm();
        Note(TalkStepKind.HandedOver, from, at, to, late: late);
    }

    /// <summary>A presenter takes it back: its papers and its seat are free again.</summary>
    /// <exception cref="InvalidOperationException">Not a presenter, or given or ended.</exception>
    public void Withdraw(Member by, Instant at, string? word, bool late)
    {
        if (!IsPresentedBy(by))
            throw new InvalidOperationException("Only a presenter takes a talk back.");
        End(EndingKind.Withdrawn, by, at, word, late);
    }

    /// <summary>The committee calls it off.</summary>
    /// <exception cref="InvalidOperationException">Given or ended.</exception>
    public void Cancel(Member by, Instant at, string? word) => End(EndingKind.Cancelled, by, at, word, false);

    /// <summary>Records that nobody came to give it.</summary>
    /// <exception cref="InvalidOperationException">It has no date that is past, or it was given or ended.</exception>
    public void Miss(Member by, Instant at, string? word)
    {
        if (Meeting is null || Meeting.StartsAt > at)
            throw new InvalidOperationException("What has not begun is not missed.");
        End(EndingKind.Missed, by, at, word, false);
    }

    /// <summary>Records that it was shared.</summary>
    /// <param name="source">From where we know.</param>
    /// <param name="recordedAt">When it was written down.</param>
    /// <param name="by">Who says so; null for an archive.</param>
    /// <param name="partly">Whether parts were left out that every talk must cover.</param>
    /// <exception cref="InvalidOperationException">It ended without being given.</exception>
    public void Give(GivingSource source, Instant recordedAt, Member? by = null, bool partly = false)
    {
        if (Giving is not null)
            return;
        MustBeAhead();
        Giving = new Giving(source, recordedAt, partly);
        State = TalkState.Given;
        if (by is not null)
            Note(TalkStepKind.Given, by, recordedAt);
    }

    private void End(EndingKind kind, Member by, Instant at, string? word, bool late)
    {
        MustBeAhead();
        Ending = new Ending(kind, by, at, word, late);
        (State, var step) = kind switch
        {
            EndingKind.Withdrawn => (TalkState.Withdrawn, TalkStepKind.Withdrawn),
            EndingKind.Cancelled => (TalkState.Cancelled, TalkStepKind.Cancelled),
            _ => (TalkState.Missed, TalkStepKind.Missed),
        };
        Note(step, by, at, word: Ending.Word, late: late);
        foreach (var paper in _papers)
            paper.Release(at);
        foreach (var presenter in _presenters)
            presenter.Member.TakeTurn();
        LeaveMeeting();
    }

    private void LeaveMeeting()
    {
        Meeting = null;
        MeetingId = null;
        Seat = null;
    }

    // A yes is to a date and by a presenter; without both it is none.
    private void Unconfirm()
    {
        Confirmation = null;
        if (State is TalkState.Confirmed or TalkState.Ready)
            State = TalkState.Claimed;
    }

    private void MustBeAhead()
    {
        if (!IsAhead)
            throw new InvalidOperationException("What was given or ended does not change any more.");
    }
}

using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <content>Taking back that a talk ended, or lost a presenter, because the closing that moved its presenter is undone.</content>
public sealed partial class Talk
{
    /// <summary>Goes on as it did before it was called off.</summary>
    /// <param name="state">How far it was; to come.</param>
    /// <param name="meeting">The meeting that it had; null for none, or where it has no place there any more.</param>
    /// <param name="seat">Its seat there.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was not called off.</exception>
    public void Restore(TalkState state, Meeting? meeting, int? seat, Member by, Instant at)
    {
        if (Ending is not { Kind: EndingKind.Cancelled } || state is not (TalkState.Asked or TalkState.Claimed or TalkState.Confirmed or TalkState.Ready))
            throw new InvalidOperationException("Only what was called off goes on.");
        Ending = null;
        foreach (var paper in _papers)
            paper.Retake();
        foreach (var presenter in _presenters)
            presenter.Member.TakeTurn();
        (Meeting, MeetingId, Seat) = (meeting, meeting?.Id, meeting is null ? null : seat);
        // Whoever said yes to the date said so to no other.
        if (meeting is null)
            Confirmation = null;
        State = Confirmation is null && state is not TalkState.Asked ? TalkState.Claimed : state;
        Note(TalkStepKind.Restored, by, at);
    }

    /// <summary>Takes back that somebody shares it no longer.</summary>
    /// <param name="presenter">Who shares it again.</param>
    /// <param name="position">Their place among the presenters.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The talk was given or ended.</exception>
    public void Restore(Member presenter, int position, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(presenter);
        MustBeAhead();
        if (IsPresentedBy(presenter))
            return;
        Readmit(presenter, position);
        presenter.TakeTurn();
        Note(TalkStepKind.Restored, by, at, presenter);
    }

    /// <summary>Gives back the yes to a date that it had from who shares it again.</summary>
    internal void Reconfirm(Member by, Instant at, TalkState state)
    {
        MustBeAhead();
        if (Confirmation is not null || MeetingId is null)
            return;
        Confirmation = new Confirmation(by, at);
        State = state;
    }
}

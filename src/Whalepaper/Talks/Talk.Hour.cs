using NodaTime;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <content>The hour of a talk: who is not there, who steps in, and what of it was covered.</content>
public sealed partial class Talk
{
    /// <summary>Whether a presenter was called and is not there. To be asked with the talk's course at hand.</summary>
    public bool IsAbsent(Member presenter)
    {
        ArgumentNullException.ThrowIfNull(presenter);
        return IsPresentedBy(presenter) && _course.FindLast(step => step.Kind is TalkStepKind.Absent or TalkStepKind.Arrived && (ReferenceEquals(step.Whom, presenter) || step.WhomId == presenter.Id)) is { Kind: TalkStepKind.Absent };
    }

    /// <summary>Notes that a presenter is not there, though the hour has come. The talk itself is still to come: they may arrive, or somebody steps in.</summary>
    /// <exception cref="InvalidOperationException">Not a presenter, its hour has not come, or it was given or ended.</exception>
    public void MarkAbsent(Member missing, Member by, Instant at)
    {
        MustBeOn(missing, at);
        if (!IsAbsent(missing))
            Note(TalkStepKind.Absent, by, at, missing);
    }

    /// <summary>Notes that who was missing is there after all.</summary>
    /// <exception cref="InvalidOperationException">Not a presenter, its hour has not come, or it was given or ended.</exception>
    public void MarkArrived(Member presenter, Member by, Instant at)
    {
        MustBeOn(presenter, at);
        if (IsAbsent(presenter))
            Note(TalkStepKind.Arrived, by, at, presenter);
    }

    /// <summary>Somebody takes the place of a presenter who is not there. Unlike a hand-over, nobody is asked: both the hour and whoever stands by are there.</summary>
    /// <param name="missing">Who is not there.</param>
    /// <param name="standby">Who steps in, at the same place among the presenters and on the same seat.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Not a presenter, its hour has not come, it was given or ended, or who steps in shares it already.</exception>
    public void StepIn(Member missing, Member standby, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(standby);
        MarkAbsent(missing, by, at);
        if (IsPresentedBy(standby))
            throw new InvalidOperationException("Who shares a talk already cannot step in.");
        var place = _presenters.Find(p => ReferenceEquals(p.Member, missing))!;
        _presenters.Remove(place);
        _presenters.Add(new TalkPresenter(this, standby, place.Position));
        missing.TakeTurn();
        standby.TakeTurn();
        if (Confirmation is { } said && (ReferenceEquals(said.Member, missing) || said.MemberId == missing.Id))
            Unconfirm();
        Note(TalkStepKind.SteppedIn, by, at, standby);
    }

    /// <summary>Follows what is known of the parts that it covered: once the host said a word about them, those words tell whether it was given in whole; once the last of them is taken back, it is again as it was recorded.</summary>
    public void Follow(Coverage coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        Giving?.Weigh(coverage.IsSaid ? coverage.IsPartial : null);
    }

    /// <summary>Goes on after all: the end at which it was recorded as given was taken back. Ending its hour records it anew.</summary>
    /// <param name="endedAt">The end.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="at">When.</param>
    /// <returns>Whether it was recorded by that end; what somebody recorded otherwise stays.</returns>
    public bool GoOn(Instant endedAt, Member by, Instant at)
    {
        if (Giving is not { Source: GivingSource.Meeting } giving || giving.RecordedAt != endedAt)
            return false;
        Giving = null;
        State = Confirmation is null ? TalkState.Claimed : PreparedAt is null ? TalkState.Confirmed : TalkState.Ready;
        Note(TalkStepKind.WentOn, by, at);
        return true;
    }

    private void MustBeOn(Member presenter, Instant at)
    {
        ArgumentNullException.ThrowIfNull(presenter);
        MustBeAhead();
        if (!IsPresentedBy(presenter))
            throw new InvalidOperationException("Only a presenter is missing.");
        if (!HasBegun(at))
            throw new InvalidOperationException("Before its hour nobody is missing.");
    }
}

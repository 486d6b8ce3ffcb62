using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Admission;

/// <content>How it goes on, from being sent to its end.</content>
public sealed partial class Application
{
    /// <summary>Sends it.</summary>
    /// <exception cref="InvalidOperationException">It was sent before, or something is missing.</exception>
    public void Send(Instant at)
    {
        Must(State is ApplicationState.Draft && Answers.IsComplete);
        AppliedAt = at;
        Move(ApplicationState.Applied, ApplicationStepKind.Applied, MemberId, at);
    }

    /// <summary>The committee takes them on as a candidate.</summary>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="at">When.</param>
    public void Accept(int byId, Instant at)
    {
        Must(State is ApplicationState.Applied);
        Member.MoveTo(Standing.Candidate, at);
        Move(ApplicationState.Candidate, ApplicationStepKind.Accepted, byId, at);
    }

    /// <summary>Plans the trial talk, or another one in place of what did not come about.</summary>
    /// <param name="talk">The talk, of the candidate alone; saved already.</param>
    /// <param name="byId">Who plans it: their database number.</param>
    /// <param name="at">When.</param>
    public void Plan(Talk talk, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talk);
        Must(State is ApplicationState.Candidate or ApplicationState.Planned && talk.Id > 0);
        TalkId = talk.Id;
        Move(ApplicationState.Planned, ApplicationStepKind.Planned, byId, at);
    }

    /// <summary>The trial talk does not come about: another one is to be planned.</summary>
    /// <param name="byId">Who called it off; null for the program.</param>
    /// <param name="at">When.</param>
    public void Unplan(int? byId, Instant at)
    {
        Must(State is ApplicationState.Planned);
        TalkId = null;
        Move(ApplicationState.Candidate, ApplicationStepKind.Unplanned, byId, at);
    }

    /// <summary>The trial talk was given.</summary>
    /// <param name="byId">Who says so; null for the program.</param>
    /// <param name="at">When.</param>
    public void Present(int? byId, Instant at)
    {
        Must(State is ApplicationState.Candidate or ApplicationState.Planned);
        Move(ApplicationState.Presented, ApplicationStepKind.Presented, byId, at);
    }

    /// <summary>Its trial talk was recorded as given, and nobody but who applies says so: the committee is to say whether it was.</summary>
    public void Record(Instant at)
    {
        Must(State is ApplicationState.Planned);
        Note(ApplicationStepKind.Recorded, null, at);
    }

    /// <summary>The record that its trial talk was given was taken back: it is still to be given.</summary>
    /// <exception cref="InvalidOperationException">A ballot on it is open, or has decided.</exception>
    public void GoOn(Instant at)
    {
        Must(TalkId is not null && (State is ApplicationState.Presented || IsUndecided));
        Move(ApplicationState.Planned, ApplicationStepKind.WentOn, null, at);
    }

    /// <summary>A ballot is held on it; a new one where too few voted in the last.</summary>
    /// <param name="ballot">The ballot.</param>
    /// <param name="byId">Who opens it; null for the program.</param>
    /// <param name="at">When.</param>
    public void Ask(Ballot ballot, int? byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        Must(State is ApplicationState.Presented || IsUndecided);
        (Ballot, BallotId) = (ballot, ballot.Id == 0 ? null : ballot.Id);
        Move(ApplicationState.Voting, ApplicationStepKind.BallotOpened, byId, at);
    }

    /// <summary>Follows its ballot: extended, or closed. Who passes is let in at once; where they do not, the committee's answer is to be composed.</summary>
    /// <param name="at">When.</param>
    public void Follow(Instant at)
    {
        Must(State is ApplicationState.Voting && Ballot is not null);
        if (Ballot!.ClosedAt is null)
        {
            Note(ApplicationStepKind.BallotExtended, null, at);
            return;
        }

        Note(Ballot.End is BallotEnd.CalledOff ? ApplicationStepKind.BallotCalledOff : ApplicationStepKind.BallotClosed, null, at);
        StateSince = at;
        if (!Ballot.Options.Any(option => option.MemberId == MemberId && option.Passed is true))
            return;
        Member.MoveTo(Standing.Inner, at);
        EndAs(ApplicationState.Promoted, ApplicationStepKind.Promoted, null, at);
    }

    /// <summary>Whether its ballot is over and decided nothing: too few voted, or it was called off.</summary>
    public bool IsUndecided => State is ApplicationState.Voting && Ballot is { End: BallotEnd.TooFew or BallotEnd.CalledOff };

    /// <summary>Whether its panel and the date of its trial talk may still change: once the talk was given, who heard it heard it.</summary>
    public bool IsBeforeTrial => State is ApplicationState.Candidate or ApplicationState.Planned;

    /// <summary>Whether questions are asked and answered: from the day on which the committee took them on, before the talk, during and after it, to the end.</summary>
    public bool TakesQuestions => Runs && State >= ApplicationState.Candidate;

    /// <summary>Whether an answer may still be changed: the committee votes on what it read.</summary>
    public bool CanReplyTo(bool isAnswered) => TakesQuestions && !(isAnswered && State is ApplicationState.Voting);

    /// <summary>Whether the committee can say no: to what was sent, to who was heard and on whom too few may vote, or once a ballot did not let them in.</summary>
    public bool CanDecline => State is ApplicationState.Applied or ApplicationState.Candidate or ApplicationState.Presented || (State is ApplicationState.Voting && Ballot is { End: not null });

    /// <summary>Says no, with an answer, and from when on they may apply again.</summary>
    /// <param name="feedback">What they are told, Markdown.</param>
    /// <param name="retryAt">From when on they may apply again.</param>
    /// <param name="byId">Who says so; null for the program.</param>
    /// <param name="at">When.</param>
    public void Decline(string? feedback, Instant retryAt, int? byId, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(feedback?.Length ?? 0, FeedbackMaximum, nameof(feedback));
        Must(CanDecline);
        (Feedback, RetryAt) = (string.IsNullOrWhiteSpace(feedback) ? null : feedback.Trim(), retryAt);
        StepBack(at);
        EndAs(ApplicationState.Declined, ApplicationStepKind.Declined, byId, at);
    }

    /// <summary>Whether who takes it back has to wait as if they had been declined: else nobody who sees that it goes badly would wait for the answer.</summary>
    public bool IsWaitedFor => State is ApplicationState.Presented or ApplicationState.Voting;

    /// <summary>They take it back; a draft is thrown away instead.</summary>
    /// <param name="retryAt">From when on they may apply again, if <see cref="IsWaitedFor"/>; else at once.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It ended, or was never sent.</exception>
    public void Withdraw(Instant retryAt, Instant at)
    {
        Must(Runs && State is not ApplicationState.Draft);
        if (IsWaitedFor)
            RetryAt = retryAt;
        StepBack(at);
        EndAs(ApplicationState.Withdrawn, ApplicationStepKind.Withdrawn, MemberId, at);
    }

    /// <summary>
    /// Whether who applies still stands where it leads on from: whom the organizer let in by hand, or moved away, has nothing to apply for any more, and who left neither.
    /// </summary>
    public bool HasObject => Member.LeftAt is null && (Member.Standing is Standing.Candidate || (Member.Standing is Standing.Open && State <= ApplicationState.Applied));

    /// <summary>Ends without a word of anybody, since it has no object any more; whoever was moved stays where they are.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was never sent.</exception>
    public void Lapse(Instant at)
    {
        Must(Runs && State is not ApplicationState.Draft);
        EndAs(ApplicationState.Withdrawn, ApplicationStepKind.Withdrawn, null, at);
    }

    /// <summary>Forgets what somebody said of themselves, and what they were told: they left. That they applied, and what became of it, stays.</summary>
    public void Forget() => (Why, PaperLink, Hours, Feedback) = (null, null, null, null);

    /// <summary>Nothing came of it for too long.</summary>
    public void Expire(Instant at)
    {
        Must(State is ApplicationState.Candidate);
        StepBack(at);
        EndAs(ApplicationState.Expired, ApplicationStepKind.Expired, null, at);
    }

    // Who left is nowhere on the ladder any more, and whom the organizer moved meanwhile stays where they are.
    private void StepBack(Instant at)
    {
        if (Member is { LeftAt: null, Standing: Standing.Candidate })
            Member.MoveTo(Standing.Open, at);
    }

    private void EndAs(ApplicationState state, ApplicationStepKind kind, int? byId, Instant at)
    {
        (EndedAt, RunsFor) = (at, null);
        Move(state, kind, byId, at);
    }

    private void Move(ApplicationState state, ApplicationStepKind kind, int? byId, Instant at)
    {
        (State, StateSince) = (state, at);
        Note(kind, byId, at);
    }

    private void Note(ApplicationStepKind kind, int? byId, Instant at) => _course.Add(new ApplicationStep(kind, byId, at));

    private void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException($"An application that is {State} cannot do this.");
    }
}

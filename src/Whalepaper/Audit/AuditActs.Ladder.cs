namespace Whalepaper.Audit;

/// <content>Those about how one comes into the group, and out of it.</content>
public static partial class AuditActs
{
    /// <summary>Somebody who applied was taken on as a candidate.</summary>
    public const string ApplicationAccepted = "application.accept";

    /// <summary>Somebody who applied was not let in.</summary>
    public const string ApplicationDeclined = "application.decline";

    /// <summary>Nothing came of an application for too long.</summary>
    public const string ApplicationExpired = "application.expire";

    /// <summary>Somebody of the open group was asked to apply.</summary>
    public const string ApplicationInvited = "application.invite";

    /// <summary>A trial talk was planned.</summary>
    public const string TrialPlanned = "application.trial";

    /// <summary>Somebody came onto a panel, or left it.</summary>
    public const string Panel = "application.panel";

    /// <summary>It was said how somebody of the committee is bound to who applies.</summary>
    public const string Tie = "application.tie";

    /// <summary>A ballot let somebody into the inner group. Who said what in it is nowhere.</summary>
    public const string Admitted = "member.admit";

    /// <summary>A ballot was opened by hand.</summary>
    public const string BallotOpened = "ballot.open";

    /// <summary>A ballot was called off.</summary>
    public const string BallotCalledOff = "ballot.call-off";

    /// <summary>An election of the committee was called.</summary>
    public const string ElectionCalled = "election.call";

    /// <summary>An election of the committee was called off.</summary>
    public const string ElectionCalledOff = "election.call-off";

    /// <summary>Somebody of the committee noted that a candidate gave their trial talk.</summary>
    public const string ApplicationPresented = "application.present";

    /// <summary>A topic was frozen, to be closed.</summary>
    public const string ClosingFrozen = "closing.freeze";

    /// <summary>Those who were low were told.</summary>
    public const string ClosingTold = "closing.tell";

    /// <summary>It was decided about somebody who was low.</summary>
    public const string ClosingDecided = "closing.decide";

    /// <summary>What was decided was done.</summary>
    public const string ClosingExecuted = "closing.execute";

    /// <summary>Somebody was moved by it.</summary>
    public const string ClosingMoved = "closing.move";

    /// <summary>What was done was undone.</summary>
    public const string ClosingUndone = "closing.undo";

    /// <summary>Somebody was put back by that.</summary>
    public const string ClosingPutBack = "closing.put-back";

    /// <summary>The archive of a topic was published.</summary>
    public const string ClosingPublished = "closing.publish";

    /// <summary>A closing was called off before anything was done.</summary>
    public const string ClosingCalledOff = "closing.call-off";
}

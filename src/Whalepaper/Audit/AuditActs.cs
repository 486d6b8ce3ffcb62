namespace Whalepaper.Audit;

/// <summary>The acts that are written down, by the words that filters and exports know them by. A word is never given another meaning.</summary>
public static partial class AuditActs
{
    /// <summary>The installation was set up.</summary>
    public const string SetUp = "group.set-up";

    /// <summary>The charter was imported.</summary>
    public const string Import = "charter.import";

    /// <summary>Somebody joined.</summary>
    public const string Join = "member.join";

    /// <summary>Somebody was moved on the ladder.</summary>
    public const string Standing = "member.standing";

    /// <summary>A role was given or taken.</summary>
    public const string Role = "member.role";

    /// <summary>Somebody took another address to sign in by; which one is not written down.</summary>
    public const string Address = "account.address";

    /// <summary>Somebody deleted their account.</summary>
    public const string Leave = "member.leave";

    /// <summary>A claim to a profile was granted.</summary>
    public const string ClaimGranted = "claim.grant";

    /// <summary>A claim to a profile was declined.</summary>
    public const string ClaimDeclined = "claim.decline";

    /// <summary>Two profiles were merged.</summary>
    public const string Merge = "profile.merge";

    /// <summary>Two profiles were parted again.</summary>
    public const string Part = "profile.part";

    /// <summary>Somebody was invited.</summary>
    public const string Invite = "invitation.make";

    /// <summary>An invitation was taken back.</summary>
    public const string Uninvite = "invitation.revoke";

    /// <summary>An invitation was used.</summary>
    public const string Accept = "invitation.accept";

    /// <summary>A link that signs somebody in was made.</summary>
    public const string SignInLink = "sign-in-link.make";

    /// <summary>An account was linked to the provider.</summary>
    public const string Link = "provider.link";

    /// <summary>An account was parted from the provider.</summary>
    public const string Unlink = "provider.unlink";

    /// <summary>A token was made.</summary>
    public const string Token = "token.make";

    /// <summary>A token was revoked.</summary>
    public const string TokenRevoked = "token.revoke";

    /// <summary>A setting was changed.</summary>
    public const string Setting = "setting.change";

    /// <summary>The group's name, zone or language was changed.</summary>
    public const string Group = "group.change";

    /// <summary>A track was opened or changed.</summary>
    public const string Track = "track.change";

    /// <summary>The outline was changed.</summary>
    public const string Outline = "outline.change";

    /// <summary>A proposed paper was put on its list.</summary>
    public const string ProposalAccepted = "proposal.accept";

    /// <summary>A proposal was declined.</summary>
    public const string ProposalDeclined = "proposal.decline";

    /// <summary>The committee let somebody share who needs its word.</summary>
    public const string TalkAccepted = "talk.accept";

    /// <summary>A talk was called off.</summary>
    public const string TalkCancelled = "talk.cancel";

    /// <summary>A talk went to another presenter, or two swapped their dates.</summary>
    public const string TalkHandedOver = "talk.hand-over";

    /// <summary>It was recorded that a talk was given.</summary>
    public const string TalkGiven = "talk.give";

    /// <summary>The end of a meeting was taken back, and with it that a talk was given.</summary>
    public const string TalkGoesOn = "talk.go-on";

    /// <summary>How members get into a meeting from afar was changed.</summary>
    public const string JoinLink = "meeting.join-link";

    /// <summary>It was recorded that nobody came to give a talk.</summary>
    public const string TalkMissed = "talk.miss";

    /// <summary>The committee laid something beside a talk of others.</summary>
    public const string MaterialAdded = "material.add";

    /// <summary>The committee changed something that lies beside a talk of others.</summary>
    public const string MaterialChanged = "material.change";

    /// <summary>Something was taken away from a talk by somebody who does not share it.</summary>
    public const string MaterialRemoved = "material.remove";

    /// <summary>A plan of a topic was published.</summary>
    public const string PlanPublished = "plan.publish";

    /// <summary>The mail server was set, changed or taken away.</summary>
    public const string Mail = "mail.change";

    /// <summary>A chat was connected.</summary>
    public const string ChannelAdded = "channel.add";

    /// <summary>A chat was changed.</summary>
    public const string ChannelChanged = "channel.change";

    /// <summary>A chat was removed.</summary>
    public const string ChannelRemoved = "channel.remove";

    /// <summary>A chat was paused.</summary>
    public const string ChannelPaused = "channel.pause";

    /// <summary>A chat was resumed.</summary>
    public const string ChannelResumed = "channel.resume";

    /// <summary>A delivery that was given up was given to the worker again.</summary>
    public const string DeliveryRetried = "delivery.retry";

    /// <summary>The organizer read a letter that is for somebody else, where no mail is set up.</summary>
    public const string LetterRead = "letter.read";

    /// <summary>A notice was sent, or set to go out at its hour.</summary>
    public const string NoticePublished = "notice.publish";

    /// <summary>Somebody else of the committee approved a notice.</summary>
    public const string NoticeApproved = "notice.approve";

    /// <summary>A notice was taken back.</summary>
    public const string NoticeCancelled = "notice.cancel";

    /// <summary>A notice that went out was changed.</summary>
    public const string NoticeEdited = "notice.edit";

    /// <summary>Somebody else of the committee took over the changed words of a notice that went out.</summary>
    public const string NoticeEditApproved = "notice.edit-approve";

    /// <summary>Changed words that waited beside a notice were dropped.</summary>
    public const string NoticeEditDropped = "notice.edit-drop";

    /// <summary>A notice was put before the others.</summary>
    public const string NoticePinned = "notice.pin";

    /// <summary>A notice stands among the others again.</summary>
    public const string NoticeUnpinned = "notice.unpin";

    /// <summary>The words of a notice that comes again and again were changed.</summary>
    public const string NoticeTemplate = "notice.template";

    /// <summary>The host added somebody to those who were at a meeting, after it was over.</summary>
    public const string AttendanceAdded = "attendance.add";

    /// <summary>The host took somebody off those who were at a meeting.</summary>
    public const string AttendanceRemoved = "attendance.remove";

    /// <summary>The host noted that a presenter was not there.</summary>
    public const string TalkAbsent = "talk.absent";

    /// <summary>The host called somebody to step in for a presenter.</summary>
    public const string TalkSteppedIn = "talk.step-in";

    /// <summary>The host hid a question.</summary>
    public const string QuestionHidden = "question.hide";

    /// <summary>The host showed a hidden question again.</summary>
    public const string QuestionShown = "question.show";

    /// <summary>The committee means to do what was suggested.</summary>
    public const string SuggestionPlanned = "suggestion.plan";

    /// <summary>What was suggested was done.</summary>
    public const string SuggestionDone = "suggestion.do";

    /// <summary>The committee declined what was suggested.</summary>
    public const string SuggestionDeclined = "suggestion.decline";

    /// <summary>A suggestion that was decided was opened again.</summary>
    public const string SuggestionReopened = "suggestion.reopen";

    /// <summary>The committee hid what somebody said of a suggestion.</summary>
    public const string CommentHidden = "suggestion.hide";

    /// <summary>The committee showed it again.</summary>
    public const string CommentShown = "suggestion.show";

    /// <summary>The inner group was asked to look back on a topic.</summary>
    public const string RetrospectiveOpened = "retrospective.open";

    /// <summary>Looking back on a topic was called off.</summary>
    public const string RetrospectiveCalledOff = "retrospective.call-off";

    /// <summary>What came out of looking back was published to the group.</summary>
    public const string RetrospectivePublished = "retrospective.publish";

    /// <summary>The committee wrote an entry into somebody's ledger.</summary>
    public const string LedgerAdded = "ledger.add";

    /// <summary>Such an entry was taken back.</summary>
    public const string LedgerTakenBack = "ledger.take-back";

    /// <summary>The committee answered what somebody said is wrong with their ledger.</summary>
    public const string DisputeAnswered = "ledger.answer";

    /// <summary>The committee excused somebody from a meeting. Why is not written down here.</summary>
    public const string ExcuseAccepted = "excuse.accept";

    /// <summary>The committee took that back.</summary>
    public const string ExcuseTakenBack = "excuse.take-back";

    /// <summary>The committee entered a leave for somebody.</summary>
    public const string LeaveEntered = "leave.enter";

    /// <summary>A leave that the committee entered was removed.</summary>
    public const string LeaveRemoved = "leave.remove";

    /// <summary>The committee asks nothing of somebody in a topic.</summary>
    public const string Waived = "policy.waive";

    /// <summary>The committee asks of somebody what is asked of all.</summary>
    public const string Unwaived = "policy.unwaive";

    /// <summary>The organizer locked somebody's standing.</summary>
    public const string StandingLocked = "standing.lock";

    /// <summary>The organizer unlocked somebody's standing.</summary>
    public const string StandingUnlocked = "standing.unlock";

    /// <summary>The committee gave somebody's certificate a code, by which anybody can check it.</summary>
    public const string CertificateMade = "certificate.make";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SetUp, Import, Join, Standing, Role, Address, Leave, ClaimGranted, ClaimDeclined, Merge, Part, Invite, Uninvite, Accept, SignInLink, Link, Unlink, Token, TokenRevoked, Setting, Group, Track,
        Outline, ProposalAccepted, ProposalDeclined, TalkAccepted, TalkCancelled, TalkHandedOver, TalkGiven, TalkMissed, MaterialAdded, MaterialChanged, MaterialRemoved,
        PlanPublished, Mail, ChannelAdded, ChannelChanged, ChannelRemoved, ChannelPaused, ChannelResumed, DeliveryRetried, LetterRead, NoticePublished, NoticeApproved, NoticeCancelled, NoticeEdited, NoticeEditApproved, NoticeEditDropped, NoticePinned, NoticeUnpinned, NoticeTemplate,
        AttendanceAdded, AttendanceRemoved, TalkAbsent, TalkSteppedIn, QuestionHidden, QuestionShown, TalkGoesOn, JoinLink,
        ApplicationAccepted, ApplicationDeclined, ApplicationExpired, ApplicationInvited, TrialPlanned, Panel, Tie, Admitted, BallotOpened, BallotCalledOff, ElectionCalled, ElectionCalledOff, ApplicationPresented,
        SuggestionPlanned, SuggestionDone, SuggestionDeclined, SuggestionReopened, CommentHidden, CommentShown, RetrospectiveOpened, RetrospectiveCalledOff, RetrospectivePublished,
        ClosingFrozen, ClosingTold, ClosingDecided, ClosingExecuted, ClosingMoved, ClosingUndone, ClosingPutBack, ClosingPublished, ClosingCalledOff,
        LedgerAdded, LedgerTakenBack, DisputeAnswered, ExcuseAccepted, ExcuseTakenBack, LeaveEntered, LeaveRemoved, Waived, Unwaived, StandingLocked, StandingUnlocked, CertificateMade,
    ];
}

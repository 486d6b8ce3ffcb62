namespace Whalepaper.Members.Access;

/// <summary>What somebody may want to do. Every page and command names one; <see cref="Permissions"/> says who may.</summary>
public enum Act
{
    /// <summary>Read the public archive, the schedule, the feeds.</summary>
    Read,

    /// <summary>Sign in, join, ask for a new password: what only those do who are not signed in.</summary>
    Enter,

    /// <summary>Look after one's own account, profile, tokens and feeds; leave.</summary>
    KeepOwnAccount,

    /// <summary>See what only members see: profiles that are not for everybody.</summary>
    SeeMembers,

    /// <summary>Say of an archive profile "this is me".</summary>
    ClaimProfile,

    /// <summary>Join open meetings, ask, give feedback, propose and upvote papers.</summary>
    TakePart,

    /// <summary>Apply for the inner group.</summary>
    Apply,

    /// <summary>Join meetings of the inner group, to listen.</summary>
    ObserveInnerMeetings,

    /// <summary>Join meetings of the inner group.</summary>
    JoinInnerMeetings,

    /// <summary>Propose how the group could improve, support and discuss what others propose, look back on topics.</summary>
    Improve,

    /// <summary>Claim a paper and a date at any meeting.</summary>
    ClaimPaper,

    /// <summary>Claim a paper and a date: at open meetings once the committee accepts it, or at any meeting for those who may claim there.</summary>
    AskForTalk,

    /// <summary>See the committee's desk, and decide what lies there.</summary>
    DoCommitteeWork,

    /// <summary>Write, approve, send and take back what the group is told.</summary>
    SendNotices,

    /// <summary>Read the audit log.</summary>
    ReadAudit,

    /// <summary>Settings, roles, invitations, integrations, the outbox, importing.</summary>
    RunInstallation,
}

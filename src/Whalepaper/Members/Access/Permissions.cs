using System.Linq.Expressions;
using Whalepaper.Members.Accounts;
using Whalepaper.Talks;

namespace Whalepaper.Members.Access;

/// <summary>
/// Who may do what: the one place that says so, asked by pages, endpoints, feeds, API and search alike. Its table is the group's
/// own ladder; a test holds each cell.
/// </summary>
public static class Permissions
{
    /// <summary>Whether somebody may do something.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="act">What they want to do.</param>
    /// <param name="candidatesObserve">The group's setting: whether candidates listen at inner meetings.</param>
    public static bool May(this Actor who, Act act, bool candidatesObserve = true)
    {
        ArgumentNullException.ThrowIfNull(who);
        return ByPlace(who, act, candidatesObserve) && ByToken(who.Scope, act);
    }

    /// <summary>Whether somebody may claim, or ask for, a talk in a track.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="isOpen">Whether the track is open to everyone who joined.</param>
    public static bool MayClaimIn(this Actor who, bool isOpen) => who.May(Act.ClaimPaper) || (isOpen && who.May(Act.AskForTalk));

    /// <summary>
    /// Whether somebody may enter the room of a meeting: see its join link, say that they come, check in, ask, vote, tick. In an inner track, who may only
    /// listen may do all of this too.
    /// </summary>
    /// <param name="who">Who asks.</param>
    /// <param name="trackIsOpen">Whether the track is open to everyone who joined.</param>
    /// <param name="candidatesObserve">The group's setting: whether candidates listen at inner meetings.</param>
    /// <param name="shares">Whether they share something at it: a candidate's trial talk, where candidates do not listen otherwise.</param>
    public static bool MayEnter(this Actor who, bool trackIsOpen, bool candidatesObserve = true, bool shares = false) =>
        trackIsOpen ? who.May(Act.TakePart)
        : who.May(Act.JoinInnerMeetings) || who.May(Act.ObserveInnerMeetings, candidatesObserve) || (shares && who.Standing is Standing.Candidate && who.May(Act.TakePart));

    /// <summary>Whether somebody is host of a meeting: the committee, and whoever opened it.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="openedById">The number of who opened it; null while nobody did.</param>
    public static bool MayHost(this Actor who, int? openedById)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.May(Act.DoCommitteeWork) || (openedById is { } opener && who.Is(opener) && who.May(Act.TakePart));
    }

    /// <summary>Whether a host may say what a talk covered: what they share themselves, the committee alone.</summary>
    /// <param name="host">Who is host of its meeting.</param>
    /// <param name="presenterIds">The numbers of those who share it.</param>
    public static bool MaySayCoverage(this Actor host, IEnumerable<int> presenterIds) =>
        host.May(Act.DoCommitteeWork) || (host.MemberId is { } me && !presenterIds.Contains(me));

    /// <summary>Whether somebody may turn to the next part of a talk, or back: the host, and its presenters.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="openedById">The number of who opened the meeting; null while nobody did.</param>
    /// <param name="presenterIds">The numbers of those who share the talk that is on.</param>
    public static bool MayTurn(this Actor who, int? openedById, IEnumerable<int> presenterIds) =>
        who.MayHost(openedById) || (who.May(Act.TakePart) && who.MemberId is { } me && presenterIds.Contains(me));

    /// <summary>Whether somebody may write the minutes of a meeting: the host, and whoever shares something at it.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="openedById">The number of who opened the meeting; null while nobody did.</param>
    /// <param name="presenterIds">The numbers of those who share at it.</param>
    public static bool MayWriteMinutes(this Actor who, int? openedById, IEnumerable<int> presenterIds) => who.MayTurn(openedById, presenterIds);

    /// <summary>
    /// Whether a member can share in a track: of the inner group in any, of the open one in open ones. A candidate claims nothing, takes nothing over and joins
    /// nobody: what they share is their trial talk, which the committee plans.
    /// </summary>
    /// <param name="member">Who would share.</param>
    /// <param name="isOpen">Whether the track is open to everyone who joined.</param>
    public static bool CanShareIn(this Member member, bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.Standing is Standing.Inner || (isOpen && member.Standing is Standing.Open);
    }

    /// <summary>Whether somebody may open a profile. Who may not is told that there is none.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="profileId">Whose profile.</param>
    /// <param name="readers">For whom its owner means it.</param>
    public static bool MayOpen(this Actor who, int profileId, ProfileReaders readers)
    {
        ArgumentNullException.ThrowIfNull(who);
        return readers is ProfileReaders.Everyone || who.Is(profileId) || who.May(Act.SeeMembers);
    }

    /// <summary>The profiles that somebody may open, as a condition of a question to the database: what they may not is not counted either.</summary>
    public static Expression<Func<Member, bool>> ProfilesOpenTo(this Actor who)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (who.May(Act.SeeMembers))
            return member => member.MergedIntoId == null;
        var own = who.MemberId;
        return member => member.MergedIntoId == null && (member.Readers == ProfileReaders.Everyone || member.Id == own);
    }

    /// <summary>Whether somebody may lay materials beside a talk, and say what they are: its presenters, and the committee.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="presenterIds">The numbers of those who share it.</param>
    public static bool MayLayBeside(this Actor who, IEnumerable<int> presenterIds)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.May(Act.TakePart) && ((who.MemberId is { } me && presenterIds.Contains(me)) || who.May(Act.DoCommitteeWork));
    }

    /// <summary>Whether somebody may change a material or take it away: who added it, those who share the talk, and the committee.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="addedById">The number of who added it; null for what came with an archive.</param>
    /// <param name="presenterIds">The numbers of those who share the talk.</param>
    public static bool MayChangeMaterial(this Actor who, int? addedById, IEnumerable<int> presenterIds)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.MayLayBeside(presenterIds) || (who.May(Act.TakePart) && addedById is { } adder && who.Is(adder));
    }

    /// <summary>The materials that somebody may see and open, as a condition of a question to the database: what they may not is neither told nor counted.</summary>
    public static Expression<Func<Material, bool>> MaterialsOpenTo(this Actor who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.May(Act.SeeMembers) ? _ => true : material => material.IsPublic;
    }

    /// <summary>Whether somebody may see how a member takes part, entry by entry, and how they stand: themselves, and the committee.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="memberId">Whose participation: their database number.</param>
    public static bool MaySeeParticipation(this Actor who, int memberId)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.Is(memberId) || who.May(Act.DoCommitteeWork);
    }

    /// <summary>Whether somebody may read the figures of the house at <c>/metrics</c>: the organizer, and the programs that the configuration lets.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="isKnown">Whether they showed the token that is set, or come from a network that is.</param>
    public static bool MayReadMetrics(this Actor who, bool isKnown) => isKnown || who.May(Act.RunInstallation);

    private static bool ByPlace(Actor who, Act act, bool candidatesObserve) => act switch
    {
        Act.Read => true,
        Act.Enter => who.IsVisitor,
        Act.KeepOwnAccount or Act.ClaimProfile => !who.IsVisitor,
        Act.SeeMembers or Act.TakePart => who.Standing is Standing.Open or Standing.Candidate or Standing.Inner,
        Act.Apply => who.Standing is Standing.Open,
        Act.ObserveInnerMeetings => who.Standing is Standing.Inner || (candidatesObserve && who.Standing is Standing.Candidate),
        Act.AskForTalk => who.Standing is Standing.Open or Standing.Inner,
        Act.JoinInnerMeetings or Act.ClaimPaper or Act.Improve => who.Standing is Standing.Inner,
        Act.DoCommitteeWork or Act.SendNotices or Act.ReadAudit => who.Role is Role.Committee or Role.Organizer,
        Act.RunInstallation => who.Role is Role.Organizer,
        _ => false,
    };

    private static bool ByToken(TokenScope? scope, Act act) => scope is null || act switch
    {
        Act.Read or Act.SeeMembers => true,
        Act.Enter => false,
        Act.DoCommitteeWork or Act.SendNotices or Act.ReadAudit or Act.RunInstallation => scope is TokenScope.Manage,
        _ => scope is not TokenScope.Read,
    };
}

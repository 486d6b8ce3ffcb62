using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>The group's ladder, cell by cell.</summary>
public sealed class PermissionsTests
{
    private static readonly Actor open = Make(Standing.Open);
    private static readonly Actor candidate = Make(Standing.Candidate);
    private static readonly Actor inner = Make(Standing.Inner);
    private static readonly Actor committee = Make(Standing.Inner, Role.Committee);
    private static readonly Actor organizer = Make(Standing.Inner, Role.Organizer);
    private static readonly Actor former = Make(Standing.Former);

    // A row a line: visitor, open, candidate, inner, committee, organizer, former.
    [Theory]
    [InlineData(Act.Read, "yyyyyyy")]
    [InlineData(Act.Enter, "ynnnnnn")]
    [InlineData(Act.KeepOwnAccount, "nyyyyyy")]
    [InlineData(Act.ClaimProfile, "nyyyyyy")]
    [InlineData(Act.SeeMembers, "nyyyyyn")]
    [InlineData(Act.TakePart, "nyyyyyn")]
    [InlineData(Act.Apply, "nynnnnn")]
    [InlineData(Act.ObserveInnerMeetings, "nnyyyyn")]
    [InlineData(Act.JoinInnerMeetings, "nnnyyyn")]
    [InlineData(Act.Improve, "nnnyyyn")]
    [InlineData(Act.ClaimPaper, "nnnyyyn")]
    [InlineData(Act.AskForTalk, "nynyyyn")]
    [InlineData(Act.DoCommitteeWork, "nnnnyyn")]
    [InlineData(Act.SendNotices, "nnnnyyn")]
    [InlineData(Act.ReadAudit, "nnnnyyn")]
    [InlineData(Act.RunInstallation, "nnnnnyn")]
    public void The_ladder_says_who_may(Act act, string row) =>
        Assert.Equal(row, string.Concat(new[] { Actor.Visitor, open, candidate, inner, committee, organizer, former }.Select(who => who.May(act) ? 'y' : 'n')));

    [Fact]
    public void Every_act_has_its_row() =>
        Assert.Equal(Enum.GetValues<Act>().Length, typeof(PermissionsTests).GetMethod(nameof(The_ladder_says_who_may))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Length);

    [Fact]
    public void Candidates_listen_only_where_the_group_lets_them()
    {
        Assert.False(candidate.May(Act.ObserveInnerMeetings, candidatesObserve: false));
        Assert.True(inner.May(Act.ObserveInnerMeetings, candidatesObserve: false));
    }

    // A row a line: visitor, open, candidate, inner, committee, organizer, former.
    [Theory]
    [InlineData(true, true, "nyyyyyn")]
    [InlineData(true, false, "nyyyyyn")]
    [InlineData(false, true, "nnyyyyn")]
    [InlineData(false, false, "nnnyyyn")]
    public void A_meetings_room_is_for_who_may_listen_there(bool trackIsOpen, bool candidatesObserve, string row) =>
        Assert.Equal(row, string.Concat(new[] { Actor.Visitor, open, candidate, inner, committee, organizer, former }.Select(who => who.MayEnter(trackIsOpen, candidatesObserve) ? 'y' : 'n')));

    [Fact]
    public void A_candidate_enters_the_room_of_their_trial_talk_where_candidates_do_not_listen()
    {
        Assert.True(candidate.MayEnter(trackIsOpen: false, candidatesObserve: false, shares: true));
        Assert.False(open.MayEnter(trackIsOpen: false, candidatesObserve: false, shares: true) || former.MayEnter(trackIsOpen: false, candidatesObserve: false, shares: true) || Actor.Visitor.MayEnter(trackIsOpen: false, candidatesObserve: false, shares: true));
    }

    [Fact]
    public void Host_is_the_committee_and_who_opened_it()
    {
        Assert.True(committee.MayHost(null) && organizer.MayHost(inner.MemberId) && inner.MayHost(inner.MemberId) && inner.MayTurn(null, [inner.MemberId!.Value]));
        Assert.False(inner.MayHost(null) || inner.MayHost(inner.MemberId + 1) || inner.MayTurn(null, [inner.MemberId!.Value + 1]) || Actor.Visitor.MayHost(null) || (former with { MemberId = 9 }).MayHost(9));
    }

    [Fact]
    public void Participation_is_seen_by_oneself_and_the_committee()
    {
        Assert.True(inner.MaySeeParticipation(inner.MemberId!.Value) && (former with { MemberId = 9 }).MaySeeParticipation(9) && committee.MaySeeParticipation(99) && organizer.MaySeeParticipation(99));
        Assert.False(inner.MaySeeParticipation(99) || candidate.MaySeeParticipation(99) || Actor.Visitor.MaySeeParticipation(99));
    }

    [Theory]
    [InlineData(TokenScope.Read, Act.Read, true)]
    [InlineData(TokenScope.Read, Act.SeeMembers, true)]
    [InlineData(TokenScope.Read, Act.KeepOwnAccount, false)]
    [InlineData(TokenScope.Write, Act.KeepOwnAccount, true)]
    [InlineData(TokenScope.Write, Act.DoCommitteeWork, false)]
    [InlineData(TokenScope.Manage, Act.DoCommitteeWork, true)]
    [InlineData(TokenScope.Manage, Act.RunInstallation, true)]
    [InlineData(TokenScope.Manage, Act.Enter, false)]
    public void A_token_narrows_what_its_owner_may(TokenScope scope, Act act, bool may) => Assert.Equal(may, (organizer with { Scope = scope }).May(act));

    [Fact]
    public void No_token_goes_beyond_its_owner() => Assert.All(Enum.GetValues<Act>(), act => Assert.False((former with { Scope = TokenScope.Manage }).May(act) && !former.May(act)));

    [Fact]
    public void A_profile_for_members_is_open_to_them_and_its_owner()
    {
        Assert.False(Actor.Visitor.MayOpen(7, ProfileReaders.Members));
        Assert.False(former.MayOpen(7, ProfileReaders.Members));
        Assert.True(former.MayOpen(1, ProfileReaders.Members));
        Assert.True(open.MayOpen(7, ProfileReaders.Members));
        Assert.True(Actor.Visitor.MayOpen(7, ProfileReaders.Everyone));
    }

    private static Actor Make(Standing standing, Role role = Role.None) => new(1, "somebody", "Somebody", standing, role, null, null);
}

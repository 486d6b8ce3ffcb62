using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>What becomes of applications, panels and ballots when somebody leaves, takes it back, is moved, or holds no office any more.</summary>
public sealed class AdmissionLeavingTests
{
    [Theory, BothEngines]
    public async Task Who_leaves_while_the_committee_votes_ends_the_ballot_and_is_forgotten(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var ballot = await house.BallotAsync(id, house["committee"], house["organizer"], house["inner"]);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        await committee.VoteAsync(ballot, "approve", "a good one");
        await open.SendAsync("POST", $"/applications/{id}/messages", ("text", "When may I share?"));
        await committee.SendAsync("POST", $"/applications/{id}/messages", ("text", "Soon."));
        await house.Site.WithAsync(async db =>
        {
            var question = new PanelQuestion(id, house["committee"], "Why whales?", null, "one", house.Site.Clock.GetCurrentInstant());
            question.Reply("My grandmother was one.", house.Site.Clock.GetCurrentInstant());
            db.Add(question);
            await db.SaveChangesAsync();
        });
        await LeaveAsync(open);

        Assert.Equal("Withdrawn: BallotCalledOff Withdrawn", await EndAsync(house, id));
        Assert.Equal((BallotEnd.CalledOff, 0), (await house.Site.WithAsync(db => db.Ballots.Select(b => b.End).SingleAsync()), await house.Site.WithAsync(db => db.BallotBoxes.CountAsync())));
        var forgotten = await house.Site.WithAsync(db => db.Applications.AsNoTracking().SingleAsync());
        Assert.Equal((null, null, null, null), (forgotten.Why, forgotten.PaperLink, forgotten.Hours, forgotten.Feedback));
        Assert.Equal(0, await house.Site.WithAsync(db => db.ApplicationMessages.CountAsync()));
        Assert.Equal(("Why whales?", null, null), await house.Site.WithAsync(async db => await db.PanelQuestions.Select(q => new ValueTuple<string, string?, Instant?>(q.Text, q.Answer, q.AnsweredAt)).SingleAsync()));
        Assert.Equal(0, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.MemberId == house["open"])));
        // The committee still sees that there was one, of nobody.
        Assert.Contains($"former-{house["open"]}", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.VoteAsync(ballot, "reject")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_before_the_trial_talk_leaves_its_date_and_paper_to_others(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        var talk = await house.PlanTrialAsync(id);
        await LeaveAsync(await house.SignInAsync("open"));

        Assert.Equal("Withdrawn: Unplanned Withdrawn", await EndAsync(house, id));
        Assert.Equal((TalkState.Withdrawn, null), await TalkAsync(house, talk));
        Assert.Equal(0, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.MemberId == house["open"])));
    }

    [Theory, BothEngines]
    public async Task A_draft_goes_with_who_wrote_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await (await house.SignInAsync("committee")).SendAsync("POST", "/applications/invitations", ("member", "open"));
        await LeaveAsync(await house.SignInAsync("open"));
        Assert.Equal((0, 0), (await house.Site.WithAsync(db => db.Applications.CountAsync()), await house.Site.WithAsync(db => db.TieWords.CountAsync())));
    }

    [Theory, BothEngines]
    public async Task Who_takes_it_back_takes_the_trial_talk_back_and_is_not_told_to_plan_another(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        var talk = await house.PlanTrialAsync(id);
        Assert.Equal($"/applications/{id}?done=withdrawn", (await (await house.SignInAsync("open")).SendAsync("DELETE", "/me/application")).Location);

        Assert.Equal("Withdrawn: Planned Withdrawn", await EndAsync(house, id));
        Assert.Equal((TalkState.Withdrawn, null), await TalkAsync(house, talk));
        Assert.True(await house.Site.WithAsync(db => db.TalkPapers.Where(p => p.TalkId == talk).AllAsync(p => p.ReleasedAt != null)));
        Assert.Equal(Standing.Open, (await house.MemberAsync("open")).Standing);
        await house.Site.DrainAsync();
        Assert.DoesNotContain("Your trial talk lost its date", (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject));
    }

    [Theory, BothEngines]
    public async Task Who_leaves_the_committee_or_the_group_gives_seats_up_and_their_vote_stays(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (running, ended) = (await house.ApplyAsync(house["open"]), await house.ApplyAsync(await house.AddAsync("earlier", Standing.Open)));
        var third = await house.AddAsync("third", Standing.Inner, Role.Committee);
        var ballot = await house.BallotAsync(running, house["committee"], house["organizer"], third);
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            (await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == ended)).Decline("No.", now, null, now);
            foreach (var (application, member) in new[] { (running, house["committee"]), (running, third), (ended, house["committee"]), (ended, third) })
            {
                var seat = new PanelSeat(application, member, now);
                seat.Keep("what I thought");
                db.Add(seat);
            }

            await db.SaveChangesAsync();
        });
        await house.SayTieAsync(running, Tie.None, third);
        var (organizer, leaver) = (await house.SignInAsync("organizer"), await house.Visitor().SignInAsync(third));
        await leaver.VoteAsync(ballot, "approve");
        await (await house.SignInAsync("committee")).VoteAsync(ballot, "approve");

        await LeaveAsync(leaver);
        Assert.Equal([$"{running} {house["committee"]} what I thought", $"{ended} {house["committee"]} what I thought", $"{ended} {third} "], await SeatsAsync(house));
        await organizer.SendAsync("PUT", "/members/committee/role", ("role", "none"));
        Assert.Equal([$"{ended} {house["committee"]} what I thought", $"{ended} {third} "], await SeatsAsync(house));
        // Who has no office any more finds the ballot on whose list they are, and nothing else of the application; what they say counts.
        var former = await house.SignInAsync("committee");
        Assert.Equal(HttpStatusCode.SeeOther, (await former.VoteAsync(ballot, "approve")).Status);
        var page = (await former.GetAsync($"/applications/{running}")).Text;
        Assert.Contains("Your vote is in the box", page, StringComparison.Ordinal);
        Assert.DoesNotContain(AdmissionStage.Why, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await former.SendAsync("POST", $"/applications/{running}/messages", ("text", "Hello"))).Status);
        await organizer.VoteAsync(ballot, "reject");
        Assert.Equal((BallotEnd.Decided, 3, 2, 1), await ResultAsync(house));
        Assert.Equal(HttpStatusCode.NotFound, (await former.GetAsync($"/applications/{running}")).Status);
        Assert.Equal(Standing.Inner, (await house.MemberAsync("open")).Standing);
    }

    [Theory, BothEngines]
    public async Task Who_turns_out_to_be_bound_has_no_vote_in_the_box(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var third = await house.AddAsync("third", Standing.Inner, Role.Committee);
        var id = await house.ApplyAsync(house["open"]);
        await house.SayTieAsync(id, Tie.None, third);
        var ballot = await house.BallotByAsync(id, 2, house["committee"], house["organizer"], third);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        await committee.VoteAsync(ballot, "reject", "because of a quarrel");
        await organizer.VoteAsync(ballot, "approve");
        await committee.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "other"));
        Assert.Equal([house["organizer"]], await house.Site.WithAsync(db => db.BallotVoters.Where(voter => voter.HasVoted).Select(voter => voter.MemberId).ToListAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await committee.VoteAsync(ballot, "reject")).Status);
        await (await house.Visitor().SignInAsync(third)).VoteAsync(ballot, "abstain");

        house.Site.Clock.Advance(Duration.FromHours(73));
        await house.LookAfterAdmissionAsync();
        Assert.Equal((BallotEnd.Decided, 2), await house.Site.WithAsync(async db => await db.Ballots.Select(b => new ValueTuple<BallotEnd?, int?>(b.End, b.Cast)).SingleAsync()));
        Assert.Empty(await house.Site.WithAsync(db => db.Ballots.Select(b => b.Reasons).SingleAsync()));
        Assert.Equal(Standing.Inner, (await house.MemberAsync("open")).Standing);
    }

    [Theory, BothEngines]
    public async Task Of_a_vote_and_a_tie_at_the_same_moment_the_vote_never_stays(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (committee, elsewhere, phone) = (await house.SignInAsync("committee"), await house.SignInAsync("committee"), await house.SignInAsync("committee"));
        foreach (var n in Enumerable.Range(0, 8))
        {
            var id = await house.ApplyAsync(await house.AddAsync($"comer{n}", Standing.Open));
            var ballot = await house.BallotAsync(id, house["committee"], house["organizer"], house["inner"]);
            await Task.WhenAll(committee.VoteAsync(ballot, "approve"), elsewhere.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "employer")), phone.VoteAsync(ballot, "reject"));
            Assert.Equal(Tie.Employer, await house.Site.WithAsync(db => db.TieWords.Where(word => word.ApplicationId == id && word.MemberId == house["committee"]).Select(word => word.Tie).SingleAsync()));
            Assert.False(await house.Site.WithAsync(db => db.BallotVoters.AnyAsync(voter => voter.BallotId == ballot && voter.HasVoted)));
        }
    }

    [Theory, BothEngines]
    public async Task Whom_the_organizer_moves_by_hand_has_nothing_to_apply_for_any_more(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var id = await house.ApplyAsync(house["open"]);
        await house.BallotAsync(id, house["committee"], house["organizer"], house["inner"]);
        await organizer.SendAsync("PUT", "/members/open/standing", ("standing", "inner"), ("reason", "We know her."));
        Assert.Equal("Withdrawn: BallotCalledOff Withdrawn", await EndAsync(house, id));
        Assert.Equal((Standing.Inner, 0), ((await house.MemberAsync("open")).Standing, await house.Site.WithAsync(db => db.BallotBoxes.CountAsync())));
        await house.Site.DrainAsync();
        Assert.DoesNotContain(await ReminderTests.InboxAsync(house, "open"), item => item.Subject.Contains("expired", StringComparison.Ordinal));

        // Whom they make a candidate by hand, the committee can take on.
        var other = await house.AddAsync("other", Standing.Open);
        var second = await house.ApplyAsync(other);
        await organizer.SendAsync("PUT", "/members/other/standing", ("standing", "candidate"), ("reason", "A guest of ours."));
        Assert.Equal($"/applications/{second}?done=accepted", (await (await house.SignInAsync("committee")).SendAsync("POST", $"/applications/{second}/acceptance")).Location);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_stands_for_nothing(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            var election = new Election(2, 12, now + Duration.FromDays(7), house["organizer"], now);
            election.Stand(house["inner"], "I will read all of it.", now);
            election.Stand(house["committee"], null, now);
            db.Add(election);
            await db.SaveChangesAsync();
        });
        await LeaveAsync(await house.SignInAsync("inner"));
        Assert.Equal([house["committee"]], await house.Site.WithAsync(db => db.Candidacies.Select(candidacy => candidacy.MemberId).ToListAsync()));
    }

    // A merge gives up a name of the archive, which nobody's account belongs to. Who applies, sits, votes and stands has one: so there is nothing of admission to move, and nothing that
    // could be left behind. A table that is added must be thought of here, and in what a merge moves if a name of the archive can stand in it.
    [Fact]
    public async Task Nothing_of_admission_is_about_a_name_of_the_archive_that_a_merge_gives_up()
    {
        await using var house = await ReminderTests.HouseAsync(Engine.Sqlite);
        var about = await house.Site.WithAsync(db => Task.FromResult(db.Model.GetEntityTypes().Where(type => type.ClrType.Namespace!.StartsWith("Whalepaper.Admission", StringComparison.Ordinal))
            .SelectMany(type => type.GetForeignKeys()).Where(key => key.PrincipalEntityType.ClrType == typeof(Member)).Select(key => $"{key.DeclaringEntityType.ClrType.Name}.{key.Properties[0].Name}").Order(StringComparer.Ordinal).ToList()));
        Assert.Equal(
            ["Application.InvitedById", "Application.MemberId", "Application.RunsFor", "ApplicationMessage.ById", "ApplicationStep.ById", "BallotOption.MemberId", "BallotVoter.MemberId", "Candidacy.MemberId", "Election.CalledById", "PanelQuestion.ById", "PanelSeat.MemberId", "TieWord.ById", "TieWord.MemberId"],
            about);
        var id = await house.ApplyAsync(house["open"]);
        Assert.Equal("/members/open?done=merged", (await (await house.SignInAsync("committee")).SendAsync("POST", "/members/sm1les/merges", ("into", "open"))).Location);
        Assert.Equal((house["open"], ApplicationState.Applied), await house.Site.WithAsync(async db => await db.Applications.Where(a => a.Id == id).Select(a => new ValueTuple<int, ApplicationState>(a.MemberId, a.State)).SingleAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("committee")).SendAsync("POST", "/members/open/merges", ("into", "inner"))).Status);
    }

    private static async Task LeaveAsync(Session session) =>
        Assert.Equal("/sign-in?done=left", (await session.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);

    private static async Task<int> CandidateAsync(Household house)
    {
        var id = await house.ApplyAsync(house["open"]);
        await (await house.SignInAsync("committee")).SendAsync("POST", $"/applications/{id}/acceptance");
        return id;
    }

    // How it ended, and the last two things that happened to it.
    private static async Task<string> EndAsync(Household house, int id)
    {
        var application = await house.Site.WithAsync(db => db.Applications.AsNoTracking().Include(a => a.Course.OrderBy(step => step.Id)).SingleAsync(a => a.Id == id));
        Assert.NotNull(application.EndedAt);
        Assert.Null(application.RunsFor);
        return $"{application.State}: {string.Join(' ', application.Course.Select(step => step.Kind).TakeLast(2))}";
    }

    private static async Task<(TalkState State, int? Meeting)> TalkAsync(Household house, int id) => await house.Site.WithAsync(async db => await db.Talks.Where(t => t.Id == id).Select(t => new ValueTuple<TalkState, int?>(t.State, t.MeetingId)).SingleAsync());

    private static async Task<IReadOnlyList<string>> SeatsAsync(Household house) =>
        (await house.Site.WithAsync(db => db.PanelSeats.AsNoTracking().OrderBy(seat => seat.ApplicationId).ThenBy(seat => seat.MemberId).ToListAsync())).ConvertAll(seat => $"{seat.ApplicationId} {seat.MemberId} {seat.Note}");

    private static Task<(BallotEnd? End, int? Cast, int? Approve, int? Reject)> ResultAsync(Household house) => house.Site.WithAsync(async db =>
    {
        var ballot = await db.Ballots.AsNoTracking().Include(b => b.Options).SingleAsync();
        return (ballot.End, ballot.Cast, ballot.Options[0].Approve, ballot.Options[0].Reject);
    });
}

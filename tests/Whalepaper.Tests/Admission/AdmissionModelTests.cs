using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Me;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>
/// Whatever a few people do in whatever order: the house does what the plain rules of <see cref="AdmissionModel"/> say, nobody has two applications, nobody is let in but by a ballot that passed,
/// every last word counts once, no word of who is bound does, and nobody sees what is not theirs.
/// </summary>
public sealed class AdmissionModelTests
{
    private const string Secret = "because-i-say-so";

    private static readonly string[] words = ["approve", "reject", "abstain"];

    // Each state, and those that can follow it.
    private static readonly Dictionary<ApplicationStepKind, ApplicationStepKind[]> follows = new()
    {
        [ApplicationStepKind.Applied] = [ApplicationStepKind.Accepted, ApplicationStepKind.Declined, ApplicationStepKind.Withdrawn],
        [ApplicationStepKind.Accepted] = [ApplicationStepKind.Planned, ApplicationStepKind.Declined, ApplicationStepKind.Withdrawn, ApplicationStepKind.Expired],
        [ApplicationStepKind.Planned] = [ApplicationStepKind.Unplanned, ApplicationStepKind.Presented, ApplicationStepKind.Withdrawn],
        [ApplicationStepKind.Unplanned] = [ApplicationStepKind.Planned, ApplicationStepKind.Declined, ApplicationStepKind.Withdrawn, ApplicationStepKind.Expired],
        [ApplicationStepKind.Presented] = [ApplicationStepKind.BallotOpened, ApplicationStepKind.Declined, ApplicationStepKind.Withdrawn],
        [ApplicationStepKind.BallotOpened] = [ApplicationStepKind.BallotExtended, ApplicationStepKind.BallotClosed, ApplicationStepKind.BallotCalledOff],
        [ApplicationStepKind.BallotExtended] = [ApplicationStepKind.BallotClosed, ApplicationStepKind.BallotCalledOff],
        [ApplicationStepKind.BallotClosed] = [ApplicationStepKind.Promoted, ApplicationStepKind.Declined, ApplicationStepKind.Withdrawn],
        [ApplicationStepKind.BallotCalledOff] = [ApplicationStepKind.Withdrawn],
    };

    private enum Deed
    {
        Draft,
        Send,
        TakeBack,
        Free,
        Bound,
        Accept,
        Decline,
        Plan,
        Give,
        LoseTalk,
        Vote,
        Wait,
        Office,
    }

    // Those that lead on come more often, so that many get as far as a ballot.
    private static readonly Deed[] often =
    [
        Deed.Draft, Deed.TakeBack, Deed.Bound, Deed.Decline, Deed.LoseTalk, Deed.Office, .. Enumerable.Repeat(Deed.Wait, 3), .. Enumerable.Repeat(Deed.Send, 4), .. Enumerable.Repeat(Deed.Accept, 6),
        .. Enumerable.Repeat(Deed.Plan, 5), .. Enumerable.Repeat(Deed.Give, 5), .. Enumerable.Repeat(Deed.Free, 14), .. Enumerable.Repeat(Deed.Vote, 22),
    ];

    private static readonly (Deed Deed, int Who)[] straight =
    [
        (Deed.Send, 0), (Deed.Free, 0), (Deed.Free, 1), (Deed.Free, 2), (Deed.Free, 3), (Deed.Accept, 0), (Deed.Plan, 0), (Deed.Give, 0), (Deed.Vote, 0), (Deed.Vote, 1), (Deed.Vote, 2), (Deed.Vote, 3),
    ];

    private static readonly Gen<(Deed Deed, int Who, int Whom, int Choice)[]> histories = Gen.Select(Gen.Int[0, often.Length - 1].Select(n => often[n]), Gen.Int[0, 3], Gen.Int[0, 3].Select(n => n / 3), Gen.Int[0, 60]).Array[120, 160];

    [Theory, BothEngines]
    public async Task The_house_keeps_the_rules_whatever_is_done(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine, builder => builder.Services.Remove(builder.Services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(AdmissionClock))));
        var stage = await Play.BeginAsync(house);
        await histories.SampleAsync(
            async history =>
            {
                await stage.NewcomersAsync();
                foreach (var (deed, who, whom, choice) in history)
                {
                    await stage.DoAsync(deed, who, whom, choice);
                    await stage.CheckAsync(who, whom);
                }
            },
            iter: 5, threads: 1);

        // And once from the first step to the last, so that it is not only what is refused that was looked at.
        await stage.NewcomersAsync();
        foreach (var (deed, who) in straight)
        {
            await stage.DoAsync(deed, who, 0, 0);
            await stage.CheckAsync(who, 0);
        }

        Assert.Equal(1, stage.Promoted);
    }

    /// <summary>A house and its model, side by side.</summary>
    private sealed class Play
    {
        private readonly Household _house;
        private readonly List<(int Id, string Key, Session Session)> _committee = [];
        private readonly List<(int Id, string Key)> _newcomers = [];
        private AdmissionModel _model = new(4);
        private List<Way> _ways = [];
        private string _organizer = "";
        private int _count;

        private Play(Household house) => _house = house;

        private Instant now => _house.Site.Clock.GetCurrentInstant();

        public static async Task<Play> BeginAsync(Household house)
        {
            var play = new Play(house) { _organizer = await house.TokenAsync("organizer", TokenScope.Manage) };
            int[] ids = [house["committee"], house["organizer"], await house.AddAsync("third", Standing.Inner, Role.Committee), await house.AddAsync("fourth", Standing.Inner, Role.Committee)];
            foreach (var id in ids)
                play._committee.Add((id, await play.KeyAsync(id), await house.Visitor().SignInAsync(id)));
            return play;
        }

        /// <summary>Two who have not applied yet; the committee is complete.</summary>
        public async Task NewcomersAsync()
        {
            _model = new AdmissionModel(4);
            _ways = [new Way(), new Way()];
            _newcomers.Clear();
            foreach (var _ in _ways)
            {
                var id = await _house.AddAsync($"newcomer{++_count}", Standing.Open);
                _newcomers.Add((id, await KeyAsync(id)));
            }

            await AppointAsync(3, holds: true);
        }

        /// <summary>How many of these two were let in.</summary>
        public int Promoted => _ways.Count(way => way.Ended.Exists(run => run.State is ApplicationState.Promoted));

        public async Task DoAsync(Deed deed, int who, int whom, int choice)
        {
            var (way, comer, member) = (_ways[whom], _newcomers[whom], _committee[who]);
            var id = await NewestAsync(whom);
            switch (deed)
            {
                case Deed.Draft or Deed.Send:
                    await AgreeAsync(AdmissionModel.Write(way, deed is Deed.Send, now), comer.Key, "PUT", "me/application", Answers(deed is Deed.Send ? "send" : "draft"));
                    break;
                case Deed.TakeBack:
                    await AgreeAsync(AdmissionModel.TakeBack(way, now), comer.Key, "DELETE", "me/application");
                    break;
                case Deed.Free or Deed.Bound when way.Run is not null:
                    await AgreeAsync(_model.Say(way, who, deed is Deed.Bound), member.Key, "PUT", $"applications/{id}/tie", new { tie = deed is Deed.Bound ? "other" : "none" });
                    break;
                case Deed.Accept when way.Run is not null:
                    await AgreeAsync(_model.Accept(way, who, now), member.Key, "POST", $"applications/{id}/acceptance");
                    break;
                case Deed.Decline when way.Run is not null:
                    await AgreeAsync(_model.Decline(way, who, now), member.Key, "POST", $"applications/{id}/refusal", new { feedback = "Not yet.", days = "2" });
                    break;
                case Deed.Plan when way.Run is { State: ApplicationState.Candidate } run:
                    run.Talk = await _house.PlanTrialAsync(id);
                    run.To(ApplicationState.Planned, now);
                    break;
                case Deed.Give or Deed.LoseTalk when way.Run is { State: ApplicationState.Planned, Talk: { } talk } run:
                    await _house.EndTrialAsync(talk, deed is Deed.Give);
                    if (deed is Deed.Give)
                        _model.Give(way, now);
                    else
                        run.To(ApplicationState.Candidate, now);
                    break;
                case Deed.Vote when await BallotAsync(id) is { } ballot && way.Run is not null:
                    await AgreeAsync(_model.Vote(way, who, (Choice)((choice % 3) + 1), now), member.Key, "PUT", $"ballots/{ballot}/vote", new { choice = words[choice % 3], reason = Secret });
                    break;
                case Deed.Wait:
                    _house.Site.Clock.Advance(Duration.FromHours((choice * 2) + 1));
                    await _house.LookAfterAdmissionAsync();
                    _ways.ForEach(one => AdmissionModel.Look(one, now));
                    break;
                case Deed.Office:
                    await AppointAsync(3, !_model.Offices[3]);
                    break;
            }
        }

        /// <summary>The house and the model agree, and what must never be is not.</summary>
        public async Task CheckAsync(int who, int whom)
        {
            foreach (var (n, way) in _ways.Index())
            {
                var (member, applications) = await StateAsync(_newcomers[n].Id);
                Assert.Equal((way.Standing, way.Run is null ? 0 : 1), (member, applications.Count(application => application.RunsFor is not null)));
                var known = way.Run is { } run ? [.. way.Ended, run] : way.Ended;
                Assert.Equal(known.Select(one => one.State), applications.Select(application => application.State));
                foreach (var (application, one) in applications.Zip(known))
                    await CheckAsync(application, one);
            }

            await SeesAsync(who, whom);
        }

        private async Task CheckAsync(Application application, Run run)
        {
            var steps = application.Course.Select(step => step.Kind).ToList();
            Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.Contains(pair.Second, follows[pair.First]));
            Assert.Equal(run.Poll is null, application.BallotId is null);
            if (run.Poll is not { } poll || application.Ballot is not { } ballot)
                return;
            Assert.Equal(poll.Voters.Select(who => _committee[who].Id).Order(), ballot.Voters.Select(voter => voter.MemberId).Order());
            Assert.Equal((poll.IsOpen, poll.IsExtended), (ballot.ClosedAt is null, ballot.ExtendedAt is not null));
            var last = new Tally(poll.Votes.Values.Count(choice => choice is Choice.Approve), poll.Votes.Values.Count(choice => choice is Choice.Reject), poll.Votes.Values.Count(choice => choice is Choice.Abstain));
            var option = Assert.Single(ballot.Options);
            if (!poll.IsCalledOff)
                Assert.Equal(poll.Votes.Keys.Select(who => _committee[who].Id).Order(), ballot.Voters.Where(voter => voter.HasVoted).Select(voter => voter.MemberId).Order());
            if (poll.IsOpen)
            {
                Assert.Equal((null, null, null, null, 0), (ballot.Cast, option.Approve, option.Passed, ballot.End, ballot.Reasons.Count));
                var slips = await SlipsAsync(ballot.Id);
                Assert.Equal((poll.Votes.Count, last), (slips.Cast, slips.Count(0)));
                return;
            }

            var isTold = !poll.IsCalledOff && poll.Votes.Count >= BallotTerms.LeastVoters;
            Assert.Equal(poll.IsCalledOff ? BallotEnd.CalledOff : isTold ? BallotEnd.Decided : BallotEnd.TooFew, ballot.End);
            Assert.Equal(isTold ? (Tally?)last : null, option.Approve is null ? null : (Tally?)new Tally(option.Approve.Value, option.Reject!.Value, option.Abstain!.Value));
            Assert.Equal(isTold ? poll.Votes.Count : 0, ballot.Reasons.Count);
            // By the rules that were frozen when it opened.
            Assert.Equal(poll.Passed, ballot.End is BallotEnd.Decided && option.Passed is true && last.Passes(ballot.Terms.Threshold));
            Assert.Equal(application.State is ApplicationState.Promoted, poll.Passed);
        }

        // What somebody of the committee, who applies, and a stranger read of the newest application.
        private async Task SeesAsync(int who, int whom)
        {
            var (way, id) = (_ways[whom], await NewestAsync(whom));
            if (way.Last is not { } last || id == 0)
                return;
            var page = await _committee[who].Session.GetAsync($"/applications/{id}");
            var isSeen = _model.Offices[who] && last.State is not ApplicationState.Draft;
            var votes = last is { Poll: { IsOpen: true } poll } && last.Bound[who] is false && poll.Voters.Contains(who);
            Assert.Equal(isSeen || votes ? 200 : 404, page.Number);
            Assert.Equal(isSeen && last.Bound[who] is false, page.Text.Contains(AdmissionStage.Why, StringComparison.Ordinal));
            Assert.Equal(isSeen && last.Bound[who] is false && last.Poll is { IsOpen: false, IsCalledOff: false, Votes.Count: >= BallotTerms.LeastVoters }, page.Text.Contains(Secret, StringComparison.Ordinal));
        }

        private async Task<(Standing? Standing, List<Application> Applications)> StateAsync(int memberId) => await _house.Site.WithAsync(async db =>
        {
            var applications = await db.Applications.AsNoTracking().Include(a => a.Course.OrderBy(step => step.Id)).Include(a => a.Ballot!.Options).Include(a => a.Ballot!.Voters).AsSplitQuery()
                .Where(a => a.MemberId == memberId).OrderBy(a => a.Id).ToListAsync();
            return (await db.Members.Where(m => m.Id == memberId).Select(m => m.Standing).SingleAsync(), applications);
        });

        private Task<int> NewestAsync(int whom) => _house.Site.WithAsync(db => db.Applications.Where(a => a.MemberId == _newcomers[whom].Id).OrderByDescending(a => a.Id).Select(a => a.Id).FirstOrDefaultAsync());

        private Task<int?> BallotAsync(int application) => _house.Site.WithAsync(db => db.Applications.Where(a => a.Id == application).Select(a => a.BallotId).SingleOrDefaultAsync());

        private async Task<Slips> SlipsAsync(int ballot) =>
            _house.Site.Services.GetRequiredService<BallotSeal>().Open(await _house.Site.WithAsync(db => db.BallotBoxes.Where(box => box.BallotId == ballot).Select(box => box.Content).SingleAsync()));

        private async Task AgreeAsync(bool can, string key, string method, string path, object? body = null)
        {
            var answer = await _house.Visitor().BearAsync(key, method, $"/api/v1/{path}", body is null ? null : JsonSerializer.Serialize(body));
            Assert.True(can == answer.Number is 204, $"{method} {path} {JsonSerializer.Serialize(body)}: {(can ? "" : "not ")}expected, and {answer}");
        }

        private async Task AppointAsync(int who, bool holds)
        {
            var handle = await _house.Site.WithAsync(db => db.Members.Where(m => m.Id == _committee[who].Id).Select(m => m.Handle).SingleAsync());
            await AgreeAsync(true, _organizer, "PUT", $"members/{handle}/role", new { role = holds ? "committee" : "none" });
            _model.Offices[who] = holds;
        }

        private Task<string> KeyAsync(int id) => _house.Site.WithAsync(db => KeysEndpoints.MakeAsync(db, _house.Site.Clock, id, id, "program", TokenScope.Manage, 0, CancellationToken.None));

        private static object Answers(string step) => new { tracks = new[] { "nlp" }, why = AdmissionStage.Why, paperTitle = "On whales", hours = "5", promise = "yes", step };
    }
}

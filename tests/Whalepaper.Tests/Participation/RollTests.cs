using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation;
using Whalepaper.Participation.Excuses;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Settings;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>How everybody stands in a topic, out of the data: what was done, what is excused, what is still to come; and who is warned.</summary>
public sealed class RollTests
{
    [Theory, BothEngines]
    public async Task Everybody_is_measured_by_what_they_did_alone_and_together(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6);
        await term.AttendAsync("busy", 0, 1, 2, 3, 4);
        await term.AttendAsync("half", 0, 1, 2);
        await term.GiveAsync("idle", 6);

        var roll = await term.RollAsync();
        // Of the eighth, nobody wrote down who was there: nobody is held to it.
        Assert.Equal(new TakingPart(0, 7, 5, 0), roll["busy"].Meter.Now.Evidence);
        Assert.Equal((VerdictKind.Low, MeterState.Open), (roll["half"].Meter.Now.Kind, roll["half"].Meter.State));
        Assert.Equal([new WayThrough(0, 3), new WayThrough(1, 0)], roll["half"].Meter.Ways);
        Assert.Equal((1, VerdictKind.Fine, MeterState.Safe), (roll["idle"].Meter.Now.Evidence.Talks, roll["idle"].Meter.Now.Kind, roll["idle"].Meter.State));
        Assert.Equal(Term.Left, roll["half"].Meter.Ahead.Meetings);
        foreach (var (name, line) in roll)
        {
            var alone = Assert.Single(await term.RollAsync(term[name])).Value;
            Assert.Equal((line.Meter.Now, line.Meter.Ahead, line.Meter.State), (alone.Meter.Now, alone.Meter.Ahead, alone.Meter.State));
            var own = (await term.WithAsync(db => db.OwnMeterAsync(term[name], term.Now, CancellationToken.None)))!.Value.Line;
            Assert.Equal((line.Meter.Now, line.Meter.Ahead, line.Meter.State), (own.Meter.Now, own.Meter.Ahead, own.Meter.State));
        }

        // Three of four left only just suffice; nobody else has to hurry.
        Assert.Equal("half", (await term.RollAsync()).Values.ToList().ByNeed()[0].Name);
    }

    [Theory, BothEngines]
    public async Task What_is_said_in_time_or_accepted_leaves_the_measure_and_what_is_said_late_is_shown(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.AttendAsync("excused", 7);
        await term.WithAsync(async db =>
        {
            var meetings = await db.Meetings.OrderBy(m => m.StartsAt).ToListAsync();
            db.Add(new Coming(meetings[0], term["excused"], false, meetings[0].StartsAt - Duration.FromHours(1)));
            db.Add(Excuse.Late(meetings[1], term["excused"], "The train.", meetings[1].StartsAt + Duration.FromHours(1)));
            db.Add(Excuse.ByCommittee(meetings[2], term["excused"], "Ill.", term["host"], term.Now));
            var day = meetings[3].StartsAt.InUtc().Date;
            db.Add(new AwayDays(term["excused"], day, day.PlusDays(7)).AsLeave(meetings[3].StartsAt - Duration.FromDays(1)));
            // Said when the fifth was over: of two meetings, only the later is excused by it.
            var late = meetings[5].StartsAt.InUtc().Date;
            db.Add(new AwayDays(term["excused"], late, late.PlusDays(7)).AsLeave(meetings[5].StartsAt + Duration.FromHours(1)));
            // To the last they came all the same, and to a meeting to come they will not.
            db.Add(new Coming(meetings[9], term["excused"], false, term.Now));
            await db.SaveChangesAsync();
        });

        var line = (await term.RollAsync())["excused"];
        Assert.Equal(new TakingPart(0, 8, 1, 5, 2), line.Meter.Now.Evidence);
        Assert.Equal(1m / 3, line.Meter.Now.Rate);
        Assert.Equal(1, line.Meter.Ahead.Excused);
        await term.WithAsync(async db =>
        {
            var frame = (await TopicFrames.ReadAsync(db, null, 1, term.Now, CancellationToken.None)).All[0];
            var marks = await db.MarksAsync(await db.Members.SingleAsync(m => m.Name == "excused"), frame, CancellationToken.None);
            Assert.Equal([Mark.Excused, Mark.ExcusedLate, Mark.Excused, Mark.Excused, Mark.Excused, Mark.ExcusedLate, Mark.Excused, Mark.Attended], marks.Reverse().Select(mark => mark.Mark));
        });
    }

    [Theory, BothEngines]
    public async Task What_can_still_be_given_are_planned_talks_and_dates_that_are_free(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.GiveAsync("busy", 0);
        await term.PlanAsync("busy", Term.Over);
        await term.PlanAsync("half", Term.Over + 1);
        // Each meeting has room for one talk, and each member for three.
        Assert.Equal(2, (await term.WithAsync(db => TopicFrames.ReadAsync(db, null, 1, term.Now, CancellationToken.None))).All[0].FreeDates);
        Assert.Equal([("busy", 1, 2), ("half", 0, 3), ("host", 0, 2)], await TalksAsync());
        await term.PlanAsync("idle", Term.Over + 2);
        await term.PlanAsync("excused", Term.Over + 3);
        Assert.Equal([("busy", 1, 1), ("half", 0, 1), ("host", 0, 0)], await TalksAsync());

        async Task<List<(string, int, int)>> TalksAsync()
        {
            var roll = await term.RollAsync();
            return [.. ((string[])["busy", "half", "host"]).Select(name => (name, roll[name].Meter.Now.Evidence.Talks, roll[name].Meter.Ahead.Talks))];
        }
    }

    [Theory, BothEngines]
    public async Task Who_follows_some_of_the_tracks_is_measured_by_those(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3);
        await term.WithAsync(async db =>
        {
            var topic = await db.Topics.Include(t => t.Tracks).SingleAsync();
            var other = new Track("cv", "图像处理", 1);
            topic.Include(other);
            await db.SaveChangesAsync();
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == term["idle"])).Follow([other.Id], term.Now);
            await db.SaveChangesAsync();
        });
        var roll = await term.RollAsync();
        var own = (await term.WithAsync(db => db.OwnMeterAsync(term["idle"], term.Now, CancellationToken.None)))!.Value.Line;
        Assert.Equal((4, 0, 0), (roll["busy"].Meter.Now.Evidence.Held, roll["idle"].Meter.Now.Evidence.Held, own.Meter.Now.Evidence.Held));
    }

    [Theory, BothEngines]
    public async Task A_topic_keeps_the_policy_under_which_it_opened(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.WithAsync(async db =>
        {
            Assert.Equal(1, (await db.TopicPolicies.SingleAsync()).LeastTalks);
            db.Add(new Setting(SettingsCatalogue.LeastTalks.Key, "3", term.Now));
            await db.SaveChangesAsync();
            var next = new Topic(2);
            next.Open(term.Now);
            db.Add(next);
            await db.SaveChangesAsync();
        });
        await term.WithAsync(async db =>
        {
            var frames = await TopicFrames.ReadAsync(db, null, 2, term.Now, CancellationToken.None);
            Assert.Equal([3, 1], frames.All.Select(frame => frame.Policy.LeastTalks));
            // One that was opened when nobody kept it keeps what held until now.
            await db.TopicPolicies.ExecuteDeleteAsync();
            (await db.Settings.SingleAsync()).Change("5", term.Now);
            await db.SaveChangesAsync();
            Assert.Equal([3, 3], await db.TopicPolicies.Select(policy => policy.LeastTalks).ToListAsync());
        });
    }

    [Theory, BothEngines]
    public async Task Who_was_low_before_is_measured_by_the_whole_bound(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.AttendAsync("half", 0);
        await term.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync()).Close(term.Now);
            await db.SaveChangesAsync();
            var next = new Topic(2);
            next.Open(term.Now);
            db.Add(next);
            await db.SaveChangesAsync();
        });
        var roll = await term.RollAsync();
        Assert.True(roll["half"].Meter.Now.Circumstances.WasLow);
        Assert.False(roll["host"].Meter.Now.Circumstances.WasLow);
    }

    [Theory, BothEngines]
    public async Task Who_can_still_make_it_is_warned_once_and_nobody_exempt(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.AttendAsync("busy", 0, 1, 2, 3, 4, 5);
        await term.AttendAsync("half", 0, 1, 2);
        await term.AttendAsync("excused", 0, 1, 2);
        await term.WithAsync(async db =>
        {
            db.Add(new Waiver(term["excused"], term.Topic, "Ill.", term["host"], term.Now));
            await db.SaveChangesAsync();
        });

        // Three of the four left: that is only just enough. Idle cannot make it by attending, but a date for a talk is free.
        Assert.Equal(1, await RunAsync());
        Assert.Equal([term["half"]], await term.WithAsync(db => db.MeterWarnings.Select(warning => warning.MemberId).ToListAsync()));
        Assert.Equal(0, await RunAsync());
        var roll = await term.RollAsync();
        Assert.Equal((term.Now, null), (roll["half"].WarnedAt, roll["busy"].WarnedAt));
        Assert.Equal((MeterState.Exempt, "Ill."), (roll["excused"].Meter.State, roll["excused"].Meter.Now.Circumstances.Exemption!.Words));

        Task<int> RunAsync() => term.WithAsync(db => new WarningWork(db, term.Database.Clock).RunAsync(CancellationToken.None));
    }

    [Theory, BothEngines]
    public async Task What_the_committee_writes_by_hand_counts_until_it_is_taken_back_and_the_doctor_sees_it(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("half", 0);
        await term.WithAsync(async db =>
        {
            db.Add(new ManualEntry(term["half"], term.Topic, term.Track, 2.5m, "Led the chat.", term["host"], "key", term.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(3.5m, await TotalAsync());
        await term.WithAsync(db => db.Ledger.Where(entry => entry.Kind == LedgerKind.Manual).ExecuteDeleteAsync());
        Assert.Equal(1, await TotalAsync());
        await RepairAsync();
        Assert.Equal(3.5m, await TotalAsync());
        await term.WithAsync(async db =>
        {
            (await db.ManualEntries.SingleAsync()).TakeBack(term["host"], term.Now);
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await TotalAsync());
        Assert.Equal(Severity.Fine, Assert.Single(await term.WithAsync(db => new LedgerExamination(db).ExamineAsync(CancellationToken.None))).Severity);

        Task<decimal> TotalAsync() => term.WithAsync(async db => (await db.LedgerOfAsync(term["half"], term.Topic, isOwn: true, term.Now, CancellationToken.None)).Total);

        Task RepairAsync() => term.WithAsync(async db =>
        {
            var finding = Assert.Single(await new LedgerExamination(db).ExamineAsync(CancellationToken.None));
            Assert.Equal(Severity.Broken, finding.Severity);
            await finding.Repair!(CancellationToken.None);
        });
    }

    [Fact]
    public void Nobody_decides_about_themselves()
    {
        var now = Instant.FromUtc(2026, 11, 28, 12, 0);
        Assert.Throws<InvalidOperationException>(() => new ManualEntry(1, 1, 1, 2, "Me.", 1, "key", now));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManualEntry(1, 1, 1, 0.3m, "Them.", 2, "key", now));
        Assert.Throws<InvalidOperationException>(() => new Waiver(1, null, "Me.", 1, now));
        Assert.Throws<InvalidOperationException>(() => new AwayDays(1, new LocalDate(2026, 1, 1), new LocalDate(2026, 1, 2)).AsLeave("Me.", 1, now));
        var dispute = new LedgerDispute(1, 1, null, "I was there.", now);
        Assert.False(dispute.CanBeAnsweredBy(1, null));
        Assert.False(dispute.CanBeAnsweredBy(2, 2));
        Assert.Throws<InvalidOperationException>(() => dispute.Reply(DisputeOutcome.Upheld, "No.", 2, 2, now));
        dispute.Reply(DisputeOutcome.Changed, "Yes.", 3, 2, now);
        Assert.Throws<InvalidOperationException>(() => dispute.Reply(DisputeOutcome.Upheld, "No.", 3, 2, now));
    }
}

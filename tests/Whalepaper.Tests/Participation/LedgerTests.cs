using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Whatever happens writes its entry, with its source, once; what is taken back takes it away.</summary>
public sealed class LedgerTests
{
    [Theory, BothEngines]
    public async Task Every_act_has_its_entry(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await HappenAsync(evening);

        Assert.Equal(["Asked listener", "Attended listener", "Attended other", "Feedback listener", "Given standby", "Substituted standby"], await evening.LedgerAsync());
        await evening.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync();
            Assert.All(await db.Ledger.ToListAsync(), entry => Assert.Equal(
                (meeting.Id, meeting.TopicId, meeting.TrackId, meeting.StartsAt, 1),
                (entry.MeetingId!.Value, entry.TopicId, entry.TrackId, entry.At, new[] { entry.TalkId, entry.AttendanceId, entry.QuestionId, entry.FeedbackId }.Count(source => source is not null))));
        });
        Assert.DoesNotContain(await ExamineAsync(evening), finding => finding.Severity is Severity.Broken);
    }

    [Theory, BothEngines]
    public async Task Who_is_taken_off_the_list_loses_the_entry_and_the_log_says_so(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await HappenAsync(evening);
        Task<bool> TakeBack() => evening.WithAsync(db => db.TakeBackAsync(evening.Meeting, evening["listener"], evening["host"], evening.Now, CancellationToken.None));

        Assert.Equal((bool[])[true, false], (bool[])[await TakeBack(), await TakeBack()]);

        Assert.DoesNotContain("Attended listener", await evening.LedgerAsync());
        Assert.Equal((evening["host"], evening["listener"], "Code"), await evening.WithAsync(async db =>
        {
            var entry = await db.AuditEntries.SingleAsync(e => e.Act == AuditActs.AttendanceRemoved);
            return (entry.ById!.Value, entry.MemberId!.Value, entry.Before!);
        }));
    }

    [Theory, BothEngines]
    public async Task Only_a_list_that_is_corrected_afterwards_is_told_to_the_log(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        Task<bool> Tick(string name) => evening.WithAsync(async db =>
            await db.TickOffAsync((await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!, evening[name], evening["host"], evening.Now, CancellationToken.None));

        Assert.Equal((bool[])[true, false], (bool[])[await Tick("listener"), await Tick("listener")]);
        Assert.Empty(await evening.WithAsync(db => db.AuditEntries.ToListAsync()));
        evening.Database.Clock.AdvanceHours(30);
        Assert.True(await Tick("other"));
        Assert.Equal(AuditActs.AttendanceAdded, (await evening.WithAsync(db => db.AuditEntries.SingleAsync())).Act);
        Assert.Equal(["Attended listener", "Attended other"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task A_hidden_question_counts_for_nothing_until_it_is_shown_again(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.AttendAsync("listener");
        var id = await AskAsync(evening, "listener");
        async Task On(Action<Question> act) => await evening.WithAsync(async db =>
        {
            act(await db.Questions.SingleAsync(q => q.Id == id));
            await db.SaveChangesAsync();
        });

        await On(question => question.Hide(evening["host"], evening.Now));
        Assert.Equal(["Attended listener"], await evening.LedgerAsync());
        await On(question => question.MarkAnswered(evening["host"], evening.Now, "Because."));
        Assert.Equal(["Attended listener"], await evening.LedgerAsync());
        await On(question => question.Show());
        Assert.Equal(["Asked listener", "Attended listener"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task Questions_about_ones_own_talk_or_in_others_names_count_for_nobody(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        string[] there = ["Attended listener", "Attended presenter", "Attended standby"];
        await evening.AttendAsync("presenter", "listener", "standby");
        await AskAsync(evening, "presenter");
        await AskAsync(evening, "listener", "老王");
        await AskAsync(evening, "standby");
        Assert.Equal(["Asked standby", .. there], await evening.LedgerAsync());

        // Who steps in shares it from now on, and who is missing does not.
        await StepInAsync(evening);
        Assert.Equal(["Asked presenter", .. there], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task A_question_about_no_talk_counts_for_nobody_who_shares_one_there(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.AttendAsync("presenter", "other", "standby");
        string[] there = ["Attended other", "Attended presenter", "Attended standby"];
        foreach (var name in (string[])["presenter", "other", "standby"])
            await AskAsync(evening, name, about: false);
        Assert.Equal(["Asked standby", .. there], await evening.LedgerAsync());

        await StepInAsync(evening);
        Assert.Equal(["Asked presenter", .. there], await evening.LedgerAsync());
        // Whoever takes their talk back is a listener like others.
        await evening.OnTalkAsync(evening.Second, (db, talk) =>
        {
            talk.Withdraw(talk.Presenters[0].Member, evening.Now, null, late: true);
            return Task.CompletedTask;
        });
        Assert.Equal(["Asked other", "Asked presenter", .. there], await evening.LedgerAsync());
        Assert.DoesNotContain(await ExamineAsync(evening), finding => finding.Severity is Severity.Broken);
    }

    [Theory, BothEngines]
    public async Task Questions_and_feedback_count_for_who_was_there_whatever_is_written_down_first(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await AskAsync(evening, "listener");
        await evening.GiveAsync(evening.Talk);
        await evening.OnTalkAsync(evening.Talk, (db, talk) => db.GiveFeedbackAsync(talk, evening["listener"], new FeedbackWords("Clear", null, true), evening.Now, CancellationToken.None));
        Assert.Equal(["Given presenter"], await evening.LedgerAsync());
        Assert.DoesNotContain(await ExamineAsync(evening), finding => finding.Severity is Severity.Broken);

        await evening.AttendAsync("listener");
        Assert.Equal(["Asked listener", "Attended listener", "Feedback listener", "Given presenter"], await evening.LedgerAsync());
        await evening.WithAsync(db => db.TakeBackAsync(evening.Meeting, evening["listener"], evening["host"], evening.Now, CancellationToken.None));
        Assert.Equal(["Given presenter"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task What_counted_under_the_former_rules_is_set_right_when_they_change(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await HappenAsync(evening);
        await AskAsync(evening, "listener");
        var before = await evening.LedgerAsync();
        Task AnewAsync() => evening.WithAsync(async db =>
        {
            foreach (var statement in MendedRoom.Statements)
                await db.Database.ExecuteSqlRawAsync(statement);
        });

        await AnewAsync();
        Assert.Equal(before, await evening.LedgerAsync());
        Assert.Equal([1, 2], await evening.WithAsync(db => db.Questions.OrderBy(q => q.Id).Select(q => q.Ordinal).ToListAsync()));
        await evening.WithAsync(db => db.Attendances.Where(a => a.MemberId == evening["listener"]).ExecuteDeleteAsync());
        await AnewAsync();
        Assert.Equal(["Attended other", "Given standby", "Substituted standby"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task A_talk_of_which_only_the_archive_tells_counts_for_nothing(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OnTalkAsync(evening.Talk, (_, talk) =>
        {
            talk.Give(GivingSource.Charter, evening.Now);
            return Task.CompletedTask;
        });
        Assert.Empty(await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task What_was_given_before_there_was_a_ledger_is_entered(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.GiveAsync(evening.Talk);
        await evening.OnTalkAsync(evening.Second, (_, talk) =>
        {
            talk.Give(GivingSource.Charter, evening.Now);
            return Task.CompletedTask;
        });
        var before = await evening.WithAsync(db => db.Ledger.AsNoTracking().SingleAsync());
        await evening.WithAsync(async db =>
        {
            await db.Ledger.ExecuteDeleteAsync();
            foreach (var statement in EarlierActs.Statements)
                await db.Database.ExecuteSqlRawAsync(statement);
        });

        var after = await evening.WithAsync(db => db.Ledger.AsNoTracking().SingleAsync());
        Assert.Equal((before.Kind, before.MemberId, before.TalkId, before.MeetingId, before.TopicId, before.TrackId, before.At), (after.Kind, after.MemberId, after.TalkId, after.MeetingId, after.TopicId, after.TrackId, after.At));
    }

    [Theory, BothEngines]
    public async Task The_database_admits_no_entry_without_its_source_and_none_twice(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await HappenAsync(evening);
        foreach (var (kind, source, value) in ((int, string, string)[])
        [
            (3, "TalkId", "NULL"), (3, "TalkId", "1"), (1, "AttendanceId", "1"), (4, "FeedbackId", "1"), (6, "TalkId", "1"),
            (1, "TalkId", "999"), (3, "AttendanceId", "999"),
        ])
            await RefusedAsync(evening, $"""INSERT INTO "LedgerEntries" ("MemberId", "Kind", "TopicId", "TrackId", "At", "{source}") SELECT "MemberId", {kind}, "TopicId", "TrackId", 0, {value} FROM "LedgerEntries" WHERE "Kind" = 3""");
        foreach (var source in (string[])["TalkId", "AttendanceId", "QuestionId", "FeedbackId"])
            await RefusedAsync(evening, $"""INSERT INTO "LedgerEntries" ("MemberId", "Kind", "TopicId", "TrackId", "At", "{source}") SELECT "MemberId", "Kind", "TopicId", "TrackId", 0, "{source}" FROM "LedgerEntries" WHERE "{source}" IS NOT NULL""");
        await RefusedAsync(evening, """UPDATE "LedgerEntries" SET "QuestionId" = (SELECT MIN("Id") FROM "Questions") WHERE "Kind" = 3""");
    }

    [Theory, BothEngines]
    public async Task What_is_amiss_is_found_and_set_right(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await HappenAsync(evening);
        var whole = await evening.LedgerAsync();
        await evening.WithAsync(db => db.Ledger.ExecuteDeleteAsync());

        var broken = (await ExamineAsync(evening, mends: true)).Where(finding => finding.Severity is Severity.Broken).ToList();

        Assert.Equal(4, broken.Count);
        Assert.Equal(whole, await evening.LedgerAsync());
        Assert.DoesNotContain(await ExamineAsync(evening), finding => finding.Severity is Severity.Broken);

        // The further entry of who stepped in is missed alone, too.
        await evening.WithAsync(db => db.Ledger.Where(e => e.Kind == LedgerKind.Substituted).ExecuteDeleteAsync());
        Assert.Single(await ExamineAsync(evening, mends: true), finding => finding.Severity is Severity.Broken);
        Assert.Equal(whole, await evening.LedgerAsync());
    }

    /// <summary>One meeting with all that counts.</summary>
    internal static async Task HappenAsync(Evening evening)
    {
        await evening.OpenAsync();
        foreach (var name in (string[])["listener", "other"])
            await evening.WithAsync(async db => await db.CheckInAsync((await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.Session!, evening[name], evening.Now, CancellationToken.None));
        await AskAsync(evening, "listener");
        await StepInAsync(evening);
        await evening.GiveAsync(evening.Talk);
        await evening.OnTalkAsync(evening.Talk, (db, talk) => db.GiveFeedbackAsync(talk, evening["listener"], new FeedbackWords("Clear", null, true), evening.Now, CancellationToken.None));
    }

    internal static Task StepInAsync(Evening evening) => evening.OnTalkAsync(evening.Talk, async (db, talk) =>
        talk.StepIn(talk.PresenterOf(evening["presenter"])!, (await db.StandbyForChangeAsync(evening.Meeting, CancellationToken.None))!, await db.Members.SingleAsync(m => m.Id == evening["host"]), evening.Now));

    internal static Task<int?> AskAsync(Evening evening, string name, string? onBehalfOf = null, bool about = true) => evening.WithAsync(async db =>
        await db.AskAsync(new Question(await db.Meetings.SingleAsync(), about ? await db.Talks.SingleAsync(t => t.Id == evening.Talk) : null, evening[name], "Why?", Question.NewKey(), evening.Now, onBehalfOf), CancellationToken.None));

    private static Task RefusedAsync(Evening evening, string sql) => evening.WithAsync(async db =>
    {
        var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
        Assert.Matches("(?i)constraint", failure.Message);
    });

    internal static async Task<List<Finding>> ExamineAsync(Evening evening, bool mends = false)
    {
        await using var scope = evening.Database.Scope();
        var findings = (await scope.ServiceProvider.GetServices<IExamination>().OfType<LedgerExamination>().Single().ExamineAsync(CancellationToken.None)).ToList();
        foreach (var finding in findings.Where(_ => mends))
            await (finding.Repair?.Invoke(CancellationToken.None) ?? Task.CompletedTask);
        return findings;
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Participation.Closing;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>What is asked of the database does not grow with the group, each question finds by an index what it asks for, and a group of several stretches is one group.</summary>
public sealed partial class ParticipationSizeTests
{
    [Theory, BothEngines]
    public async Task The_roll_and_the_steps_of_a_closing_ask_no_more_of_many_than_of_few(Engine engine) => Assert.Equal(await CountAsync(engine, 2), await CountAsync(engine, 40));

    [Fact]
    public async Task Questions_walk_from_the_members_to_what_is_theirs_and_sort_no_case_anew()
    {
        using var count = new CommandCount { OfRequests = true };
        await using var closing = await OpenAsync(Engine.Sqlite, count);
        count.Reset();
        Assert.Equal(200, (await (await closing.House.SignInAsync("committee")).GetAsync("/participation")).Number);
        await closing.TellAsync();
        await closing.KeepOthersButAsync("inner");
        Assert.Equal(204, await closing.DecideAsync("committee", "inner", "open"));
        Assert.Equal(204, await closing.StepAsync("committee", "POST", "/execution"));
        Assert.Equal(204, await closing.StepAsync("committee", "DELETE", "/execution"));
        var questions = count.Questions.Distinct(StringComparer.Ordinal).ToList();

        // Without statistics SQLite takes ten rows for what it finds by any index, and would begin with all entries of a kind, or of a topic.
        var ledger = questions.FindAll(question => question.Contains("\"LedgerEntries\"", StringComparison.Ordinal));
        Assert.NotEmpty(ledger);
        foreach (var question in ledger)
            Assert.Contains(await PlanAsync(closing, question), line => line.Contains("IX_LedgerEntries_MemberId_TopicId_Kind (MemberId=?", StringComparison.Ordinal));
        var stretches = questions.FindAll(question => question.Contains("FROM \"ClosingCases\"", StringComparison.Ordinal) && question.Contains("LIMIT", StringComparison.Ordinal) && question.Contains("ORDER BY", StringComparison.Ordinal));
        Assert.True(stretches.Count >= 3, string.Join("\n", stretches));
        foreach (var question in stretches)
            Assert.Contains(await PlanAsync(closing, question), line => line.Contains("IX_ClosingCases_ClosingId_MemberId (ClosingId=? AND MemberId>?)", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task A_group_of_several_stretches_is_ordered_shown_and_warned_as_one(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 0, 1, 2, 3, 4, 5, 6, 7);
        await term.WithAsync(async db =>
        {
            var more = Enumerable.Range(0, TopicRoll.Stretch + 20).Select(n => Known($"more-{n:0000}", term.Now)).ToList();
            db.AddRange(more);
            await db.SaveChangesAsync();
            // Some at the beginning and some at the end have to hurry, and some have done enough.
            foreach (var (n, member) in more.Index().Where(one => one.Index % 100 < 2 || one.Index > TopicRoll.Stretch))
            {
                foreach (var meeting in await db.Meetings.Where(meeting => term.Meetings.Take(n % 2 == 0 ? 3 : 7).Contains(meeting.Id)).ToListAsync())
                    db.Add(Attendance.OnList(meeting, member.Id, term["host"], meeting.StartsAt));
            }

            await db.SaveChangesAsync();
        });

        var urgent = await term.WithAsync(async db =>
        {
            var frames = await TopicFrames.ReadAsync(db, null, 1, term.Now, CancellationToken.None);
            var stretches = new List<IReadOnlyList<RollLine>>();
            await foreach (var stretch in db.RollStretchesAsync(frames, null, CancellationToken.None))
                stretches.Add(Assert.Single(stretch));
            Assert.Equal([TopicRoll.Stretch, 25], stretches.Select(lines => lines.Count));
            var all = stretches.SelectMany(lines => lines).ByNeed();
            var order = await RollOrder.ReadAsync(db, frames, CancellationToken.None);
            Assert.Equal(all.Count, order.Count);
            foreach (var from in (int[])[0, 50, 990, 1000])
                Assert.Equal(all.Skip(from).Take(50).Select(Said), (await order.LinesAsync(from, 50, CancellationToken.None)).Select(Said));
            Assert.Empty(await order.LinesAsync(all.Count, 50, CancellationToken.None));
            var hurrying = all.Where(line => line.Meter.IsUrgent).Select(line => line.MemberId).ToHashSet();
            Assert.All(stretches, lines => Assert.Contains(lines, line => hurrying.Contains(line.MemberId)));
            return hurrying;
        });
        Assert.Equal(urgent.Count, await term.WithAsync(db => new WarningWork(db, term.Database.Clock).RunAsync(CancellationToken.None)));
        Assert.Equal(urgent, await term.WithAsync(db => db.MeterWarnings.Select(warning => warning.MemberId).ToHashSetAsync()));

        static (int, TakingPart, MeterState) Said(RollLine line) => (line.MemberId, line.Meter.Now.Evidence, line.Meter.State);
    }

    // How many questions the page of everybody and each step ask, with so many more members, who are moved.
    private static async Task<List<(string What, int Questions)>> CountAsync(Engine engine, int more)
    {
        using var count = new CommandCount { OfRequests = true };
        await using var closing = await OpenAsync(engine, count);
        List<(string, int)> counts = [];
        await closing.House.Site.WithAsync(async db =>
        {
            db.AddRange(Enumerable.Range(0, more).Select(n => Known($"more-{n}", closing.Now)));
            await db.SaveChangesAsync();
        });
        var visitor = await closing.House.SignInAsync("committee");
        // Once for what the site remembers by itself.
        await visitor.GetAsync("/participation");
        count.Reset();
        Assert.Equal(200, (await visitor.GetAsync("/participation")).Number);
        counts.Add(("roll", count.Questions.Count));
        await StepAsync("POST", "");
        await StepAsync("POST", "/telling");
        closing.House.Site.Clock.Advance(Duration.FromDays(8));
        foreach (var n in Enumerable.Range(0, more))
            Assert.Equal(204, await closing.DecideAsync("committee", $"more-{n}", "open"));
        await closing.KeepOthersAsync();
        await StepAsync("POST", "/execution");
        await StepAsync("DELETE", "/execution");
        return counts;

        async Task StepAsync(string method, string step)
        {
            count.Reset();
            Assert.Equal(204, await closing.StepAsync("committee", method, step));
            counts.Add(($"{method} {step}", count.Questions.Count));
        }
    }

    private static Task<ClosingHouse> OpenAsync(Engine engine, CommandCount count) => ClosingHouse.OpenAsync(engine, builder => builder.Logging
        .AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));

    private static Member Known(string name, Instant now)
    {
        var (member, longAgo) = (new Member(name, name, now), now - Duration.FromDays(200));
        member.Join(longAgo);
        member.MoveTo(Standing.Inner, longAgo);
        return member;
    }

    // What the values are, it does not ask.
    private static Task<List<string>> PlanAsync(ClosingHouse closing, string question) => closing.House.Site.WithAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {question}";
        foreach (var name in ParameterPattern.Matches(question).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        await using var lines = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await lines.ReadAsync())
            plan.Add(lines.GetString(3));
        return plan;
    });

    [GeneratedRegex(@"@\w+", RegexOptions.NonBacktracking)]
    private static partial Regex ParameterPattern { get; }
}

using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class MeetingExaminationTests
{
    [Theory, BothEngines]
    public async Task Missing_meetings_are_told_and_planned_when_asked_to(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            var track = new Track("nlp", "自然语言处理", 0);
            track.MeetWeekly(new Slot(IsoDayOfWeek.Saturday, new LocalTime(21, 30)));
            var topic = new Topic(1);
            topic.Open(database.Clock.GetCurrentInstant());
            topic.Include(track);
            db.AddRange(new Group("鲸鱼", "Asia/Shanghai", "zh-CN", database.Clock.GetCurrentInstant()), topic);
            await db.SaveChangesAsync();
        });

        var told = await ExamineAsync(database);
        Assert.Equal(Severity.Warning, told.Severity);
        Assert.Contains("13 to add", told.What, StringComparison.Ordinal);
        Assert.Equal(0, await database.WithAsync(db => db.Meetings.CountAsync()));

        await told.Repair!(default);
        Assert.Equal(Severity.Fine, (await ExamineAsync(database)).Severity);

        await database.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync()).MeetWeekly(new Slot(IsoDayOfWeek.Sunday, new LocalTime(21, 30)));
            await db.SaveChangesAsync();
            var moved = Assert.Single(await new MeetingExamination(db, database.Clock).ExamineAsync(default));
            Assert.Contains("13 to change", moved.What, StringComparison.Ordinal);
            Assert.False(db.ChangeTracker.HasChanges());
        });
    }

    /// <summary>On a context that outlives the test's step, as a command's does.</summary>
    private static async Task<Finding> ExamineAsync(TestDatabase database)
    {
        var findings = await database.WithAsync(db => new MeetingExamination(db, database.Clock).ExamineAsync(default));
        var finding = Assert.Single(findings);
        return finding with { Repair = finding.Repair is null ? null : _ => database.WithAsync(db => MeetingPlanning.PlanAsync(db, database.Clock)) };
    }
}

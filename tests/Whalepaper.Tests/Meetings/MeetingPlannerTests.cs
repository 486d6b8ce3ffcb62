using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Meetings;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class MeetingPlannerTests
{
    [Fact(Timeout = 60_000)]
    public async Task It_plans_after_the_start_and_then_every_day()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await database.WithAsync(async db =>
        {
            var track = new Track("nlp", "NLP", 0);
            track.MeetWeekly(new Slot(IsoDayOfWeek.Saturday, new LocalTime(21, 30)));
            var topic = new Topic(1);
            topic.Open(database.Clock.GetCurrentInstant());
            topic.Include(track);
            db.AddRange(new Group("鲸鱼", "Asia/Shanghai", "zh-CN", database.Clock.GetCurrentInstant()), topic);
            await db.SaveChangesAsync();
        });
        var time = new HandWoundTime();
        using var planner = new MeetingPlanner(
            database.Services.GetRequiredService<IServiceScopeFactory>(), database.Clock, time, NullLogger<MeetingPlanner>.Instance);

        await planner.StartAsync(default);
        await time.Waiting(MeetingPlanner.Patience);
        Assert.Equal(0, await CountAsync(database));
        time.Ring();
        await time.Waiting(MeetingPlanner.Interval);
        await HoldsAsync(database, 13, TestContext.Current.CancellationToken);

        database.Clock.Advance(Duration.FromDays(7));
        time.Ring();
        await HoldsAsync(database, 14, TestContext.Current.CancellationToken);
        await planner.StopAsync(default);
    }

    private static Task<int> CountAsync(TestDatabase database) => database.WithAsync(db => db.Meetings.CountAsync());

    /// <summary>Looks until it is so; the test's limit ends it where it never is.</summary>
    private static async Task HoldsAsync(TestDatabase database, int count, CancellationToken limit)
    {
        while (await CountAsync(database) != count)
            limit.ThrowIfCancellationRequested();
    }

    /// <summary>Time that passes when it is told to.</summary>
    private sealed class HandWoundTime : TimeProvider
    {
        private readonly Channel<TimeSpan> _periods = Channel.CreateUnbounded<TimeSpan>();
        private Action _ring = () => { };

        public void Ring() => _ring();

        public async Task Waiting(TimeSpan period)
        {
            while (await _periods.Reader.ReadAsync() != period)
            {
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () => callback(state);
            _periods.Writer.TryWrite(dueTime);
            return new Timer(_periods.Writer);
        }

        private sealed class Timer(ChannelWriter<TimeSpan> periods) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => periods.TryWrite(dueTime);

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

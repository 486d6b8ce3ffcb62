using Xunit;

namespace Whalepaper.Tests;

/// <summary>Work beside the requests: it rests, is woken, survives what goes wrong and ends when it is told to.</summary>
public sealed class RecurringWorkTests
{
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_looks_once_and_rests_until_it_is_woken()
    {
        using var work = new Work(TimeSpan.FromHours(1));
        await work.StartAsync(CancellationToken.None);
        Assert.True(await work.Done.WaitAsync(limit));
        Assert.Equal(1, work.Times);

        work.Ring();
        Assert.True(await work.Done.WaitAsync(limit));
        Assert.Equal(2, work.Times);
        await work.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Who_is_woken_while_at_work_looks_once_more_however_often()
    {
        using var work = new Work(TimeSpan.FromHours(1));
        work.Act = () =>
        {
            for (var n = 0; n < 5 && work.Times == 1; n++)
                work.Ring();
        };
        await work.StartAsync(CancellationToken.None);
        Assert.True(await work.Done.WaitAsync(limit));
        Assert.True(await work.Done.WaitAsync(limit));
        // A third look would come right behind the second; it takes a wake to see that it does not.
        work.Act = () => { };
        work.Ring();
        Assert.True(await work.Done.WaitAsync(limit));
        Assert.Equal(3, work.Times);
        await work.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_goes_wrong_is_said_and_it_goes_on()
    {
        using var work = new Work(TimeSpan.FromHours(1));
        // To give up because something else was cancelled is no order to end.
        var faults = new Queue<Exception>([new InvalidDataException("broken"), new OperationCanceledException()]);
        work.Act = () =>
        {
            if (faults.TryDequeue(out var fault))
                throw fault;
        };
        await work.StartAsync(CancellationToken.None);
        for (var n = 0; n < 3; n++)
            Assert.True(await work.Done.WaitAsync(limit));
        Assert.Equal(3, work.Times);
        Assert.Equal([typeof(InvalidDataException), typeof(OperationCanceledException)], work.Faults.Select(fault => fault.GetType()));
        await work.StopAsync(CancellationToken.None);

        Assert.Equal((2, nameof(OperationCanceledException), false), (work.Record.Run.Failures, work.Record.Run.Fault, work.Record.Run.IsFailing));
        Assert.True(work.Record.Run.DoneAt >= work.Record.Run.FailedAt);
    }

    [Fact]
    public async Task Who_is_told_to_end_ends_in_the_middle_of_a_rest()
    {
        using var work = new Work(TimeSpan.FromHours(1));
        await work.StartAsync(CancellationToken.None);
        Assert.True(await work.Done.WaitAsync(limit));
        await work.StopAsync(CancellationToken.None).WaitAsync(limit);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(work.Faults);
    }

    private sealed class Work(TimeSpan rest) : RecurringWork(TimeProvider.System, TimeSpan.Zero)
    {
        public SemaphoreSlim Done { get; } = new(0);

        public int Times { get; private set; }

        public List<Exception> Faults { get; } = [];

        public Action Act { get; set; } = () => { };

        protected override TimeSpan AfterFailure => TimeSpan.Zero;

        public void Ring() => Wake();

        public override void Dispose()
        {
            Done.Dispose();
            base.Dispose();
        }

        protected override Task<TimeSpan> WorkAsync(CancellationToken stop)
        {
            Times++;
            try
            {
                Act();
                return Task.FromResult(rest);
            }
            finally
            {
                Done.Release();
            }
        }

        protected override void Failed(Exception exception) => Faults.Add(exception);
    }
}

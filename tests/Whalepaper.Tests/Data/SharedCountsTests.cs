using Microsoft.Extensions.Logging.Abstractions;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>What is counted over copies, by the words that they say to each other.</summary>
public sealed class SharedCountsTests : IDisposable
{
    private const string Counter = "tries";

    private readonly HandTimer _time = new();
    private readonly ChangeWire _wire;
    private readonly SharedCounts _counts;
    private readonly List<string> _counted = [];

    public SharedCountsTests()
    {
        var settings = new DataSettings("", "Host=nowhere");
        _wire = new ChangeWire(settings, TimeProvider.System);
        _counts = new SharedCounts(settings, _wire, _time, NullLogger<SharedCounts>.Instance);
        // There is room for three.
        _counts.Hear(Counter, key =>
        {
            if (_counted.Count == 3)
                return false;
            _counted.Add(key);
            return true;
        });
    }

    public void Dispose() => _counts.Dispose();

    [Fact]
    public async Task Whoever_asks_is_counted_at_their_place_in_what_is_heard()
    {
        _wire.Listen();
        var asked = Enumerable.Range(1, 4).Select(n => _counts.AskAsync(Counter, $"own{n}")).ToList();
        Assert.Empty(_counted);

        // Another's numbers are not one's own.
        _counts.Take($"another\n{Counter} other 2");
        Assert.All(asked, one => Assert.False(one.IsCompleted));
        _counts.Take($"{_wire.Copy}\n{Counter} own1 1\n{Counter} own2 2\n{Counter} own3 3");
        Assert.Equal((bool[])[true, true, false], await Task.WhenAll(asked[..3]));
        Assert.Equal(["other", "own1", "own2"], _counted);
        Assert.False(asked[3].IsCompleted);
        _counts.Take($"{_wire.Copy}\n{Counter} own4 4\n{Counter} own4 4\n{Counter} own5 5");
        Assert.False(await asked[3]);
    }

    [Fact]
    public async Task Whoever_waits_when_the_line_breaks_is_counted_here_and_once()
    {
        _wire.Listen();
        var asked = _counts.AskAsync(Counter, "own");
        Assert.False(asked.IsCompleted);
        _wire.Lose();
        _counts.Lose();
        Assert.True(await asked);
        Assert.Equal(["own"], _counted);

        // It is heard after all.
        _counts.Take($"{_wire.Copy}\n{Counter} own 1");
        Assert.Equal(["own"], _counted);
    }

    [Fact]
    public async Task While_nothing_is_heard_each_is_counted_at_once()
    {
        for (var n = 0; n < 5; n++)
            Assert.Equal(n < 3, await _counts.AskAsync(Counter, "own"));
        Assert.Equal(3, _counted.Count);
    }

    [Fact]
    public async Task A_line_that_is_late_is_waited_for_only_so_long()
    {
        _wire.Listen();
        var asked = _counts.AskAsync(Counter, "own");
        Assert.Equal(SharedCounts.Patience, _time.Due);
        _time.Ring();
        Assert.True(await asked);
        _counts.Take($"{_wire.Copy}\n{Counter} own 1");
        Assert.Equal(["own"], _counted);
    }

    // Rings when it is told to.
    private sealed class HandTimer : TimeProvider
    {
        private Action _ring = () => { };

        public TimeSpan Due { get; private set; }

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Due, _ring) = (dueTime, () => callback(state));
            return new Silent();
        }

        private sealed class Silent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

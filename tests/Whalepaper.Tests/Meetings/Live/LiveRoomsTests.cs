using System.Globalization;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Xunit;
using static Whalepaper.Tests.Meetings.Live.LiveStage;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>The rooms of meetings: set once for all who see the same, and nobody is left behind with something old.</summary>
public sealed class LiveRoomsTests
{
    private static readonly string tag = ChangeTags.LiveAt(1, LiveParts.Hour);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_gets_the_whole_state_as_it_is_now()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var first = rooms.Listen(1, Listener);
        await first.UntilAsync("data: <p>none</p>\n\n", Stop);
        Assert.Equal("retry: 2000\nid: 1\nevent: now\ndata: <p>zh-CN\ndata: Listener state 0.</p>\n\nevent: questions\ndata: <p>none</p>\n\n", first.Text);

        // Nothing has changed: the same bytes serve, and nothing is set again.
        var second = rooms.Listen(2, Listener);
        await second.UntilAsync("none", Stop);
        Assert.Equal(1, scene.Settings);

        // What changed while nobody listened is seen by the next who comes.
        await first.GoAsync();
        await second.GoAsync();
        scene.Now = "1";
        await rooms.ChangeAsync(tag);
        Assert.Equal(1, scene.Settings);
        var third = rooms.Listen(3, Listener);
        await third.UntilAsync("state 1.", Stop);
    }

    [Fact]
    public async Task A_change_is_looked_at_once_for_all_audiences()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var (listener, host) = (rooms.Listen(1, Listener), rooms.Listen(2, Host));
        await listener.UntilAsync("none", Stop);
        await host.UntilAsync("none", Stop);
        var (looks, settings) = (scene.Looks, scene.Settings);
        scene.Now = "1";
        await rooms.ChangeAsync(tag);
        await listener.UntilAsync("state 1.", Stop);
        await host.UntilAsync("state 1.", Stop);
        Assert.Equal((looks + 1, settings + 2), (scene.Looks, scene.Settings));
    }

    [Fact]
    public async Task Everybody_ends_with_the_newest_state_whatever_comes_at_once()
    {
        const int Crowd = 1_000;
        const int Changes = 300;
        var scene = new Scene();
        var rooms = Rooms(scene);
        var crowd = Enumerable.Range(0, Crowd).Select(n => rooms.Listen(n, n % 3 == 0 ? Host : Listener)).ToList();
        var reading = Task.WhenAll(crowd.Select(reader => Task.Run(() => reader.UntilAsync($"state {Changes}.", Stop), Stop)));
        var coming = Task.Run(() => Enumerable.Range(Crowd, Crowd / 10).Select(n => rooms.Listen(n, Listener)).ToList(), Stop);
        for (var n = 1; n <= Changes; n++)
        {
            scene.Now = n.ToString(CultureInfo.InvariantCulture);
            await rooms.ChangeAsync(tag);
        }

        await reading;
        foreach (var late in await coming)
            await late.UntilAsync($"state {Changes}.", Stop);
        Assert.Equal(Crowd + (Crowd / 10), rooms.Count);
        // Of two kinds, each at least once, and once for a change at most.
        Assert.InRange(scene.Settings, 2, 2 * (Changes + 2));
    }

    [Fact]
    public async Task A_burst_during_a_setting_causes_one_more()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var reader = rooms.Listen(1, Listener);
        await reader.UntilAsync("state 0.", Stop);

        var gate = scene.Gate = new TaskCompletionSource();
        await rooms.ChangeAsync(tag);
        await scene.AtGate.WaitAsync(Stop);
        for (var n = 1; n <= 100; n++)
        {
            scene.Now = n.ToString(CultureInfo.InvariantCulture);
            await rooms.ChangeAsync(tag);
        }

        scene.Gate = null;
        gate.SetResult();
        await reader.UntilAsync("state 100.", Stop);
        Assert.Equal(3, scene.Settings);
        Assert.DoesNotContain("state 1.", reader.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reads_slowly_misses_what_was_in_between_and_holds_nobody_up()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        // The buffer is full with the first state.
        var slow = rooms.Listen(1, Listener, buffer: 16);
        var quick = rooms.Listen(2, Listener);
        for (var n = 1; n <= 50; n++)
        {
            scene.Now = n.ToString(CultureInfo.InvariantCulture);
            await rooms.ChangeAsync(tag);
            await quick.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"state {n}."), Stop);
        }

        await slow.UntilAsync("state 50.", Stop);
        Assert.DoesNotContain("state 2.", slow.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("state 49.", slow.Text, StringComparison.Ordinal);
        // Having missed some, they get all of it.
        Assert.Equal(2, slow.Text.Split("event: questions").Length - 1);
    }

    [Fact]
    public async Task Only_what_changed_is_sent_and_nothing_if_nothing_did()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var reader = rooms.Listen(1, Listener);
        await reader.UntilAsync("none", Stop);
        await rooms.ChangeAsync(tag);
        scene.Questions = "first";
        await rooms.ChangeAsync(tag);
        await reader.UntilAsync("first", Stop);

        Assert.Single(reader.Text.Split("event: now").Skip(1));
        Assert.Equal(["id: 1", "id: 2"], reader.Text.Split('\n').Where(line => line.StartsWith("id", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_setting_that_fails_is_tried_again()
    {
        var scene = new Scene { Fault = new InvalidDataException("broken") };
        var reader = Rooms(scene).Listen(1, Listener);
        await reader.UntilAsync("state 0.", Stop);
        Assert.Equal(2, scene.Settings);
    }

    [Fact]
    public async Task What_changed_is_read_alone_and_not_forgotten_by_a_look_that_fails()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var reader = rooms.Listen(1, Listener);
        await reader.UntilAsync("none", Stop);
        var gate = scene.Gate = new TaskCompletionSource();
        scene.Now = "1";
        await rooms.ChangeAsync(tag);
        await scene.AtGate.WaitAsync(Stop);
        // While it is set, two parts change; the look at them fails once.
        (scene.Now, scene.Blindness) = ("2", new InvalidDataException("dark"));
        await rooms.ChangeAsync(ChangeTags.LiveAt(1, LiveParts.Asked), ChangeTags.Live);
        await rooms.ChangeAsync(ChangeTags.LiveAt(1, LiveParts.Here));
        scene.Gate = null;
        gate.SetResult();
        await reader.UntilAsync("state 2.", Stop);
        scene.Now = "3";
        await rooms.ChangeAsync(ChangeTags.Topic(5), ChangeTags.LiveAt(1, LiveParts.Here));
        await reader.UntilAsync("state 3.", Stop);

        Assert.Equal([LiveParts.All, LiveParts.Hour, LiveParts.Asked | LiveParts.Here, LiveParts.Asked | LiveParts.Here, LiveParts.All], scene.Changes);
    }

    [Fact]
    public async Task Who_comes_to_a_room_that_was_quiet_for_a_minute_has_it_looked_at_again()
    {
        var (scene, time) = (new Scene(), new Watch());
        var rooms = Rooms(scene, time: time);
        var first = rooms.Listen(1, Listener);
        await first.UntilAsync("state 0.", Stop);
        scene.Now = "1";
        time.GoOn(LiveSettings.Kept);
        await rooms.Listen(2, Listener).UntilAsync("state 0.", Stop);
        time.GoOn(TimeSpan.FromSeconds(1));
        await rooms.Listen(3, Listener).UntilAsync("state 1.", Stop);
        await first.UntilAsync("state 1.", Stop);
        Assert.Equal([LiveParts.All, LiveParts.None], scene.Changes);
    }

    [Fact]
    public async Task A_change_concerns_its_own_room()
    {
        var scene = new Scene();
        var rooms = Rooms(scene);
        var (here, there) = (rooms.Listen(1, Listener), rooms.Listen(2, Listener, meeting: 2));
        await here.UntilAsync("state 0.", Stop);
        await there.UntilAsync("state 0.", Stop);
        await rooms.ChangeAsync(ChangeTags.Members, ChangeTags.Deliveries, ChangeTags.LiveAt(12, LiveParts.Hour), ChangeTags.Topic(4), ChangeTags.Meetings);
        Assert.Equal(2, scene.Settings);
        scene.Now = "1";
        await rooms.ChangeAsync(tag);
        await here.UntilAsync("state 1.", Stop);
        Assert.Equal(3, scene.Settings);
        foreach (var (n, tags) in ((string[])[ChangeTags.Topic(5), ChangeTags.Everything, ChangeTags.Group, ChangeTags.Meetings]).Index())
        {
            scene.Now = $"{n + 2}";
            await rooms.ChangeAsync(tags);
            await there.UntilAsync($"state {n + 2}.", Stop);
        }
    }

    [Fact]
    public async Task Who_is_gone_leaves_nothing_and_who_is_too_many_finds_no_place()
    {
        var rooms = Rooms(new Scene(), most: 12);
        var many = Enumerable.Range(0, LiveSettings.MostOfMember).Select(_ => rooms.Listen(1, Listener)).ToList();
        Assert.Null(rooms.Enter(Place(1, Listener)));
        var others = (rooms.Listen(2, Host), rooms.Listen(3, Listener));
        Assert.Null(rooms.Enter(Place(4, Listener)));

        await many[0].GoAsync();
        var again = rooms.Listen(1, Host);
        await again.UntilAsync("state 0.", Stop);
        foreach (var reader in many.Skip(1).Append(again).Append(others.Item1).Append(others.Item2))
            await reader.GoAsync();
        Assert.Equal(0, rooms.Count);
        Assert.Empty(rooms.Listeners);
    }

    [Fact]
    public async Task A_quiet_connection_is_kept_awake_and_a_closing_house_ends_all()
    {
        var rooms = Rooms(new Scene());
        var reader = rooms.Listen(1, Listener);
        await reader.UntilAsync("none</p>\n\n", Stop);
        rooms.Stir();
        await reader.UntilAsync("none</p>\n\n:\n\n", Stop);

        rooms.Close();
        await reader.Sending.WaitAsync(Stop);
        Assert.Equal(0, rooms.Count);
        Assert.Null(rooms.Enter(Place(2, Listener)));
    }

    // Shows what the test says.
    private sealed class Watch : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void GoOn(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Whalepaper.Data;
using Whalepaper.Notices.Chat;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>A chat and its pace, by themselves.</summary>
public sealed class ChannelLifeTests
{
    private static readonly Instant now = Instant.FromUtc(2026, 11, 28, 12, 0);

    private static readonly SealedAddress sealedAddress = new("sealed", null, "hooks.example/…abcd");

    [Fact]
    public void A_chat_of_all_hears_of_every_track_and_one_of_a_track_of_its_own_and_of_all()
    {
        var whole = new Channel("All", ChatKind.Slack, sealedAddress, null, [ChatOccasions.Meeting, ChatOccasions.Plan], now);
        var track = new Channel("NLP", ChatKind.Slack, sealedAddress, 7, [ChatOccasions.Meeting], now);
        Assert.Equal([ChatOccasions.Plan, ChatOccasions.Meeting], whole.Occasions);
        Assert.True(whole.Takes(ChatOccasions.Meeting, 7) && whole.Takes(ChatOccasions.Meeting, null) && track.Takes(ChatOccasions.Meeting, 7) && track.Takes(ChatOccasions.Meeting, null));
        Assert.False(whole.Takes(ChatOccasions.Week, null) || track.Takes(ChatOccasions.Meeting, 8) || track.Takes(ChatOccasions.Plan, 7) || track.Takes("gossip", null));
    }

    [Fact]
    public void A_notice_for_those_who_follow_a_track_goes_into_that_tracks_chats_alone()
    {
        var (whole, track, other) = (new Channel("All", ChatKind.Slack, sealedAddress, null, ChatOccasions.All, now), new Channel("NLP", ChatKind.Slack, sealedAddress, 7, ChatOccasions.All, now), new Channel("CV", ChatKind.Slack, sealedAddress, 8, ChatOccasions.All, now));
        Assert.Equal([false, true, false], new[] { whole, track, other }.Select(chat => chat.Takes(ChatOccasions.Notice, 7)));
        Assert.Equal([true, true, true], new[] { whole, track, other }.Select(chat => chat.Takes(ChatOccasions.Notice, null)));
    }

    [Fact]
    public void A_chat_has_a_name_and_is_told_of_something()
    {
        Assert.Throws<ArgumentException>(() => new Channel(" ", ChatKind.Slack, sealedAddress, null, [ChatOccasions.Plan], now));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Channel(new string('a', 61), ChatKind.Slack, sealedAddress, null, [ChatOccasions.Plan], now));
        Assert.Throws<ArgumentException>(() => new Channel("A", ChatKind.Slack, sealedAddress, null, [], now));
        Assert.Throws<ArgumentException>(() => new Channel("A", ChatKind.Slack, sealedAddress, null, ["gossip"], now));
        Assert.Throws<ArgumentException>(() => new Channel("A", ChatKind.Slack, sealedAddress with { Secret = "sealed" }, null, [ChatOccasions.Plan], now));
    }

    [Fact]
    public void Who_paused_first_stays()
    {
        var chat = new Channel("A", ChatKind.Slack, sealedAddress, null, [ChatOccasions.Plan], now);
        chat.Pause(1, now);
        chat.Pause(2, now + Duration.FromHours(1));
        Assert.Equal((now, 1), (chat.PausedAt, chat.PausedById));
        chat.Resume();
        Assert.Equal((null, null), (chat.PausedAt, chat.PausedById));
    }

    [Fact]
    public void Two_bounds_are_kept_at_once_and_chats_do_not_wait_for_each_other()
    {
        var clock = new FakeClock(now);
        var pace = new ChatPace(clock);
        ChatLimit[] limits = [new(2, Duration.FromSeconds(1)), new(3, Duration.FromMinutes(1))];
        Assert.Null(pace.Ask(1, limits));
        Assert.Null(pace.Ask(1, limits));
        Assert.Equal(Duration.FromSeconds(1), pace.Ask(1, limits));
        Assert.Null(pace.Ask(2, limits));
        clock.AdvanceSeconds(1);
        Assert.Null(pace.Ask(1, limits));
        Assert.Equal(Duration.FromSeconds(59), pace.Ask(1, limits));
        clock.AdvanceSeconds(59);
        Assert.Null(pace.Ask(1, limits));
        pace.Rest(2, Duration.FromMinutes(10));
        pace.Rest(2, Duration.FromMinutes(1));
        Assert.Equal(Duration.FromMinutes(10), pace.Ask(2, limits));
        for (var n = 0; n < 100; n++)
            Assert.Null(pace.Ask(3, []));
    }

    [Fact]
    public void What_another_copy_wrote_to_a_chat_counts_and_what_one_says_oneself_does_not_count_twice()
    {
        var clock = new FakeClock(now);
        var settings = new DataSettings("", "Host=nowhere");
        var wire = new ChangeWire(settings, TimeProvider.System);
        using var counts = new SharedCounts(settings, wire, TimeProvider.System, NullLogger<SharedCounts>.Instance);
        var pace = new ChatPace(clock, counts);
        ChatLimit[] limits = [new(3, Duration.FromMinutes(1))];
        Assert.Null(pace.Ask(1, limits));
        counts.Take($"{wire.Copy}\nchat.turn 1\nchat.turn 1");
        counts.Take("another\nchat.turn 1\nsomething.newer 1\nchat.turn x\nchat.turn\n");
        Assert.Null(pace.Ask(1, limits));
        Assert.Equal(Duration.FromMinutes(1), pace.Ask(1, limits));
        counts.Take("another\nchat.turn 2\nchat.turn 2\nchat.turn 2");
        Assert.Equal(Duration.FromMinutes(1), pace.Ask(2, limits));
        clock.AdvanceMinutes(1);
        Assert.Null(pace.Ask(2, limits));
    }
}

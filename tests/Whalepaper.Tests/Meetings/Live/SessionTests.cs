using CsCheck;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>The hour as it is held: when it can be opened, when it ends, and that no minute of it is counted twice or lost.</summary>
public sealed class SessionTests
{
    private static readonly Instant start = Instant.FromUtc(2026, 11, 28, 13, 30);

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(269, true)]
    [InlineData(270, false)]
    public void It_is_opened_in_its_hour(int minutes, bool can)
    {
        var (meeting, at) = (Plan(), After(minutes));

        Assert.Equal(can, Session.CanOpen(meeting, at));
        if (can)
            Assert.True(new Session(meeting, 1, at).IsLive(at));
        else
            Assert.Throws<InvalidOperationException>(() => new Session(meeting, 1, at));
    }

    [Fact]
    public void A_cancelled_meeting_is_not_opened()
    {
        var meeting = Plan();
        meeting.Cancel(null, start);
        Assert.Throws<InvalidOperationException>(() => new Session(meeting, 1, start));
    }

    [Theory]
    [InlineData(-30, 90)]
    [InlineData(0, 90)]
    [InlineData(20, 110)]
    public void Who_opens_late_ends_late(int opened, int ends) => Assert.Equal(After(ends), new Session(Plan(), 1, After(opened)).EndsAt);

    [Fact]
    public void Its_end_is_when_the_planned_length_and_all_that_was_added_are_over() => Gen.Select(Gen.Int[-30, 269], Gen.Int[5, 60].Array[0, 4]).Sample((opened, more) =>
    {
        var session = new Session(Plan(), 1, After(opened));
        foreach (var minutes in more)
            session.Extend(minutes, After(opened));
        return session.EndsAt == Instant.Max(After(90), After(opened + 90)) + Duration.FromMinutes(more.Sum()) && session.ExtraMinutes == more.Sum();
    });

    [Theory]
    [InlineData(4)]
    [InlineData(61)]
    public void It_grows_by_what_is_sensible(int minutes) => Assert.Throws<ArgumentOutOfRangeException>(() => new Session(Plan(), 1, start).Extend(minutes, start));

    [Fact]
    public void It_grows_four_hours_in_all_and_not_for_ever()
    {
        var session = new Session(Plan(), 1, start);
        for (var times = 0; times < 4; times++)
            session.Extend(60, start);
        Assert.False(session.CanExtend(5));
        Assert.Throws<InvalidOperationException>(() => session.Extend(5, start));
        Assert.Equal(After(90 + 240), session.EndsAt);
    }

    [Fact]
    public void An_hour_that_nobody_ended_is_over_three_hours_after_its_end()
    {
        var session = new Session(Plan(), 1, start);
        Assert.True(session.IsLive(After(90 + 179)));
        Assert.False(session.IsLive(After(90 + 180)));
        Assert.Throws<InvalidOperationException>(() => session.TurnTo(null, null, After(90 + 180)));
    }

    [Fact]
    public void An_end_is_taken_back_until_half_an_hour_after_the_hour()
    {
        var session = new Session(Plan(), 1, start);
        session.End(7, After(80));
        session.End(8, After(85));
        Assert.Equal((After(80), 7, false), (session.EndedAt!.Value, session.EndedById!.Value, session.IsLive(After(81))));
        Assert.Throws<InvalidOperationException>(() => session.Reopen(After(120)));
        session.Reopen(After(119));
        Assert.Equal((null, true), (session.EndedAt, session.IsLive(After(119))));
        Assert.Throws<InvalidOperationException>(() => session.Reopen(After(119)));
    }

    [Fact]
    public void Codes_are_read_as_people_type_them()
    {
        var session = new Session(Plan(), 1, start);
        Assert.Matches("^[3479ACDEFHJKMNPRTWXY]{6}$", session.Code);
        var typed = $" {session.Code[..3].ToLowerInvariant()}-{session.Code[3..]} ";
        Assert.True(session.Admits(typed));
        Assert.True(session.Admits(string.Concat(session.Code.Select(sign => (char)(sign + '！' - '!')))));
        Assert.All(new[] { null, "", session.Code[1..], session.Code + "A", new string('A', 1000) }, wrong => Assert.False(session.Admits(wrong)));
        var former = session.Code;
        session.NewCode(start);
        Assert.False(session.Admits(former));
    }

    [Fact]
    public void Codes_differ() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => CheckInCode.New()).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void No_talk_has_no_part()
    {
        var session = new Session(Plan(), 1, start);
        Assert.Throws<InvalidOperationException>(() => session.TurnTo(null, 0, start));
        Assert.True(session.TurnTo(null, null, start));
        Assert.False(session.TurnTo(null, null, After(1)));
        Assert.Empty(session.Spoken);
    }

    internal static Meeting Plan() => new(1, 1, new LocalDate(2026, 11, 28), start, 90, start);

    internal static Instant After(int minutes) => start + Duration.FromMinutes(minutes);
}

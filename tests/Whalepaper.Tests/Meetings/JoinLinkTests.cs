using Microsoft.EntityFrameworkCore;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>The way into a meeting from afar, and where it is to be seen afterwards.</summary>
public sealed class JoinLinkTests
{
    [Theory]
    [InlineData("https://meeting.tencent.com/dm/abc", JoinPlace.Tencent)]
    [InlineData("https://us02web.zoom.us/j/1?pwd=x", JoinPlace.Zoom)]
    [InlineData("https://zoom.us.example.org/j/1", JoinPlace.Other)]
    [InlineData("https://notzoom.us/j/1", JoinPlace.Other)]
    [InlineData("https://meet.example.org/a", JoinPlace.Other)]
    public void Its_link_tells_where_it_is(string url, JoinPlace place) => Assert.Equal(place, new JoinLink(url).Place);

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", " ")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://a:b@zoom.us/j/1", null)]
    [InlineData("zoom.us/j/1", "1")]
    public void What_leads_nowhere_is_none(string? url, string? number) => Assert.Throws<ArgumentException>(() => new JoinLink(url, number));

    [Theory, BothEngines]
    public async Task A_meeting_has_its_own_way_or_that_of_its_track(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var (usual, own) = (new JoinLink("https://meeting.tencent.com/dm/abc", "123-456-789"), new JoinLink(null, "987", "1234"));
        Task<JoinLink?> Way() => evening.WithAsync(async db => (await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.JoinLink);

        Assert.Null(await Way());
        await evening.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync()).JoinBy(usual);
            await db.SaveChangesAsync();
        });
        Assert.Equal(usual, await Way());
        var before = await evening.WithAsync(db => db.Meetings.Select(m => m.Sequence).SingleAsync());
        await evening.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync();
            meeting.JoinBy(own, evening.Now);
            meeting.Record(" https://www.bilibili.com/video/1 ", evening.Now);
            Assert.Throws<ArgumentException>(() => meeting.Record("javascript:alert(1)", evening.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(own, await Way());
        await evening.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync();
            Assert.Equal(("https://www.bilibili.com/video/1", before + 1), (meeting.Recording, meeting.Sequence));
            meeting.JoinBy(null, evening.Now);
            await db.SaveChangesAsync();
        });
        Assert.Equal(usual, await Way());
    }
}

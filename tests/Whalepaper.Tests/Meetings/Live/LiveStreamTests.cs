using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Meetings.Live;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>Listening at a meeting over the network, as a browser does.</summary>
public sealed class LiveStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_change_is_heard_by_everybody_in_their_language(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = house.Season.Tonight.Id;
        // What is shared stands in the room once the hour has come.
        house.Site.Clock.Advance(house.Season.Tonight.StartsAt - house.Site.Clock.GetCurrentInstant());
        using var chinese = await StreamOfEvents.OpenAsync(await new Session(house.Site) { Language = "zh-CN" }.SignInAsync(house["inner"]), meeting);
        using var english = await StreamOfEvents.OpenAsync(await house.SignInAsync("committee"), meeting);

        Assert.Equal("text/event-stream", chinese.Answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", chinese.Answer.Headers.CacheControl!.ToString());
        Assert.Equal("no", Assert.Single(chinese.Answer.Headers.GetValues("X-Accel-Buffering")));
        Assert.Empty(chinese.Answer.Content.Headers.ContentEncoding);
        await chinese.UntilAsync("event: agenda\n");
        await english.UntilAsync("event: agenda\n");
        // A title written by an enemy stays a text.
        await english.UntilAsync("&lt;script&gt;");

        await StandByAsync(house, "inner");
        await chinese.UntilAsync("候补：inner");
        await english.UntilAsync("Stands by: inner");
        Assert.DoesNotContain("<script>", english.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Only_who_may_enter_listens_and_no_longer_than_they_may(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = house.Season.Tonight.Id;
        Assert.Equal(HttpStatusCode.SeeOther, (await house.Visitor().GetAsync($"/meetings/{meeting}/live")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("open")).GetAsync($"/meetings/{meeting}/live")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync("inner")).GetAsync("/meetings/987654/live")).Status);
        // Who asks for the headers alone gets them, and no stream.
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignInAsync("inner")).GetAsync($"/meetings/{meeting}/live", HttpMethod.Head)).Status);

        using var staying = await StreamOfEvents.OpenAsync(await house.SignInAsync("inner"), meeting);
        var session = await house.SignInAsync("candidate");
        using var leaving = await StreamOfEvents.OpenAsync(session, meeting);
        var moved = await house.SignInAsync("committee");
        using var moving = await StreamOfEvents.OpenAsync(moved, meeting);
        await leaving.UntilAsync("event: agenda");
        await session.SendAsync("DELETE", "/sign-in");
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["committee"])).Appoint(Whalepaper.Members.Role.None);
            await db.SaveChangesAsync(Stop);
        });
        await house.Site.Services.GetRequiredService<LiveUpkeep>().LookAsync(Stop);

        await leaving.EndAsync();
        // Who holds meetings no longer comes back as a listener.
        await moving.EndAsync();
        await StandByAsync(house, "organizer");
        await staying.UntilAsync("Stands by: organizer");
    }

    [Fact]
    public async Task Who_finds_no_place_is_told_when_to_come_again_and_has_one_when_another_is_gone()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => builder.Configuration[LiveSettings.ListenersSetting] = "1");
        var (path, rooms) = ($"/meetings/{house.Season.Tonight.Id}/live", house.Site.Services.GetRequiredService<LiveRooms>());
        var session = await house.SignInAsync("inner");
        using (var first = await StreamOfEvents.OpenAsync(session, house.Season.Tonight.Id))
        {
            await first.UntilAsync("event: agenda");
            using var refused = await session.FetchAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("30", Assert.Single(refused.Headers.GetValues("Retry-After")));
        }

        // The server notices by itself that the connection is gone.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (rooms.Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using var next = await StreamOfEvents.OpenAsync(session, house.Season.Tonight.Id);
        await next.UntilAsync("event: agenda");
    }

    [Fact]
    public void A_number_of_listeners_that_is_none_is_told_at_the_start()
    {
        Assert.Equal(LiveSettings.Usual, LiveSettings.Read(Given(null)));
        Assert.Equal(7, LiveSettings.Read(Given("7")).Listeners);
        foreach (var wrong in (string[])["0", "-1", "many", "100001"])
            Assert.Contains(wrong, Assert.Throws<InvalidOperationException>(() => LiveSettings.Read(Given(wrong))).Message, StringComparison.Ordinal);
    }

    internal static Task StandByAsync(Household house, string place) => house.Site.WithAsync(async db =>
    {
        db.Add(new Standby(house.Season.Tonight.Id, await db.Members.SingleAsync(m => m.Id == house[place]), house.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync(Stop);
    });

    private static IConfiguration Given(string? listeners) => new ConfigurationBuilder().AddInMemoryCollection([new(LiveSettings.ListenersSetting, listeners)]).Build();
}

/// <summary>A connection on which a browser listens.</summary>
internal sealed class StreamOfEvents : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Stream _body;
    private readonly StringBuilder _text = new();

    private StreamOfEvents(HttpResponseMessage answer, Stream body) => (Answer, _body) = (answer, body);

    public HttpResponseMessage Answer { get; }

    public string Text => _text.ToString();

    public static async Task<StreamOfEvents> OpenAsync(Session session, int meeting)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/meetings/{meeting}/live");
        request.Headers.Add("Cookie", session.Cookies);
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        request.Headers.Add("Accept-Language", session.Language);
        var answer = await session.Site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamOfEvents(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Reads until this was said.</summary>
    public async Task UntilAsync(string said)
    {
        while (!Text.Contains(said, StringComparison.Ordinal))
        {
            if (!await ReadAsync())
                throw new EndOfStreamException($"It ended before it said '{said}': {Text}");
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task EndAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    public void Dispose() => Answer.Dispose();

    private async Task<bool> ReadAsync()
    {
        var length = await _body.ReadAsync(_buffer, TestContext.Current.CancellationToken);
        _text.Append(Encoding.UTF8.GetString(_buffer, 0, length));
        return length > 0;
    }
}

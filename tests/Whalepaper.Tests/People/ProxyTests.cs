using System.Net;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Whose word is taken for where somebody comes from.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("127.0.0.1, ::1", false)]
    public async Task Tries_are_counted_by_where_somebody_comes_from_as_far_as_it_can_be_believed(string? trusted, bool together)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["WHALEPAPER_PROXIES"] = trusted);
        HttpStatusCode last = default;
        for (var n = 0; n <= EntryThrottle.PerNetwork; n++)
        {
            var session = new Session(site).Saying("X-Forwarded-For", $"203.0.113.{n}");
            var answer = await session.SendAsync("POST", "/sign-in/passkey/challenge");
            last = answer.Status;
        }

        Assert.Equal(together ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, last);
    }

    [Fact]
    public async Task A_proxy_that_is_none_is_said_at_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["WHALEPAPER_PROXIES"] = "the front door"));
        Assert.Contains("the front door", failure.Message, StringComparison.Ordinal);
    }
}

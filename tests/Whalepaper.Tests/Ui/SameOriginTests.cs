using Microsoft.AspNetCore.Http;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", null, false)]
    [InlineData("cross-site", "https://group.example", false)]
    [InlineData("", null, false)]
    [InlineData(null, "https://group.example", true)]
    [InlineData(null, "https://GROUP.example:443", true)]
    [InlineData(null, "http://group.example", false)]
    [InlineData(null, "https://group.example:8443", false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "https://group.example.evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "", false)]
    [InlineData(null, null, true)]
    public void A_command_is_ours_or_not(string? site, string? origin, bool own)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "https";
        request.Host = new HostString("group.example");
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;

        Assert.Equal(own, SameOrigin.IsOwn(request));
    }
}

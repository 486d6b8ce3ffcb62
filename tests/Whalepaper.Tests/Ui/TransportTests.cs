using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Ui;

/// <summary>Browsers are told to come by HTTPS alone, where that is how people reach the house and nowhere else.</summary>
public sealed class TransportTests
{
    private const string Header = "Strict-Transport-Security";

    [Theory]
    [InlineData("https://papers.example.org", "https", true)]
    [InlineData("https://papers.example.org", "http", false)]
    [InlineData("http://papers.example.org", "https", false)]
    [InlineData(null, "https", false)]
    public async Task It_is_said_by_https_of_a_house_whose_address_is_so(string? address, string scheme, bool isSaid)
    {
        await using var site = await StartAsync(address, trusted: true);
        // A page, a page that is none, an address for programs, a file, a name that can stand in no address.
        foreach (var (path, host) in ((string, string?)[])[("/", null), ("/nothing", null), ("/api/v1/nothing", null), ("/health/live", null), ("/robots.txt", null), ("/", "xn--a")])
            Assert.Equal(isSaid, await SaysAsync(site, path, scheme, host));
    }

    [Fact]
    public async Task A_page_that_was_kept_for_one_way_says_nothing_false_on_the_other()
    {
        await using var site = await StartAsync("https://papers.example.org", trusted: true);
        foreach (var scheme in (string[])["https", "http", "https", "http"])
            Assert.Equal(scheme == "https", await SaysAsync(site, "/schedule", scheme));
    }

    [Fact]
    public async Task Nobody_is_believed_who_is_no_proxy_of_the_house()
    {
        await using var site = await StartAsync("https://papers.example.org", trusted: false);
        Assert.False(await SaysAsync(site, "/", "https"));
    }

    private static async Task<TestSite> StartAsync(string? address, bool trusted)
    {
        var site = await TestSite.StartAsync(Engine.Sqlite, builder =>
        {
            builder.Configuration["WHALEPAPER_ADDRESS"] = address;
            builder.Configuration["WHALEPAPER_PROXIES"] = trusted ? "127.0.0.1, ::1" : null;
        });
        await Season.PlantAsync(site);
        return site;
    }

    private static async Task<bool> SaysAsync(TestSite site, string path, string scheme, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        if (host is not null)
            request.Headers.TryAddWithoutValidation("Host", host);
        using var answer = await site.Client.SendAsync(request);
        return answer.Headers.TryGetValues(Header, out var said) && Assert.Single(said) == "max-age=31536000";
    }
}

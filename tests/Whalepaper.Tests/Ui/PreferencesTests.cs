using System.Net;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class PreferencesTests : IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(Engine.Sqlite);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task One_tap_changes_one_thing_and_leads_back()
    {
        using var answer = await SendAsync(("theme", "dark"), ("return", "/schedule?view=month"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/schedule?view=month", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("wp-theme=dark;", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_stays_in_the_house()
    {
        using var answer = await SendAsync(("language", "en"), ("return", "//evil.example"));

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData(null, "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "language=en", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data", "language=en", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken off", HttpStatusCode.BadRequest)]
    public async Task What_is_no_form_is_the_senders_fault(string? type, string body, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _site.Client.PostAsync("/preferences", content);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var answer = await SendAsync("cross-site", ("language", "en"), ("return", "/"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_is_not_on_offer_is_shown_again_with_a_word()
    {
        using var answer = await SendAsync(("language", "en"), ("zone", "Mars/<b>Olympus"), ("return", "/"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains("Mars/&lt;b&gt;Olympus", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_let_the_device_tell_is_to_forget_the_choice()
    {
        using var answer = await SendAsync(("zone", "device"), ("return", "/"));

        Assert.StartsWith("wp-zone=; expires=Thu, 01 Jan 1970", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-TW", null, "lang=\"zh-CN\"", "偏好设置")]
    [InlineData("en-AU", null, "lang=\"en\"", "Preferences")]
    [InlineData("en-AU", "wp-language=zh-CN", "lang=\"zh-CN\"", "偏好设置")]
    [InlineData("en", "wp-theme=dark", "data-theme=\"dark\"", "Dark")]
    [InlineData("en", "wp-zone=Asia%2FTokyo", "data-zone=\"Asia/Tokyo\"", "Asia/Tokyo")]
    public async Task A_page_is_set_for_its_viewer(string language, string? cookie, string mark, string word)
    {
        using var answer = await _site.GetAsync("/preferences", language, cookie);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains(mark, page, StringComparison.Ordinal);
        Assert.Contains(word, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_inline_stands_in_a_page()
    {
        using var answer = await _site.GetAsync("/preferences");
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

        Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src]):not([type='application/ld+json'])"));
        Assert.DoesNotContain(document.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
    }

    private Task<HttpResponseMessage> SendAsync(params (string Name, string Value)[] fields) => SendAsync("same-origin", fields);

    private async Task<HttpResponseMessage> SendAsync(string site, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/preferences");
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _site.Client.SendAsync(request);
    }
}

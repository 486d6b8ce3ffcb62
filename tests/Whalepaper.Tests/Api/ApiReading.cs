using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace Whalepaper.Tests.Api;

/// <summary>Asks the site as a program does.</summary>
internal static class ApiReading
{
    public static async Task<JsonObject> JsonAsync(this TestSite site, string path, string? key = null)
    {
        using var answer = await site.AskAsync(path, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(text)!.AsObject();
    }

    public static async Task<JsonObject> ProblemAsync(this TestSite site, string path, HttpStatusCode status, string? key = null)
    {
        using var answer = await site.AskAsync(path, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal((int)status, problem["status"]?.GetValue<int>());
        return problem;
    }

    private static async Task<HttpResponseMessage> AskAsync(this TestSite site, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await site.Client.SendAsync(request);
    }

    /// <summary>One property of every item of a listing, as text.</summary>
    public static List<string> Each(this JsonObject listing, string property) =>
        [.. listing["items"]!.AsArray().Select(item => item![property]!.ToString())];
}

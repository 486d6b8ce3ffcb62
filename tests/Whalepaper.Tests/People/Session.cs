using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Tests.People;

/// <summary>What the site answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Location">Where it leads; null where it leads nowhere.</param>
/// <param name="Text">The body.</param>
/// <param name="Type">The type of the body.</param>
internal sealed record Answer(HttpStatusCode Status, string? Location, string Text, string? Type)
{
    public int Number => (int)Status;
}

/// <summary>One browser: keeps its cookies, and sends forms as the pages of the house do, with the proof that its owner meant it.</summary>
internal sealed partial class Session(TestSite site)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _always = new(StringComparer.Ordinal);

    public TestSite Site => site;

    public string Language { get; init; } = "en";

    /// <summary>The cookies that the last answer gave, as it gave them.</summary>
    public IReadOnlyList<string> Given { get; private set; } = [];

    /// <summary>The cookies that it holds, as it sends them.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Sends this header with whatever it asks.</summary>
    public Session Saying(string header, string value)
    {
        _always[header] = value;
        return this;
    }

    /// <summary>Another browser that holds the same cookies, perhaps of another copy of the site.</summary>
    public Session At(TestSite elsewhere)
    {
        var other = new Session(elsewhere) { Language = Language };
        foreach (var (name, value) in _cookies)
            other._cookies[name] = value;
        return other;
    }

    /// <summary>Signs a member in by a link that was meant for them.</summary>
    public async Task<Session> SignInAsync(int memberId)
    {
        var key = SecretKey.Make();
        await site.WithAsync(async db =>
        {
            var account = await db.Accounts.SingleAsync(a => a.MemberId == memberId);
            db.Add(new SignInLink(SecretKey.Hash(key), account.Id, site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        _cookies.Remove(AccountSetup.Cookie);
        var answer = await SendAsync("POST", $"/sign-in/links/{key}");
        return answer is { Status: HttpStatusCode.SeeOther, Location: "/me" } ? this : throw new InvalidOperationException($"The link does not sign in: {answer}");
    }

    public Task<Answer> GetAsync(string path, HttpMethod? method = null) => AskAsync(new HttpRequestMessage(method ?? HttpMethod.Get, path));

    /// <summary>Sends a form with the token that the pages give to this browser.</summary>
    public async Task<Answer> SendAsync(string method, string path, params (string Name, string Value)[] fields) =>
        await SendBareAsync(method, path, [("__RequestVerificationToken", await TokenAsync()), .. fields]);

    /// <summary>Sends a form with these fields alone.</summary>
    public Task<Answer> SendBareAsync(string method, string path, params (string Name, string Value)[] fields)
    {
        List<(string Name, string Value)> all = [.. fields];
        if (method is not "POST")
            all.Add(("_method", method));
        return AskAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Name, field.Value))) });
    }

    /// <summary>Sends JSON to the API, as a script on a page of the house would: with cookie and token.</summary>
    public async Task<Answer> JsonAsync(string method, string path, string json, bool proved = true)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (proved)
            request.Headers.Add("RequestVerificationToken", await TokenAsync());
        return await AskAsync(request);
    }

    /// <summary>Sends JSON with a member's token instead of cookies.</summary>
    public async Task<Answer> BearAsync(string key, string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await site.Client.SendAsync(request);
        return await ReadAsync(answer);
    }

    /// <summary>The token by which the house knows its own forms again. It belongs to the browser and to who is signed in.</summary>
    public async Task<string> TokenAsync()
    {
        var page = await GetAsync(_cookies.ContainsKey(AccountSetup.Cookie) ? "/me/data" : "/sign-in");
        if (page.Status is not HttpStatusCode.OK)
            page = await GetAsync("/sign-in");
        return Token().Match(page.Text).Groups["token"].Value;
    }

    public async Task<Answer> AskAsync(HttpRequestMessage request)
    {
        using var answer = await FetchAsync(request);
        return await ReadAsync(answer);
    }

    /// <summary>The answer itself, where it is no text or its headers matter.</summary>
    public Task<HttpResponseMessage> FetchAsync(string path) => FetchAsync(new HttpRequestMessage(HttpMethod.Get, path));

    private async Task<HttpResponseMessage> FetchAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Add("Accept-Language", Language);
            foreach (var (name, value) in _always)
                request.Headers.TryAddWithoutValidation(name, value);
            if (_cookies.Count > 0)
                request.Headers.Add("Cookie", Cookies);
            var answer = await site.Client.SendAsync(request);
            Given = answer.Headers.TryGetValues("Set-Cookie", out var given) ? [.. given] : [];
            foreach (var cookie in Given)
                Keep(cookie);
            return answer;
        }
    }

    private void Keep(string cookie)
    {
        var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : (cookie, "");
        if (value.Length == 0)
            _cookies.Remove(name);
        else
            _cookies[name] = value;
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage answer) =>
        new(answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

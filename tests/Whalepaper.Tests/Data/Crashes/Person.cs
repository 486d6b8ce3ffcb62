using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>
/// Somebody with a browser at the real program: it keeps its cookies while the program dies and comes back, and sends forms as the pages of the house do, with the
/// proof that its owner meant it.
/// </summary>
/// <param name="id">Their database number.</param>
/// <param name="handle">The last part of their page's address.</param>
internal sealed partial class Person(int id, string handle)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private string _proof = "";

    /// <summary>Their database number.</summary>
    public int Id => id;

    /// <summary>The last part of their page's address.</summary>
    public string Handle => handle;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What asks a program: it follows nothing and keeps no cookie.</summary>
    public static HttpClient Door(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    /// <summary>Writes down a link for somebody who has an account, and signs in by it.</summary>
    public async Task SignInAsync(TestDatabase database, HttpClient door) => await SignInAsync(await LinkAsync(database), door);

    /// <summary>Writes down a link by which they sign in, and gives its key.</summary>
    public async Task<string> LinkAsync(TestDatabase database)
    {
        var key = SecretKey.Make();
        await database.WithAsync(async db =>
        {
            db.Add(new SignInLink(SecretKey.Hash(key), await db.Accounts.Where(a => a.MemberId == id).Select(a => a.Id).SingleAsync(Stop), database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync(Stop);
        });
        return key;
    }

    /// <summary>Signs in by a link.</summary>
    public async Task SignInAsync(string key, HttpClient door)
    {
        _proof = Proof().Match((await GetAsync(door, "/sign-in")).Text).Groups["proof"].Value;
        var answer = await SendAsync(door, "POST", $"/sign-in/links/{key}");
        Assert.True(answer is { Status: HttpStatusCode.SeeOther, Location: "/me" }, $"{handle} is not let in: {answer}");
        // It belongs to the browser and to who is signed in.
        _proof = Proof().Match((await GetAsync(door, "/me/data")).Text).Groups["proof"].Value;
        Assert.NotEmpty(_proof);
    }

    /// <summary>Looks at a page.</summary>
    public Task<Answer> GetAsync(HttpClient door, string path, string language = "en") => AskAsync(door, HttpMethod.Get, path, null, language);

    /// <summary>Sends a form.</summary>
    public Task<Answer> SendAsync(HttpClient door, string method, string path, params (string Name, string Value)[] fields)
    {
        List<(string Name, string Value)> all = [(FormSending.Proof, _proof), .. fields];
        if (method is not "POST")
            all.Add(("_method", method));
        return AskAsync(door, HttpMethod.Post, path, new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Name, field.Value))));
    }

    /// <summary>Lays a file beside a talk, as notes for members.</summary>
    public async Task<Answer> UploadAsync(HttpClient door, int talk, string title, byte[] content)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in ((string, string)[])[(FormSending.Proof, _proof), ("fileKind", "notes"), ("fileTitle", title)])
            form.Add(new StringContent(value, Encoding.UTF8), field);
        form.Add(new ByteArrayContent(content) { Headers = { ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{title}.txt\"" } } });
        return await AskAsync(door, HttpMethod.Post, $"/talks/{talk}/files", form);
    }

    /// <summary>Somebody of the inner group, with an account.</summary>
    public static (Member Member, Account Account) Join(string name, Role role, NodaTime.Instant now)
    {
        var member = new Member(name, name, now);
        member.Join(now);
        member.MoveTo(Standing.Inner, now);
        member.Appoint(role);
        var account = new Account(member, Household.Email(name), now);
        account.ReachAt(Household.Email(name), Household.Email(name).ToUpperInvariant(), Household.Email(name).ToUpperInvariant());
        return (member, account);
    }

    private async Task<Answer> AskAsync(HttpClient door, HttpMethod method, string path, HttpContent? content, string language = "en")
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.Add("Accept-Language", language);
        lock (_cookies)
        {
            if (_cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var answer = await door.SendAsync(request, Stop);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var given) ? given : [])
            Keep(cookie);
        return new Answer(answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync(Stop), answer.Content.Headers.ContentType?.MediaType);
    }

    private void Keep(string cookie)
    {
        var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : (cookie, "");
        lock (_cookies)
        {
            if (value.Length == 0)
                _cookies.Remove(name);
            else
                _cookies[name] = value;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<proof>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Proof();
}

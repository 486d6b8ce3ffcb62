using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Identity;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Wherever somebody is led back after a command, it is within the house, however the way back is spelt.</summary>
public sealed class ReturnTests
{
    /// <summary>Ways out of the house, as they are spelt by those who hope that one of them is overlooked.</summary>
    private static readonly string[] ways =
    [
        "//evil.example", "///evil.example", "////evil.example/", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "//\\evil.example", "/\\\\evil.example",
        "http://evil.example", "https://evil.example", "HTTPS://EVIL.EXAMPLE", "https:evil.example", "https:/evil.example", "https:\\\\evil.example", "http:///evil.example", "ftp://evil.example", "ws://evil.example", "file:///etc/passwd",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "blob:https://evil.example/1", "view-source:https://evil.example", "mailto:a@evil.example",
        "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", "\n//evil.example", " //evil.example", "/ /evil.example", "/\u00a0/evil.example", "/\u200b/evil.example", "\ufeff//evil.example", "/\0/evil.example",
        "/%09/evil.example", "/%0a/evil.example", "/%0d%0a/evil.example", "/%5cevil.example", "/%5c%5cevil.example", "/%2fevil.example", "/%2f%2fevil.example", "%2f%2fevil.example", "/%252fevil.example", "/%255cevil.example", "/%00/evil.example",
        "/.//evil.example", "/./\\evil.example", "/..//evil.example", "/x/..//evil.example", "/x/../..//evil.example", "/%2e//evil.example", "/%2e%2e//evil.example", "/.%2e//evil.example", "/;//evil.example", "/x/%2e%2e//evil.example", "/.\t.//evil.example",
        "@evil.example", "//house@evil.example", "/@evil.example", "https://house:pass@evil.example", "//127.0.0.1@evil.example", "//127.0.0.1:80@evil.example", "//127.0.0.1#@evil.example", "//evil.example#127.0.0.1", "//evil.example?127.0.0.1", "//evil.example\\@127.0.0.1",
        "\u2215\u2215evil.example", "/\u2215evil.example", "/\uff0fevil.example", "\uff0f\uff0fevil.example", "/\u2044evil.example", "/\u29f8evil.example", "\uff3c\uff3cevil.example", "/\uff3cevil.example", "/\u3002evil.example", "//evil\u3002example", "//ev\u0131l.example", "/\u0130/evil.example",
        "?//evil.example", "#//evil.example", "/?//evil.example", "/#//evil.example", "/?next=//evil.example#\\evil", "evil.example", ".evil.example", "../evil.example", ":80", "//", "///", "/\\", "//[::1]", "//0x7f.1", "/\ud83d/evil.example", "/a\r\nLocation: https://evil.example", "/a\r\n\r\n<script>alert(1)</script>",
        "/" + new string('a', 3000), "//evil.example/" + new string('a', 1900), "/" + string.Concat(Enumerable.Repeat("../", 600)) + "/evil.example",
    ];

    [Fact]
    public async Task Every_form_that_leads_back_is_tried_in_many_spellings()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));

        Assert.InRange(ways.Distinct(StringComparer.Ordinal).Count(), 100, 1000);
        // Whoever lets another form lead back tries it below.
        Assert.Equal(
            ["POST /me/account/provider", "POST /sign-in", "POST /sign-in/code", "POST /sign-in/passkey", "POST /sign-in/provider"],
            MappedCommand.Of(site).Where(command => command.Fields.Any(field => field.Name.Contains("return", StringComparison.OrdinalIgnoreCase))).Select(command => command.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_switches_lead_back_into_the_house()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var way in ways)
            AssertWithin(site, way, await new Session(site).SendBareAsync("POST", "/preferences", ("theme", "dark"), ("return", way)), mayRefuse: false);
    }

    [Fact]
    public async Task A_password_leads_back_into_the_house()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var name = "";
        for (var n = 0; n < ways.Length; n++)
        {
            // So many may be tried for one address.
            if (n % EntryThrottle.PerAddress == 0)
                await stage.House.AddAsync(name = $"guest{n}", Standing.Open);
            var visitor = stage.Visitor();
            var answer = await visitor.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", Household.Password), ("return", ways[n]));
            AssertWithin(stage.Site, ways[n], answer);
            Assert.Equal(answer.Status is HttpStatusCode.SeeOther ? HttpStatusCode.OK : HttpStatusCode.SeeOther, (await visitor.GetAsync("/me")).Status);
        }
    }

    [Fact]
    public async Task A_code_leads_back_into_the_house()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (halfway, secret) = await stage.HalfwayAsync();
        for (var n = 0; n < ways.Length; n++)
        {
            if (n > 0 && n % EntryThrottle.PerAddress == 0)
                (halfway, secret) = await stage.HalfwayAsync();
            var browser = halfway.At(stage.Site).Saying("X-Forwarded-For", stage.Elsewhere());
            AssertWithin(stage.Site, ways[n], await browser.SendAsync("POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)), ("return", ways[n])));
        }
    }

    [Fact]
    public async Task A_passkey_leads_back_into_the_house()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (_, _, device) = await stage.WithPasskeyAsync();
        foreach (var way in ways)
        {
            var visitor = stage.Visitor();
            var answer = await visitor.SendAsync("POST", "/sign-in/passkey", ("credential", await stage.AskedAsync(visitor, device)), ("return", way));
            AssertWithin(stage.Site, way, answer);
            // Whoever is told that the form was changed is not signed in by it.
            Assert.Equal(answer.Status is HttpStatusCode.SeeOther ? HttpStatusCode.OK : HttpStatusCode.SeeOther, (await visitor.GetAsync("/me")).Status);
        }
    }

    [Fact]
    public async Task A_provider_leads_back_into_the_house()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (_, id, name) = await stage.ComeAsync();
        stage.Provider.Guest = new(name, name, Household.Email(name));
        await stage.OnAccountAsync(id, (accounts, account) => accounts.AddLoginAsync(account, new UserLoginInfo(stage.Provider.Address, name, name)));
        foreach (var way in ways)
        {
            var visitor = stage.Visitor();
            var begun = await visitor.SendAsync("POST", "/sign-in/provider", ("return", way));
            AssertWithin(stage.Site, way, begun.Status is HttpStatusCode.OK ? await visitor.GetAsync(await stage.Provider.VisitAsync(LocalProvider.AddressIn(begun.Text))) : begun);
        }

        // Who links an account comes back to it, whatever else is sent along.
        var (owner, _, _) = await stage.ComeAsync();
        stage.Provider.Guest = new("another", "another", "another@people.example");
        var asked = await owner.SendAsync("POST", "/me/account/provider", ("linkPassword", Household.Password), ("return", "/members"));
        Assert.Equal("/me/account?done=linked", (await owner.GetAsync(await stage.Provider.VisitAsync(LocalProvider.AddressIn(asked.Text)))).Location);
    }

    [Fact]
    public async Task Who_is_sent_to_sign_in_comes_back_to_where_they_were_and_nowhere_else()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var (_, id, name) = await stage.ComeAsync();
        await stage.SecureAsync(id);
        foreach (var (path, back) in (IEnumerable<(string, string)>)[("/me", "/me"), ("/me/keys?done=saved&x=//evil.example", "/me/keys?done=saved&x=//evil.example"), ("/me/profile?return=https://evil.example", "/me/profile?return=https://evil.example"), ("/me/data?q=%0d%0a%5c", "/me/data?q=%0d%0a%5c")])
        {
            var visitor = stage.Visitor();
            var sent = await visitor.GetAsync(path);
            AssertWithin(stage.Site, path, sent);
            var asked = await visitor.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", Household.Password), ("return", ReturnOf((await visitor.GetAsync(sent.Location!)).Text)));
            AssertWithin(stage.Site, path, asked);
            var secret = await stage.OnAccountAsync(id, async (accounts, account) => (await accounts.GetAuthenticatorKeyAsync(account))!);
            var let = await visitor.SendAsync("POST", "/sign-in/code", ("code", OneTimeCode.Of(secret)), ("return", ReturnOf((await visitor.GetAsync(asked.Location!)).Text)));
            Assert.Equal(back, let.Location);
        }

        foreach (var path in (string[])["/sign-in/links/..", "/sign-in/links/%2f%2fevil.example", "/join/%5c%5cevil.example", "/set-up/..", "/sign-in/links/%0d%0aLocation:x"])
            AssertWithin(stage.Site, path, await stage.Visitor().SendAsync("POST", path));
    }

    private static string ReturnOf(string page)
    {
        using var document = new HtmlParser().ParseDocument(page);
        return document.QuerySelector("main form input[name=return]")!.GetAttribute("value")!;
    }

    /// <summary>As a browser resolves it (URL Standard): it drops tabs and line breaks, blanks and controls at both ends, and reads a backslash as a slash.</summary>
    private static void AssertWithin(TestSite site, string way, Answer answer, bool mayRefuse = true)
    {
        if (answer is { Number: 400, Location: null } && way.Contains('\0', StringComparison.Ordinal))
            return;
        if (mayRefuse && answer is { Number: 422 or 404 or 405, Location: null })
            return;
        Assert.True(answer.Status is HttpStatusCode.SeeOther, $"'{way}' is answered with {answer.Number}");
        var resolved = new Uri(site.Address, answer.Location);
        Assert.True((resolved.Scheme, resolved.Authority) == (site.Address.Scheme, site.Address.Authority), $"'{way}' leads to {answer.Location}");
        Assert.True(answer.Location!.All(sign => sign is > ' ' and < (char)127), $"'{way}' leads to {answer.Location}");
        var read = string.Concat(answer.Location!.Where(sign => sign is not ('\t' or '\r' or '\n'))).Trim([.. Enumerable.Range(0, 33).Select(sign => (char)sign)]).Replace('\\', '/');
        Assert.True(read.StartsWith('/') && !read.StartsWith("//", StringComparison.Ordinal), $"'{way}' leads to {answer.Location}");
    }
}

using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Whalepaper.Tests.People;

/// <summary>What a provider may do that it must not.</summary>
public enum Lie
{
    None,
    AnothersNonce,
    NoNonce,
    AnothersAudience,
    AnothersIssuer,
    Expired,
    NotYet,
    NoSignature,
    SignatureCutOff,
    AnothersSignature,
    KeyBroughtAlong,
    SignedWithOurSecret,
    SignedWithTheirOwnKeyAsSecret,
    AnothersDetails,
    NoToken,
    Broken,
    Denied,
}

/// <summary>Somebody who has an account at the provider.</summary>
public sealed record Known(string Subject, string Name, string Email, bool Verified = true);

/// <summary>
/// A provider of OpenID Connect on this machine: strict about what it is asked, as the specifications have it, and able to lie. The
/// house is called by a number and the provider by a name, so that a browser takes them for two sites.
/// </summary>
public sealed partial class LocalProvider : IAsyncDisposable
{
    public const string ClientId = "whalepaper";
    public const string ClientSecret = "what the house proves itself by";
    public const string Name = "Harbour";

    private static readonly HttpClient visitor = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known> _tokens = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private LocalProvider(WebApplication app) => _app = app;

    /// <summary>Where it is.</summary>
    public string Address => $"http://localhost:{new Uri(_app.Urls.First()).Port}";

    /// <summary>Where alone it sends people.</summary>
    public string Home { get; set; } = "";

    /// <summary>What it does that it must not.</summary>
    public Lie Tells { get; set; }

    /// <summary>Who is signed in there.</summary>
    public Known Guest { get; set; } = new("subject-of-ada-1815", "Ada Lovelace", "ada@harbour.example");

    /// <summary>Where it says that it takes codes, if not where it does.</summary>
    public string? TokenPlace { get; set; }

    /// <summary>How many codes it took.</summary>
    public int Redeemed { get; private set; }

    /// <summary>The tokens that it handed to the house.</summary>
    public ConcurrentQueue<string> Handed { get; } = [];

    public static async Task<LocalProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new LocalProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet("/keys", provider.ShowKeys);
        app.MapGet("/other-keys", provider.ShowOtherKeys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/consent", provider.ConsentAsync);
        app.MapPost("/token", provider.RedeemAsync);
        app.MapGet("/userinfo", provider.Tell);
        await app.StartAsync();
        return provider;
    }

    /// <summary>Sets a house up to send its people here.</summary>
    public void SetUp(IConfiguration settings) => SetUp(settings, Address);

    /// <summary>Sets a house up to send its people to an address, at which there may be nobody.</summary>
    public static void SetUp(IConfiguration settings, string authority)
    {
        settings["Provider:Name"] = Name;
        settings["Provider:Authority"] = authority;
        settings["Provider:ClientId"] = ClientId;
        settings["Provider:ClientSecret"] = ClientSecret;
    }

    /// <summary>An address at which nobody listens.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    /// <summary>The address of the provider to which a page sends its browser.</summary>
    public static string AddressIn(string page) => WebUtility.HtmlDecode(Way().Match(page).Groups["address"].Value);

    /// <summary>Goes there as a browser does, agrees, and gives the path by which it is sent back.</summary>
    public async Task<string> VisitAsync(string address)
    {
        using var asked = await visitor.GetAsync(address);
        var page = await asked.Content.ReadAsStringAsync();
        if (asked.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"The provider was asked wrongly: {page}");
        using var agreed = await visitor.PostAsync($"{Address}/consent", new FormUrlEncodedContent([new("ticket", Ticket().Match(page).Groups["ticket"].Value)]));
        var back = agreed.Headers.Location!;
        return back.OriginalString.StartsWith(Home, StringComparison.Ordinal) ? back.PathAndQuery : throw new InvalidOperationException($"The provider sends to {back}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
    }

    private IResult Describe() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = Address,
        ["authorization_endpoint"] = $"{Address}/authorize",
        ["token_endpoint"] = TokenPlace ?? $"{Address}/token",
        ["userinfo_endpoint"] = $"{Address}/userinfo",
        ["jwks_uri"] = $"{Address}/keys",
        ["response_types_supported"] = (string[])["code"],
        ["subject_types_supported"] = (string[])["public"],
        ["id_token_signing_alg_values_supported"] = (string[])["RS256"],
        ["code_challenge_methods_supported"] = (string[])["S256"],
    });

    private IResult ShowKeys() => Results.Json(new { keys = new[] { Shown(_key, "one") } });

    // Named by a token that brings its key along; whoever asks here believes it.
    private IResult ShowOtherKeys() => Results.Json(new { keys = new[] { Shown(_other, "two") } });

    private IResult Authorize(HttpRequest request)
    {
        string Asked(string name) => request.Query[name].ToString();
        if (Asked("client_id") != ClientId || Asked("redirect_uri") != Home)
            return Results.BadRequest($"No such client at {Asked("redirect_uri")}, but at {Home}.");
        if (Asked("response_type") != "code" || !Asked("scope").Split(' ').Contains("openid") || Asked("response_mode") is not ("" or "query"))
            return Results.BadRequest("A code is given here, and nothing else.");
        if (Asked("code_challenge_method") != "S256" || Asked("code_challenge").Length != 43 || Asked("state").Length == 0 || Asked("nonce").Length == 0)
            return Results.BadRequest("The request lacks what protects it.");
        var ticket = Random();
        _grants[ticket] = new Grant(Guest, Asked("state"), Asked("nonce"), Asked("code_challenge"), Asked("redirect_uri"));
        return Results.Content($"<!doctype html><html lang=\"en\"><title>{Name}</title><main><h1>{Name}</h1><form method=\"post\" action=\"/consent\"><input type=\"hidden\" name=\"ticket\" value=\"{ticket}\"><button>Agree</button></form></main></html>", "text/html");
    }

    private async Task<IResult> ConsentAsync(HttpRequest request)
    {
        if (!_grants.TryRemove((await request.ReadFormAsync())["ticket"].ToString(), out var grant))
            return Results.BadRequest("No such ticket.");
        var state = Uri.EscapeDataString(grant.State);
        if (Tells is Lie.Denied)
            return Results.Redirect($"{Home}?error=access_denied&error_description=%0Ano&state={state}");
        var code = Random();
        _grants[code] = grant;
        return Results.Redirect($"{Home}?code={code}&state={state}");
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (Tells is Lie.Broken)
            return Results.Text("<h1>Out of order</h1>", "text/html", statusCode: 500);
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        var isFitting = form["grant_type"] == "authorization_code" & _grants.TryRemove(form["code"].ToString(), out var grant);
        if (!isFitting || form["redirect_uri"] != grant!.Home || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != grant.Challenge)
            return Results.Json(new { error = "invalid_grant", error_description = "No such code." }, statusCode: 400);
        Redeemed++;
        var access = Random();
        _tokens[access] = grant.Who;
        var answer = new Dictionary<string, object> { ["access_token"] = access, ["token_type"] = "Bearer", ["expires_in"] = 60 };
        if (Tells is not Lie.NoToken)
            answer["id_token"] = Vouch(grant);
        foreach (var token in (string[])["access_token", "id_token"])
            Handed.Enqueue((string)answer.GetValueOrDefault(token, access));
        return Results.Json(answer);
    }

    // What it knows of somebody is told here and not in the token, as the specification has it for a code.
    private IResult Tell(HttpRequest request)
    {
        if (!_tokens.TryGetValue(request.Headers.Authorization.ToString()["Bearer ".Length..], out var who))
            return Results.Unauthorized();
        return Results.Json(new { sub = Tells is Lie.AnothersDetails ? "somebody-else" : who.Subject, name = who.Name, email = who.Email, email_verified = who.Verified });
    }

    private string Vouch(Grant grant)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Tells is Lie.AnothersIssuer ? "https://elsewhere.example" : Address,
            ["sub"] = grant.Who.Subject,
            ["aud"] = Tells is Lie.AnothersAudience ? "another-house" : ClientId,
            ["iat"] = now - (Tells is Lie.Expired ? 7200 : 0),
            ["exp"] = now + (Tells is Lie.Expired ? -3600 : 300),
        };
        if (Tells is Lie.NotYet)
            (claims["iat"], claims["nbf"], claims["exp"]) = (now, now + 3600, now + 7200);
        if (Tells is not Lie.NoNonce)
            claims["nonce"] = Tells is Lie.AnothersNonce ? "a nonce of somebody else" : grant.Nonce;
        var text = $"{Encode(Head())}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    // What a token says of its own signature, which nobody may believe.
    private Dictionary<string, object> Head()
    {
        var head = new Dictionary<string, object>
        {
            ["alg"] = Tells switch { Lie.NoSignature => "none", Lie.SignedWithOurSecret or Lie.SignedWithTheirOwnKeyAsSecret => "HS256", _ => "RS256" },
            ["kid"] = Tells is Lie.KeyBroughtAlong ? "two" : "one",
            ["typ"] = "JWT",
        };
        if (Tells is Lie.KeyBroughtAlong)
            (head["jwk"], head["jku"]) = (Shown(_other, "two"), $"{Address}/other-keys");
        return head;
    }

    private byte[] Sign(byte[] text) => Tells switch
    {
        Lie.NoSignature or Lie.SignatureCutOff => [],
        Lie.SignedWithOurSecret => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret), text),
        // The key that everybody can read, taken for a secret.
        Lie.SignedWithTheirOwnKeyAsSecret => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), text),
        Lie.AnothersSignature or Lie.KeyBroughtAlong => _other.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => _key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    private static object Shown(RSA key, string name)
    {
        var parts = key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = name, n = Base64Url.EncodeToString(parts.Modulus), e = Base64Url.EncodeToString(parts.Exponent) };
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static string Random() => RandomNumberGenerator.GetHexString(32);

    [GeneratedRegex("href=\"(?<address>http[^\"]+/authorize\\?[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Way();

    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[0-9A-F]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ticket();

    private sealed record Grant(Known Who, string State, string Nonce, string Challenge, string Home);
}

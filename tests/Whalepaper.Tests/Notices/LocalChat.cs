using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Whalepaper.Tests.Notices;

/// <summary>What a chat took.</summary>
internal sealed record Heard(string Service, string Path, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>
/// All six services on this machine, each as strict as its documents have it: it knows one address, checks the signature with the time in it, and the
/// length, and refuses in the words and numbers of the real one.
/// </summary>
internal sealed class LocalChat : IAsyncDisposable
{
    public const string Key = "kept-key-of-this-bot-4711";
    public const string Secret = "SEC-of-whales-and-papers";

    private static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WebApplication _app;

    private LocalChat(WebApplication app) => _app = app;

    /// <summary>The clock by which signatures are judged.</summary>
    public IClock Clock { get; set; } = null!;

    /// <summary>Says something else than the service would, such as that one is too fast; null to let it answer.</summary>
    public Func<string, (int Status, string Body, string? RetryAfter)?> Instead { get; set; } = _ => null;

    /// <summary>What was taken.</summary>
    public ConcurrentQueue<Heard> Taken { get; } = [];

    /// <summary>How many requests came at all.</summary>
    public int Asked { get; private set; }

    public static async Task<LocalChat> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var chat = new LocalChat(builder.Build());
        chat._app.MapPost("/{service}/{**key}", chat.AnswerAsync);
        await chat._app.StartAsync();
        return chat;
    }

    /// <summary>Lets a house call this machine, and unencrypted.</summary>
    public static void Allow(WebApplicationBuilder builder)
    {
        builder.Configuration["WHALEPAPER_OUTGOING:NETWORKS"] = "127.0.0.1/32";
        builder.Configuration["WHALEPAPER_OUTGOING:HTTP"] = "yes";
    }

    /// <summary>The address of the only bot of a service.</summary>
    public string AddressOf(string service) => $"{_app.Urls.First()}/{service}/{(service is "dingtalk" ? $"robot/send?access_token={Key}" : service is "wecom" ? $"cgi-bin/webhook/send?key={Key}" : Key)}";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http, string service, string key)
    {
        Asked++;
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        var bytes = memory.ToArray();
        var known = key.EndsWith(Key, StringComparison.Ordinal) || http.Request.QueryString.Value!.Contains($"={Key}", StringComparison.Ordinal);
        var (status, body, retry) = Instead(service) ?? Judge(http.Request, service, bytes, known);
        if (retry is not null)
            http.Response.Headers.RetryAfter = retry;
        if (status is >= 300 and < 400)
            http.Response.Headers.Location = body;
        if (body is "ok" or "" || body.Contains("\"code\":0,", StringComparison.Ordinal) || body.Contains("\"errcode\":0,", StringComparison.Ordinal))
            Taken.Enqueue(new Heard(service, http.Request.Path + http.Request.QueryString, utf8.GetString(bytes), http.Request.ContentType, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        http.Response.StatusCode = status;
        // Whoever writes a body to a 204, be it empty, may lose the connection that the next message comes by.
        if (status is not 204)
            await http.Response.WriteAsync(body);
    }

    private (int Status, string Body, string? RetryAfter) Judge(HttpRequest request, string service, byte[] bytes, bool known)
    {
        JsonNode json;
        try
        {
            json = JsonNode.Parse(utf8.GetString(bytes))!;
        }
        catch (Exception)
        {
            return (400, "invalid_payload", null);
        }

        return service switch
        {
            "feishu" => (200, Feishu(json, bytes, known), null),
            "dingtalk" => (200, DingTalk(request, json, known), null),
            "wecom" => (200, WeCom(json, known), null),
            "slack" when !known => (404, "no_service", null),
            "slack" => json["text"]?.GetValue<string>() is { Length: > 0 and <= 40_000 } ? (200, "ok", null) : (400, "no_text", null),
            "discord" when !known => (404, """{"message": "Unknown Webhook", "code": 10015}""", null),
            "discord" => json["content"]!.GetValue<string>().Length is > 0 and <= 2000 ? (204, "", null) : (400, """{"content": ["Must be 2000 or fewer in length."]}""", null),
            _ when !known => (410, "gone", null),
            _ => Webhook(request, bytes) ? (200, "ok", null) : (401, "who are you", null),
        };
    }

    private string Feishu(JsonNode json, byte[] bytes, bool known)
    {
        if (!known)
            return """{"code":19001,"msg":"param invalid: incoming webhook access token invalid","data":{}}""";
        var at = json["timestamp"]?.GetValue<string>() ?? "0";
        // The time and the secret are the key, and nothing is signed.
        var sign = Convert.ToBase64String(HMACSHA256.HashData(utf8.GetBytes($"{at}\n{Secret}"), Array.Empty<byte>()));
        if (json["sign"]?.GetValue<string>() != sign || Away(long.Parse(at, CultureInfo.InvariantCulture) * 1000))
            return """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time","data":{}}""";
        return bytes.Length > 20 * 1024 || json["msg_type"]?.GetValue<string>() is not "post" || json["content"]?["post"]?["zh_cn"]?["content"] is not JsonArray
            ? """{"code":9499,"msg":"Bad Request","data":{}}"""
            : """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""";
    }

    private string DingTalk(HttpRequest request, JsonNode json, bool known)
    {
        if (!known)
            return """{"errcode":300005,"errmsg":"token is not exist"}""";
        var at = request.Query["timestamp"].ToString();
        var sign = Convert.ToBase64String(HMACSHA256.HashData(utf8.GetBytes(Secret), utf8.GetBytes($"{at}\n{Secret}")));
        if (request.Query["sign"] != sign || Away(long.Parse(at, CultureInfo.InvariantCulture)))
            return """{"errcode":310000,"errmsg":"sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]"}""";
        return json["msgtype"]?.GetValue<string>() is "markdown" && json["markdown"]?["title"]?.GetValue<string>() is { Length: > 0 } && json["at"]?["isAtAll"]?.GetValue<bool>() is false
            ? """{"errcode":0,"errmsg":"ok"}"""
            : """{"errcode":40035,"errmsg":"缺少参数 json"}""";
    }

    private static string WeCom(JsonNode json, bool known)
    {
        // The real one, too, says what it was called with.
        if (!known)
            return """{"errcode":93000,"errmsg":"invalid webhook url, hint: [1700000000_1], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=93000"}""";
        return utf8.GetByteCount(json["markdown"]!["content"]!.GetValue<string>()) <= 4096
            ? """{"errcode":0,"errmsg":"ok"}"""
            : """{"errcode":40058,"errmsg":"markdown.content exceed max length 4096. invalid Request Parameter"}""";
    }

    private bool Webhook(HttpRequest request, byte[] bytes)
    {
        var at = request.Headers["X-Whalepaper-Timestamp"].ToString();
        byte[] signed = [.. utf8.GetBytes($"{at}."), .. bytes];
        return !Away(long.Parse(at, CultureInfo.InvariantCulture) * 1000)
            && request.Headers["X-Whalepaper-Signature"] == $"sha256={Convert.ToHexString(HMACSHA256.HashData(utf8.GetBytes(Secret), signed)).ToLowerInvariant()}";
    }

    private bool Away(long milliseconds) => Math.Abs((Clock.GetCurrentInstant() - Instant.FromUnixTimeMilliseconds(milliseconds)).TotalMinutes) > 60;
}

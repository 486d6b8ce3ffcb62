using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Chat.Dialects;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>How each service is spoken to: signatures as others work them out, nothing that people write does anything, and what answers mean.</summary>
public sealed class ChatDialectTests
{
    private const string Secret = "whale-secret-1";

    // 2025-11-28 12:00:00 UTC.
    private static readonly Instant at = Instant.FromUnixTimeSeconds(1764331200);

    private static readonly Message hostile = new(
        "@all <!channel> [Free](https://evil.example) **bold**",
        "@everyone @here <@U123> <!channel> <!here> <@all> <at user_id=\"all\">all</at> &lt;!channel&gt; &#64;all\n# Heading\n> quote\n-# small\nTitle\n---\n[click](https://evil.example) <https://evil.example|click> ![x](https://evil.example/x.png)\n"
        + "**b** _i_ ~s~ `code` ||hidden|| <#C1> <t:1:R> \\* a_b __init__", "https://whale.example/talks/7", "See [it](x)|@all>");

    public static TheoryData<ChatKind> Kinds => new(Enum.GetValues<ChatKind>());

    // Worked out by openssl: printf '' | openssl dgst -sha256 -hmac "$(printf '1764331200\nwhale-secret-1')" -binary | base64
    [Fact]
    public void Feishu_signs_nothing_with_time_and_secret()
    {
        Assert.Equal("ArPwlgMxoLhsFeftKq2yvxoETHtLYk0YzZ9TP7tUWEA=", FeishuDialect.Sign("1764331200", Secret));
        var body = Json(Write(ChatKind.Feishu, new Message("A", "B", "")));
        Assert.Equal(("1764331200", "ArPwlgMxoLhsFeftKq2yvxoETHtLYk0YzZ9TP7tUWEA="), (body["timestamp"]!.GetValue<string>(), body["sign"]!.GetValue<string>()));
    }

    // printf '1764331200000\nwhale-secret-1' | openssl dgst -sha256 -hmac whale-secret-1 -binary | base64
    [Fact]
    public void DingTalk_signs_time_and_secret_with_the_secret()
    {
        Assert.Equal("aAjUZxkFinHiO7J0JN5yeF4h4vrO+qT5HbHNTVoTak0=", DingTalkDialect.Sign("1764331200000", Secret));
        Assert.Equal(
            "https://oapi.dingtalk.example/robot/send?access_token=k1&timestamp=1764331200000&sign=aAjUZxkFinHiO7J0JN5yeF4h4vrO%2BqT5HbHNTVoTak0%3D",
            ChatDialect.Of(ChatKind.DingTalk).Write(new ChatTarget(new Uri("https://oapi.dingtalk.example/robot/send?access_token=k1"), Secret), new Message("A", "B", ""), at).Address.AbsoluteUri);
    }

    // printf '%s' '1764331200.{"title":"A",…}' | openssl dgst -sha256 -hmac whale-secret-1
    [Fact]
    public void A_webhook_is_signed_over_time_and_body()
    {
        var request = Write(ChatKind.Webhook, new Message("A", "B", "https://whale.example/talks/7"));
        Assert.Equal("""{"title":"A","text":"B","link":"https://whale.example/talks/7"}""", request.Body);
        Assert.Equal([("X-Whalepaper-Timestamp", "1764331200"), ("X-Whalepaper-Signature", "sha256=25ddc0fc96063661f1263702edb3b1817b42d4978eee393cb6e4f240386e1bb3")], request.Headers);
        Assert.Equal([("X-Whalepaper-Timestamp", "1764331200")], Write(ChatKind.Webhook, new Message("A", "B", ""), secret: null).Headers);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Without_a_secret_nothing_is_signed(ChatKind kind)
    {
        var request = Write(kind, new Message("A", "B", ""), secret: null);
        Assert.DoesNotContain("sign", request.Body + request.Address, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(ChatKind.DingTalk)]
    [InlineData(ChatKind.WeCom)]
    [InlineData(ChatKind.Discord)]
    public void Nothing_that_people_write_does_anything(ChatKind kind)
    {
        var request = Write(kind, hostile);
        var json = Json(request);
        var said = (json["content"] ?? json["markdown"]!["content"] ?? json["markdown"]!["text"])!.GetValue<string>();
        // What is ours: the subject's frame, and one link.
        var theirs = said.Replace("https://whale.example/talks/7", "", StringComparison.Ordinal);
        Assert.Contains("https://whale.example/talks/7", said, StringComparison.Ordinal);
        foreach (var sign in (string[])["@", "<!", "<#", "<t:", "`", "~", "|", "\\", "](https://evil", "&lt;", "&#", "\n#", "\n>", "\n---", "\n-#", "<at"])
            Assert.DoesNotContain(sign, theirs, StringComparison.Ordinal);
        Assert.Equal(kind is ChatKind.Discord ? 0 : 1, theirs.Count(sign => sign == '['));
        // Of asterisks, those around the subject.
        Assert.Equal(kind is ChatKind.DingTalk ? 0 : 4, theirs.Count(sign => sign == '*'));
        Assert.Contains("a_b", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("__init__", theirs, StringComparison.Ordinal);
    }

    [Fact]
    public void Slack_gets_its_three_signs_escaped_and_no_more_links_than_ours()
    {
        var said = Json(Write(ChatKind.Slack, hostile))["text"]!.GetValue<string>();
        Assert.Equal(["<https://whale.example/talks/7|See ［it］(x)｜＠all&gt;>"], System.Text.RegularExpressions.Regex.Matches(said, "<[^>]*>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value));
        Assert.Contains("&lt;!channel&gt;", said, StringComparison.Ordinal);
        Assert.Contains("&amp;lt;!channel&amp;gt;", said, StringComparison.Ordinal);
        foreach (var sign in (string[])["@", "`", "~", "**"])
            Assert.DoesNotContain(sign, said, StringComparison.Ordinal);
        Assert.False(Json(Write(ChatKind.Slack, hostile))["unfurl_links"]!.GetValue<bool>());
    }

    [Fact]
    public void Feishu_gets_plain_pieces_and_one_link()
    {
        var post = Json(Write(ChatKind.Feishu, hostile))["content"]!["post"]!["zh_cn"]!;
        var pieces = post["content"]!.AsArray().SelectMany(line => line!.AsArray()).ToList();
        Assert.Equal("a", Assert.Single(pieces, piece => piece!["tag"]!.GetValue<string>() != "text")!["tag"]!.GetValue<string>());
        Assert.DoesNotContain("<at", string.Concat(pieces.Select(piece => piece!["text"]!.GetValue<string>())), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Discord_and_DingTalk_are_told_to_call_nobody()
    {
        Assert.Empty(Json(Write(ChatKind.Discord, hostile))["allowed_mentions"]!["parse"]!.AsArray());
        var calls = Json(Write(ChatKind.DingTalk, hostile))["at"]!;
        Assert.Equal((0, 0, false), (calls["atMobiles"]!.AsArray().Count, calls["atUserIds"]!.AsArray().Count, calls["isAtAll"]!.GetValue<bool>()));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_too_long_is_cut_between_characters_and_keeps_its_link(ChatKind kind)
    {
        foreach (var one in (string[])["a", "读", "👩🏽‍🚀", "e\u0301", "\n\"", "&<"])
        {
            var request = Write(kind, new Message(Repeat(one, 500), Repeat(one, 30_000), "https://whale.example/talks/7", "Open"));
            var json = Json(request);
            Assert.Contains("https://whale.example/talks/7", request.Body, StringComparison.Ordinal);
            Assert.True(IsWhole(request.Body));
            var said = Said(kind, json);
            var size = kind switch
            {
                ChatKind.Feishu => (Encoding.UTF8.GetByteCount(request.Body), 20 * 1024),
                ChatKind.DingTalk => (Encoding.UTF8.GetByteCount(request.Body), 20_000),
                ChatKind.WeCom => (Encoding.UTF8.GetByteCount(said), 4096),
                ChatKind.Discord => (said.Length, 2000),
                ChatKind.Slack => (said.Length, 4000),
                _ => (0, 1),
            };
            Assert.True(size.Item1 <= size.Item2, $"{kind} '{one}' {size}");
            Assert.True(size.Item1 >= size.Item2 * 0.6 || kind is ChatKind.Webhook, $"{kind} '{one}' {size}");
            if (kind is not ChatKind.Webhook)
                Assert.Contains("…", said, StringComparison.Ordinal);
            if (one.StartsWith("👩", StringComparison.Ordinal))
                Assert.DoesNotContain("👩…", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_short_text_is_left_whole() => Assert.Equal("一二三", ChatPlain.Shorten("一二三", 9, ChatPlain.Bytes));

    [Theory]
    // Feishu
    [InlineData(ChatKind.Feishu, 200, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""", Fate.Taken, null)]
    [InlineData(ChatKind.Feishu, 200, """{"StatusCode":0,"StatusMessage":"success"}""", Fate.Taken, null)]
    [InlineData(ChatKind.Feishu, 200, """{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}""", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Feishu, 200, """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}""", Fate.Refused, "Signature")]
    [InlineData(ChatKind.Feishu, 200, """{"code":19022,"msg":"Ip Not Allowed"}""", Fate.Refused, "Sender")]
    [InlineData(ChatKind.Feishu, 200, """{"code":19024,"msg":"Key Words Not Found"}""", Fate.Refused, "Keyword")]
    [InlineData(ChatKind.Feishu, 400, """{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]"}""", Fate.Later, "Busy")]
    [InlineData(ChatKind.Feishu, 200, """{"code":9499,"msg":"too many request"}""", Fate.Later, "Busy")]
    [InlineData(ChatKind.Feishu, 200, "<html>Portal</html>", Fate.Later, "Unclear")]
    [InlineData(ChatKind.Feishu, 502, "", Fate.Later, "Failing")]
    // DingTalk
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":0,"errmsg":"ok"}""", Fate.Taken, null)]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", Fate.Later, "Busy")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":410100,"errmsg":"发送速度太快而限流"}""", Fate.Later, "Busy")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":300005,"errmsg":"token is not exist"}""", Fate.Refused, "Gone")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":310000,"errmsg":"sign not match, more: [https://ding-doc.dingtalk.com]"}""", Fate.Refused, "Signature")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":310000,"errmsg":"keywords not in content"}""", Fate.Refused, "Keyword")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":310000,"errmsg":"ip 203.0.113.7 not in whitelist"}""", Fate.Refused, "Sender")]
    [InlineData(ChatKind.DingTalk, 200, "[]", Fate.Later, "Unclear")]
    // WeCom
    [InlineData(ChatKind.WeCom, 200, """{"errcode":0,"errmsg":"ok"}""", Fate.Taken, null)]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":45009,"errmsg":"api freq out of limit"}""", Fate.Later, "Busy")]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":93000,"errmsg":"invalid webhook url"}""", Fate.Refused, "Gone")]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":-1,"errmsg":"system busy"}""", Fate.Later, "Content")]
    // Slack
    [InlineData(ChatKind.Slack, 200, "ok", Fate.Taken, null)]
    [InlineData(ChatKind.Slack, 404, "no_service", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Slack, 404, "channel_not_found", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Slack, 410, "channel_is_archived", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Slack, 403, "action_prohibited", Fate.Refused, "Rejected")]
    [InlineData(ChatKind.Slack, 400, "invalid_payload", Fate.Refused, "Content")]
    [InlineData(ChatKind.Slack, 500, "rollup_error", Fate.Later, "Failing")]
    // Discord
    [InlineData(ChatKind.Discord, 204, "", Fate.Taken, null)]
    [InlineData(ChatKind.Discord, 404, """{"message":"Unknown Webhook","code":10015}""", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Discord, 401, """{"message":"Invalid Webhook Token","code":50027}""", Fate.Refused, "Rejected")]
    [InlineData(ChatKind.Discord, 400, """{"content":["Must be 2000 or fewer in length."]}""", Fate.Refused, "Content")]
    // A program of one's own
    [InlineData(ChatKind.Webhook, 202, "", Fate.Taken, null)]
    [InlineData(ChatKind.Webhook, 410, "", Fate.Refused, "Gone")]
    [InlineData(ChatKind.Webhook, 401, "", Fate.Refused, "Rejected")]
    [InlineData(ChatKind.Webhook, 503, "", Fate.Later, "Failing")]
    public void An_answer_means_what_the_service_means_by_it(ChatKind kind, int status, string body, Fate fate, string? advice)
    {
        var outcome = ChatDialect.Of(kind).Judge(new OutgoingAnswer(status, body));
        Assert.Equal(fate, outcome.Fate);
        Assert.Equal(advice is null ? null : $"Advice.{advice}", ChatAdvice.KeyOf(outcome.Told));
        Assert.DoesNotContain(outcome.Told, char.IsControl);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Whoever_is_too_fast_rests_as_long_as_the_service_asks(ChatKind kind)
    {
        Assert.Equal((Fate.Later, Duration.FromSeconds(30)), Rest(kind, new OutgoingAnswer(429, "", TimeSpan.FromSeconds(30))));
        Assert.Equal((Fate.Later, Duration.FromMilliseconds(64570)), Rest(kind, new OutgoingAnswer(429, """{"message":"You are being rate limited.","retry_after":64.57,"global":false}""")));
        Assert.Equal((Fate.Later, Duration.FromMinutes(1)), Rest(kind, new OutgoingAnswer(429, "slow down")));
        Assert.Equal((Fate.Later, Duration.FromHours(6)), Rest(kind, new OutgoingAnswer(429, "", TimeSpan.FromDays(400))));
        Assert.Equal((Fate.Later, Duration.FromSeconds(1)), Rest(kind, new OutgoingAnswer(429, "", TimeSpan.FromSeconds(-5))));
        Assert.Equal(Fate.Refused, ChatDialect.Of(kind).Judge(new OutgoingAnswer(302, "")).Fate);
    }

    [Fact]
    public void DingTalk_is_left_alone_for_ten_minutes() =>
        Assert.Equal((Fate.Later, Duration.FromMinutes(10)), Rest(ChatKind.DingTalk, new OutgoingAnswer(200, """{"errcode":130101,"errmsg":"send too fast"}""")));

    [Fact]
    public void Every_advice_is_said_in_both_languages()
    {
        var words = new System.Resources.ResourceManager(typeof(ChatTexts));
        foreach (var advice in (string[])["Gone", "Signature", "Keyword", "Sender", "Redirect", "Content", "Rejected", "Busy", "Failing", "Unclear"])
        {
            Assert.Equal($"Advice.{advice}", ChatAdvice.KeyOf(ChatAdvice.Say(advice, "310000 \u001b[2J\r\nsaid")));
            Assert.NotEqual(words.GetString($"Advice.{advice}", CultureInfo.InvariantCulture), words.GetString($"Advice.{advice}", CultureInfo.GetCultureInfo("zh-CN")));
        }
    }

    private static (Fate, Duration?) Rest(ChatKind kind, OutgoingAnswer answer)
    {
        var outcome = ChatDialect.Of(kind).Judge(answer);
        return (outcome.Fate, outcome.Rest);
    }

    private static OutgoingRequest Write(ChatKind kind, Message message, string? secret = Secret) =>
        ChatDialect.Of(kind).Write(new ChatTarget(new Uri("https://hooks.example/kept"), ChatKinds.Signs(kind) ? secret : null), message, at);

    private static JsonNode Json(OutgoingRequest request) => JsonNode.Parse(request.Body)!;

    private static string Said(ChatKind kind, JsonNode json) => kind switch
    {
        ChatKind.Feishu => string.Join('\n', json["content"]!["post"]!["zh_cn"]!["content"]!.AsArray().Select(line => string.Concat(line!.AsArray().Select(piece => piece!["text"]!.GetValue<string>())))),
        ChatKind.DingTalk => json["markdown"]!["text"]!.GetValue<string>(),
        ChatKind.WeCom => json["markdown"]!["content"]!.GetValue<string>(),
        ChatKind.Discord => json["content"]!.GetValue<string>(),
        _ => json["text"]!.GetValue<string>(),
    };

    private static string Repeat(string one, int count) => string.Concat(Enumerable.Repeat(one, count));

    // No half of a character is left anywhere, escaped or not.
    private static bool IsWhole(string body) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(JsonNode.Parse(body)!.ToString())) is var text && !text.Contains('\ufffd', StringComparison.Ordinal);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>Feishu and Lark: a post of plain pieces, in which nothing is markup; 20 KB; a failure is told in an answer of 200.</summary>
internal sealed class FeishuDialect : ChatDialect
{
    private const int Most = 20 * 1024;

    // What each paragraph takes around its words.
    private const int Paragraph = 40;

    public override IReadOnlyList<ChatLimit> Limits { get; } = [new(5, Duration.FromSeconds(1)), new(100, Duration.FromMinutes(1))];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var empty = Body(target, message, "", now);
        var text = ChatPlain.Shorten(Calm(message.Text.ReplaceLineEndings("\n").Trim()), Most - Encoding.UTF8.GetByteCount(empty) - Paragraph, static piece => piece is "\n" ? Paragraph : JsonBytes(piece));
        return new OutgoingRequest(target.Address, Body(target, message, text, now), []);
    }

    /// <summary>The signature: the time and the secret are the key, and nothing is signed with it.</summary>
    internal static string Sign(string timestamp, string secret) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body) => (Number(body, "code") ?? Number(body, "StatusCode")) switch
    {
        0 => Taken(),
        11232 or 9499 => Later(ChatAdvice.Busy, Said(answer, body), UsualRest),
        19001 => Refused(ChatAdvice.Gone, Said(answer, body)),
        19021 => Refused(ChatAdvice.Signature, Said(answer, body)),
        19022 => Refused(ChatAdvice.Sender, Said(answer, body)),
        19024 => Refused(ChatAdvice.Keyword, Said(answer, body)),
        null => answer.Status is 404 or 410 ? Refused(ChatAdvice.Gone, Said(answer, body)) : Later(ChatAdvice.Unclear, Said(answer, body)),
        _ => Later(ChatAdvice.Content, Said(answer, body)),
    };

    protected override string Said(OutgoingAnswer answer, JsonObject? body) =>
        Number(body, "code") is { } code ? $"{code.ToString(CultureInfo.InvariantCulture)} {Text(body, "msg")}" : $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}";

    private static string Body(ChatTarget target, Message message, string text, Instant now)
    {
        var lines = new JsonArray();
        foreach (var line in text.Split('\n'))
            lines.Add((JsonNode)new JsonArray(new JsonObject { ["tag"] = "text", ["text"] = line }));
        if (ChatPlain.Link(message) is { } link)
            lines.Add((JsonNode)new JsonArray(new JsonObject { ["tag"] = "a", ["text"] = Calm(message.Act ?? link), ["href"] = link }));
        var body = new JsonObject();
        if (target.Secret is { } secret)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            body["timestamp"] = timestamp;
            body["sign"] = Sign(timestamp, secret);
        }

        body["msg_type"] = "post";
        body["content"] = new JsonObject { ["post"] = new JsonObject { ["zh_cn"] = new JsonObject { ["title"] = Calm(ChatPlain.Shorten(Message.Line(message.Subject), 120, static _ => 1)), ["content"] = lines } } };
        return Json(body);
    }

    // Pieces of a post are plain; in another kind of message this calls people, and nobody should depend on the difference.
    private static string Calm(string text) => text.Replace("<at", "＜at", StringComparison.OrdinalIgnoreCase).Replace("</at", "＜/at", StringComparison.OrdinalIgnoreCase);
}

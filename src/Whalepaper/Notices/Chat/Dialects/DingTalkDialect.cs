using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>DingTalk: Markdown without a way to escape it; whoever is too fast is left out for ten minutes; a failure is told in an answer of 200.</summary>
internal sealed class DingTalkDialect : ChatDialect
{
    private const int Most = 20_000;

    private static readonly Duration silence = Duration.FromMinutes(10);

    public override IReadOnlyList<ChatLimit> Limits { get; } = [new(20, Duration.FromMinutes(1))];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var title = ChatPlain.Subject(message.Subject);
        var (head, tail) = ($"### {title}\n\n", ChatPlain.Link(message) is { } link ? $"\n\n[{ChatPlain.Subject(message.Act ?? link)}]({link})" : "");
        // A line ends where two blanks stand before the break.
        var text = ChatPlain.Shorten(ChatPlain.Of(message.Text).Replace("\n", "  \n", StringComparison.Ordinal), Most - JsonBytes(head + tail + title) - 200, JsonBytes);
        var body = new JsonObject
        {
            ["msgtype"] = "markdown",
            ["markdown"] = new JsonObject { ["title"] = title, ["text"] = head + text + tail },
            ["at"] = new JsonObject { ["atMobiles"] = new JsonArray(), ["atUserIds"] = new JsonArray(), ["isAtAll"] = false },
        };
        return new OutgoingRequest(Signed(target, now), Json(body), []);
    }

    /// <summary>The signature: the secret is the key, and the time with the secret is signed.</summary>
    internal static string Sign(string timestamp, string secret) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body)
    {
        var said = Said(answer, body);
        return Number(body, "errcode") switch
        {
            0 => Taken(),
            130101 or 410100 => Later(ChatAdvice.Busy, said, silence),
            300005 => Refused(ChatAdvice.Gone, said),
            310000 => Refused(Refusal(Text(body, "errmsg")), said),
            null => answer.Status is 404 or 410 ? Refused(ChatAdvice.Gone, said) : Later(ChatAdvice.Unclear, said),
            _ => Later(ChatAdvice.Content, said),
        };
    }

    protected override string Said(OutgoingAnswer answer, JsonObject? body) =>
        Number(body, "errcode") is { } code ? $"{code.ToString(CultureInfo.InvariantCulture)} {Text(body, "errmsg")}" : $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}";

    private static string Refusal(string words) => words.Contains("keyword", StringComparison.OrdinalIgnoreCase) ? ChatAdvice.Keyword
        : words.Contains("ip", StringComparison.OrdinalIgnoreCase) && words.Contains("whitelist", StringComparison.OrdinalIgnoreCase) ? ChatAdvice.Sender : ChatAdvice.Signature;

    private static Uri Signed(ChatTarget target, Instant now)
    {
        if (target.Secret is not { } secret)
            return target.Address;
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var address = target.Address.AbsoluteUri;
        return new Uri($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(timestamp, secret))}");
    }
}

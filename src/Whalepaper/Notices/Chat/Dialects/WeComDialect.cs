using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>WeCom: Markdown of 4096 bytes without a way to escape it; the address is the key; a failure is told in an answer of 200.</summary>
internal sealed class WeComDialect : ChatDialect
{
    private const int Most = 4096;

    public override IReadOnlyList<ChatLimit> Limits { get; } = [new(20, Duration.FromMinutes(1))];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var (head, tail) = ($"**{ChatPlain.Subject(message.Subject)}**\n", ChatPlain.Link(message) is { } link ? $"\n[{ChatPlain.Subject(message.Act ?? link)}]({link})" : "");
        var text = ChatPlain.Shorten(ChatPlain.Of(message.Text), Most - ChatPlain.Bytes(head + tail), ChatPlain.Bytes);
        return new OutgoingRequest(target.Address, Json(new JsonObject { ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["content"] = head + text + tail } }), []);
    }

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body) => Number(body, "errcode") switch
    {
        0 => Taken(),
        45009 => Later(ChatAdvice.Busy, Said(answer, body), UsualRest),
        93000 => Refused(ChatAdvice.Gone, Said(answer, body)),
        null => answer.Status is 404 or 410 ? Refused(ChatAdvice.Gone, Said(answer, body)) : Later(ChatAdvice.Unclear, Said(answer, body)),
        _ => Later(ChatAdvice.Content, Said(answer, body)),
    };

    protected override string Said(OutgoingAnswer answer, JsonObject? body) =>
        Number(body, "errcode") is { } code ? $"{code.ToString(CultureInfo.InvariantCulture)} {Text(body, "errmsg")}" : $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}";
}

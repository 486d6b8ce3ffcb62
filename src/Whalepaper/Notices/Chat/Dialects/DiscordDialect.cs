using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>Discord: 2000 characters, and nobody is called whatever the text says.</summary>
internal sealed class DiscordDialect : ChatDialect
{
    private const int Most = 2000;

    // Links are not unfolded into pictures of their own.
    private const int WithoutEmbeds = 4;

    private const int UnknownWebhook = 10015;

    public override IReadOnlyList<ChatLimit> Limits { get; } = [new(5, Duration.FromSeconds(2))];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var (head, tail) = ($"**{ChatPlain.Subject(message.Subject)}**\n", ChatPlain.Link(message) is { } link ? $"\n{(message.Act is null ? "" : $"{ChatPlain.Subject(message.Act)}: ")}<{link}>" : "");
        var text = ChatPlain.Shorten(ChatPlain.Of(message.Text), Most - head.Length - tail.Length, static piece => piece.Length);
        return new OutgoingRequest(
            target.Address, Json(new JsonObject { ["content"] = head + text + tail, ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() }, ["flags"] = WithoutEmbeds }), []);
    }

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body) => answer.Status switch
    {
        >= 200 and < 300 => Taken(),
        404 or 410 => Refused(ChatAdvice.Gone, Said(answer, body)),
        _ when Number(body, "code") is UnknownWebhook => Refused(ChatAdvice.Gone, Said(answer, body)),
        400 => Refused(ChatAdvice.Content, Said(answer, body)),
        _ => Refused(ChatAdvice.Rejected, Said(answer, body)),
    };

    protected override string Said(OutgoingAnswer answer, JsonObject? body) =>
        $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}{(Number(body, "code") is { } code ? $" {code.ToString(CultureInfo.InvariantCulture)}" : "")} {Text(body, "message")}";
}

using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>Slack, and what takes the same messages: three signs are escaped, and the answer is a word.</summary>
internal sealed class SlackDialect : ChatDialect
{
    // Slack takes ten times as much, but folds what is longer.
    private const int Most = 4000;

    public override IReadOnlyList<ChatLimit> Limits { get; } = [new(1, Duration.FromSeconds(1))];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var (head, tail) = ($"*{Escape(ChatPlain.Subject(message.Subject, angles: false))}*\n", ChatPlain.Link(message) is { } link ? $"\n<{Escape(link)}|{Escape(ChatPlain.Subject(message.Act ?? link, angles: false))}>" : "");
        var text = ChatPlain.Shorten(ChatPlain.Of(message.Text, angles: false), Most - head.Length - tail.Length, static piece => Escape(piece).Length);
        return new OutgoingRequest(target.Address, Json(new JsonObject { ["text"] = head + Escape(text) + tail, ["unfurl_links"] = false, ["unfurl_media"] = false }), []);
    }

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body) => answer.Status switch
    {
        >= 200 and < 300 => Taken(),
        404 or 410 => Refused(ChatAdvice.Gone, Said(answer, body)),
        400 => Refused(ChatAdvice.Content, Said(answer, body)),
        _ => Refused(ChatAdvice.Rejected, Said(answer, body)),
    };

    protected override string Said(OutgoingAnswer answer, JsonObject? body) => $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)} {(answer.Body.Length < 100 ? answer.Body : "")}";

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

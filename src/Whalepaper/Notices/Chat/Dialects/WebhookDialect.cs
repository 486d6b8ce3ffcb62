using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>A program of somebody's own: it gets the message as it is, and any answer of 2xx is a yes.</summary>
internal sealed class WebhookDialect : ChatDialect
{
    /// <summary>When it was signed, in seconds of Unix time.</summary>
    public const string Timestamp = "X-Whalepaper-Timestamp";

    /// <summary>The signature.</summary>
    public const string Signature = "X-Whalepaper-Signature";

    public override IReadOnlyList<ChatLimit> Limits => [];

    public override OutgoingRequest Write(ChatTarget target, Message message, Instant now)
    {
        var body = Json(new JsonObject { ["title"] = Message.Line(message.Subject), ["text"] = message.Text, ["link"] = message.Link.Length > 0 ? message.Link : null });
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new OutgoingRequest(target.Address, body, target.Secret is { } secret ? [(Timestamp, timestamp), (Signature, Sign(timestamp, body, secret))] : [(Timestamp, timestamp)]);
    }

    /// <summary>The signature: of the time, a full stop and the body.</summary>
    internal static string Sign(string timestamp, string body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")))}";

    protected override Outcome Judge(OutgoingAnswer answer, JsonObject? body) => answer.Status switch
    {
        >= 200 and < 300 => Taken(),
        404 or 410 => Refused(ChatAdvice.Gone, Said(answer, body)),
        _ => Refused(ChatAdvice.Rejected, Said(answer, body)),
    };

    // Whatever a program says of its own: it might say the address.
    protected override string Said(OutgoingAnswer answer, JsonObject? body) => $"HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}";
}

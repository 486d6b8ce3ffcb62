using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat.Dialects;

/// <summary>How a service is spoken to: what a message looks like, how fast they may come, and what its answers mean.</summary>
internal abstract class ChatDialect
{
    /// <summary>How long to rest where a service asks for it and does not say how long.</summary>
    protected static readonly Duration UsualRest = Duration.FromMinutes(1);

    // A service that asks for more has something else to say.
    private static readonly Duration longestRest = Duration.FromHours(6);

    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly Dictionary<ChatKind, ChatDialect> all = new()
    {
        [ChatKind.Feishu] = new FeishuDialect(),
        [ChatKind.DingTalk] = new DingTalkDialect(),
        [ChatKind.WeCom] = new WeComDialect(),
        [ChatKind.Slack] = new SlackDialect(),
        [ChatKind.Discord] = new DiscordDialect(),
        [ChatKind.Webhook] = new WebhookDialect(),
    };

    /// <summary>How fast messages may come.</summary>
    public abstract IReadOnlyList<ChatLimit> Limits { get; }

    /// <summary>The dialect of a service.</summary>
    public static ChatDialect Of(ChatKind kind) => all[kind];

    /// <summary>Writes a message as the service takes it.</summary>
    /// <param name="target">Where it goes, and by what it is signed.</param>
    /// <param name="message">The message.</param>
    /// <param name="now">When, for the signature.</param>
    public abstract OutgoingRequest Write(ChatTarget target, Message message, Instant now);

    /// <summary>What an answer means.</summary>
    public Outcome Judge(OutgoingAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var body = Read(answer.Body);
        if (answer.Status is 429)
            return Later(ChatAdvice.Busy, Said(answer, body), RestOf(answer, body));
        if (answer.Status is >= 300 and < 400)
            return Refused(ChatAdvice.Redirect, Said(answer, body));
        if (answer.Status is >= 500 or 408 or 425)
            return Later(ChatAdvice.Failing, Said(answer, body), answer.RetryAfter is null ? null : RestOf(answer, body));
        return Judge(answer, body);
    }

    /// <summary>What an answer means that is no redirection, no call for a rest and no disturbance.</summary>
    protected abstract Outcome Judge(OutgoingAnswer answer, JsonObject? body);

    /// <summary>What the service said: its number and its words.</summary>
    protected abstract string Said(OutgoingAnswer answer, JsonObject? body);

    /// <summary>JSON as it is sent.</summary>
    protected static string Json(JsonObject node) => node.ToJsonString(json);

    /// <summary>What a text takes inside of JSON, in bytes.</summary>
    protected static int JsonBytes(string text) => JsonEncodedText.Encode(text, json.Encoder).EncodedUtf8Bytes.Length;

    /// <summary>A number of an answer; null if there is none.</summary>
    protected static long? Number(JsonObject? body, string name) => body?[name] switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A text of an answer; empty if there is none.</summary>
    protected static string Text(JsonObject? body, string name) => body?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>It was taken.</summary>
    protected static Outcome Taken() => new(Fate.Taken, "The chat took it.");

    /// <summary>It may do better later.</summary>
    protected static Outcome Later(string advice, string said, Duration? rest = null) => new(Fate.Later, ChatAdvice.Say(advice, said), rest);

    /// <summary>It will never be taken.</summary>
    protected static Outcome Refused(string advice, string said) => new(Fate.Refused, ChatAdvice.Say(advice, said));

    private static Duration RestOf(OutgoingAnswer answer, JsonObject? body)
    {
        var asked = answer.RetryAfter is { } after ? Duration.FromTimeSpan(after)
            : body?["retry_after"] is JsonValue value && value.TryGetValue<double>(out var seconds) && seconds is > 0 and < 1_000_000 ? Duration.FromMilliseconds(Math.Ceiling(seconds * 1000))
            : UsualRest;
        return Duration.Max(Duration.FromSeconds(1), Duration.Min(asked, longestRest));
    }

    private static JsonObject? Read(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

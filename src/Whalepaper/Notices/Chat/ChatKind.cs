namespace Whalepaper.Notices.Chat;

/// <summary>The services whose chats can be written to. The numbers stand in the database: none is ever given another meaning.</summary>
public enum ChatKind
{
    /// <summary>Feishu (飞书), and Lark outside of China.</summary>
    Feishu = 0,

    /// <summary>DingTalk (钉钉).</summary>
    DingTalk = 1,

    /// <summary>WeCom (企业微信).</summary>
    WeCom = 2,

    /// <summary>Slack, and what takes the same messages.</summary>
    Slack = 3,

    /// <summary>Discord.</summary>
    Discord = 4,

    /// <summary>A program of somebody's own.</summary>
    Webhook = 5,
}

/// <summary>The words for the services.</summary>
public static class ChatKinds
{
    /// <summary>The word of a service, as forms and programs write it.</summary>
    public static string WordOf(ChatKind kind) => kind switch
    {
        ChatKind.Feishu => "feishu",
        ChatKind.DingTalk => "dingtalk",
        ChatKind.WeCom => "wecom",
        ChatKind.Slack => "slack",
        ChatKind.Discord => "discord",
        _ => "webhook",
    };

    /// <summary>The service of a word; null if it is none.</summary>
    public static ChatKind? Of(string? word) => Enum.GetValues<ChatKind>().Where(kind => string.Equals(WordOf(kind), word, StringComparison.Ordinal)).Select(kind => (ChatKind?)kind).FirstOrDefault();

    /// <summary>Whether messages can be signed, so that the receiver knows whose they are.</summary>
    public static bool Signs(ChatKind kind) => kind is ChatKind.Feishu or ChatKind.DingTalk or ChatKind.Webhook;
}

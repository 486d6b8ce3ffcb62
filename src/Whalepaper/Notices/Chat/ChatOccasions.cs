namespace Whalepaper.Notices.Chat;

/// <summary>What a chat may be told of, by the words that the database, forms and programs know it by. A word is never given another meaning.</summary>
public static class ChatOccasions
{
    /// <summary>A plan of a topic was published.</summary>
    public const string Plan = "plan";

    /// <summary>A topic opens, and its papers can be claimed.</summary>
    public const string Topic = "topic";

    /// <summary>What is shared this week.</summary>
    public const string Week = "week";

    /// <summary>A meeting was moved or called off.</summary>
    public const string Meeting = "meeting";

    /// <summary>A notice of the committee.</summary>
    public const string Notice = "notice";

    /// <summary>All of them, in the order in which they are asked for.</summary>
    public static IReadOnlyList<string> All { get; } = [Plan, Topic, Week, Meeting, Notice];
}

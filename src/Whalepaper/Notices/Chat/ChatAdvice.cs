using System.Globalization;
using System.Resources;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Chat;

/// <summary>What the organizer is told to do about a chat that refuses: kept in English with the delivery, and shown in the reader's language.</summary>
internal static class ChatAdvice
{
    public const string Gone = "Gone";
    public const string Signature = "Signature";
    public const string Keyword = "Keyword";
    public const string Sender = "Sender";
    public const string Redirect = "Redirect";
    public const string Content = "Content";
    public const string Rejected = "Rejected";
    public const string Busy = "Busy";
    public const string Failing = "Failing";
    public const string Unclear = "Unclear";

    private const int LongestSaid = 120;

    private static readonly string[] all = [Gone, Signature, Keyword, Sender, Redirect, Content, Rejected, Busy, Failing, Unclear];

    private static readonly ResourceManager words = new(typeof(ChatTexts));

    /// <summary>An advice in English, with what the service said.</summary>
    public static string Say(string advice, string said)
    {
        var line = LogLine.Of(said.AsSpan().Trim(), LongestSaid).Trim();
        return line.Length > 0 ? $"{English(advice)} ({line})" : English(advice);
    }

    /// <summary>The key of the advice that was told, in <see cref="ChatTexts"/>; null if it was none.</summary>
    public static string? KeyOf(string? told) => all.Where(advice => told?.StartsWith(English(advice), StringComparison.Ordinal) is true).Select(KeyFor).FirstOrDefault();

    private static string English(string advice) => words.GetString(KeyFor(advice), CultureInfo.InvariantCulture)!;

    private static string KeyFor(string advice) => $"Advice.{advice}";
}

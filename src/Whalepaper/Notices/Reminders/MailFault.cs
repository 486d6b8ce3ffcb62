using System.Text.RegularExpressions;

namespace Whalepaper.Notices.Reminders;

/// <summary>Why a letter did not arrive, as far as it may be told to others than whom it was for: what a server says may hold a private address.</summary>
public enum MailFault
{
    /// <summary>Another reason, or one that nobody can tell.</summary>
    Other,

    /// <summary>The mailbox is full.</summary>
    Full,

    /// <summary>There is no such address.</summary>
    Unknown,

    /// <summary>It was taken for unwanted mail.</summary>
    Spam,

    /// <summary>No server could be reached.</summary>
    Away,

    /// <summary>It took too long.</summary>
    Slow,
}

/// <summary>Tells the reason from what stands in the outbox.</summary>
public static partial class MailFaults
{
    /// <summary>The reason.</summary>
    /// <param name="result">What became of a letter: see <see cref="Deliveries.Delivery.Result"/>.</param>
    public static MailFault Of(string result)
    {
        ArgumentNullException.ThrowIfNull(result);
        // Codes of RFC 5321 (4.2) and RFC 3463; many servers say in words what their code leaves open.
        if (Slow().IsMatch(result))
            return MailFault.Slow;
        var code = Code().Match(result);
        var (number, subject, detail) = (code.Groups["number"].Value, code.Groups["subject"].Value, code.Groups["detail"].Value);
        if ((subject is "7" && detail is not "8") || Spam().IsMatch(result))
            return MailFault.Spam;
        if ((subject, detail) is ("2", "2") || number is "552" || Full().IsMatch(result))
            return MailFault.Full;
        if (subject is "1" || (subject, detail) is ("2", "1") || (subject.Length == 0 && number is ("550" or "551" or "553")))
            return MailFault.Unknown;
        return subject is "4" || number is "421" || (number.Length == 0 && Away().IsMatch(result)) ? MailFault.Away : MailFault.Other;
    }

    // An address that is paused says before it what its server said.
    [GeneratedRegex(@"(?:^|: )(?<number>[2-5]\d\d)[ -](?:[245]\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})\b)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"took too long|did not answer in time|timed out|time-?out", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slow();

    [GeneratedRegex(@"spam|junk|black ?list|block ?list|dnsbl|reputation|dmarc|dkim|\bspf\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spam();

    [GeneratedRegex(@"quota|mailbox (?:is )?full|storage", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Full();

    [GeneratedRegex(@"refused|unreachable|not known|no such host|resolve|connect|reset|closed|certificate|ssl|tls", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Away();
}

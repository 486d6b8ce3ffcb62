using System.Text.RegularExpressions;
using MailKit.Net.Smtp;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Mail;

/// <summary>What a mail server means by a refusal (RFC 5321, 4.2; RFC 3463).</summary>
internal static partial class SmtpFault
{
    private const int Longest = 280;

    public static Outcome Of(SmtpCommandException refusal)
    {
        var told = Line($"{(int)refusal.StatusCode} {refusal.Message}");
        if ((int)refusal.StatusCode < 500)
            return new Outcome(refusal.StatusCode is SmtpStatusCode.ServiceNotAvailable ? Fate.Away : Fate.Later, told);
        return refusal.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted when !IsOfSender(refusal) => new Outcome(IsOfAddress(refusal) ? Fate.Unreachable : Fate.Refused, told),
            SmtpErrorCode.MessageNotAccepted => new Outcome(Fate.Refused, told),
            // It will not have us as a sender, whoever the recipient is: that is for the organizer to mend. Many say so only when they hear to whom.
            _ => new Outcome(Fate.Later, told),
        };
    }

    /// <summary>What went wrong, for the organizer.</summary>
    public static string Say(Exception failure) => Line(failure is SmtpCommandException refusal ? $"{(int)refusal.StatusCode} {failure.Message}" : failure.Message);

    /// <summary>What others said, on one line.</summary>
    public static string Line(string said) => LogLine.Of(said.AsSpan().Trim(), Longest).Trim();

    // With an enhanced code, only those of addresses and mailboxes speak of the recipient; others are about us, such as a list of unwanted senders, or about
    // the letter: X.2.3 finds it too long for the mailbox, X.2.4 cannot tell who is on a list.
    private static bool IsOfAddress(SmtpCommandException refusal) => Enhanced().Match(refusal.Message) is { Success: true } code
        ? code.Groups["subject"].Value is "1" or "2" && !(code.Groups["subject"].Value is "2" && code.Groups["detail"].Value is "3" or "4")
        : refusal.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed;

    // X.1.7 and X.1.8 are of the sender's address and system. X.1.0 says nothing more than that it is of an address, and older servers have no codes: then the words tell.
    private static bool IsOfSender(SmtpCommandException refusal) => Enhanced().Match(refusal.Message) is { Success: true } code && (code.Groups["subject"].Value, code.Groups["detail"].Value) is not ("1", "0")
        ? (code.Groups["subject"].Value, code.Groups["detail"].Value) is ("1", "7" or "8")
        : refusal.Message.Contains("sender", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^5\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Enhanced();
}

using MailKit.Net.Smtp;
using MimeKit;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What a mail server means by a refusal: only what is the recipient's stops their mail (RFC 3463).</summary>
public sealed class SmtpFaultTests
{
    [Theory]
    [InlineData(550, "5.1.1 No such user here", Fate.Unreachable)]
    [InlineData(550, "5.1.2 Bad destination system", Fate.Unreachable)]
    [InlineData(553, "5.1.3 Bad address syntax", Fate.Unreachable)]
    [InlineData(550, "5.1.6 Mailbox has moved", Fate.Unreachable)]
    [InlineData(550, "5.1.10 Recipient address has null MX", Fate.Unreachable)]
    [InlineData(550, "5.2.1 Mailbox disabled", Fate.Unreachable)]
    [InlineData(552, "5.2.2 Mailbox full", Fate.Unreachable)]
    [InlineData(550, "mailbox unavailable", Fate.Unreachable)]
    [InlineData(553, "mailbox name not allowed", Fate.Unreachable)]
    [InlineData(550, "5.7.1 Your network is on a list", Fate.Refused)]
    [InlineData(552, "5.2.3 Message length exceeds limit", Fate.Refused)]
    [InlineData(550, "5.2.4 Mailing list expansion problem", Fate.Refused)]
    // Who writes is wrong, which servers often say only when they hear to whom.
    [InlineData(553, "5.1.7 <group@whale>: Sender address rejected: bad syntax", Fate.Later)]
    [InlineData(550, "5.1.8 <group@whale.example>: Sender address rejected: Domain not found", Fate.Later)]
    [InlineData(550, "5.1.0 <group@whale.example>: Sender address rejected: User unknown", Fate.Later)]
    [InlineData(550, "Sender verify failed", Fate.Later)]
    [InlineData(553, "sorry, your envelope sender is in my badmailfrom list", Fate.Later)]
    [InlineData(450, "4.1.8 Sender address rejected: Domain not found", Fate.Later)]
    internal void A_refused_recipient_is_unreachable_only_by_their_own_fault(int status, string said, Fate fate) => Assert.Equal(fate, Of(SmtpErrorCode.RecipientNotAccepted, status, said));

    [Theory]
    [InlineData(550, "5.1.1 No such user here")]
    [InlineData(550, "5.1.8 Domain not found")]
    [InlineData(553, "mailbox name not allowed")]
    internal void A_refused_sender_is_nobody_elses_fault(int status, string said) => Assert.Equal(Fate.Later, Of(SmtpErrorCode.SenderNotAccepted, status, said));

    private static Fate Of(SmtpErrorCode error, int status, string said) => SmtpFault.Of(new SmtpCommandException(error, (SmtpStatusCode)status, MailboxAddress.Parse("inner@people.example"), said)).Fate;
}

using System.Text;
using MimeKit;
using MimeKit.Text;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Mail;

/// <summary>Puts the parts of a letter together.</summary>
internal static class MailParts
{
    /// <summary>
    /// The body: text, then the same as a page; an invitation last, since a program shows the last part that it knows, and once more as a file for those
    /// that know none.
    /// </summary>
    public static MimeEntity Body(string text, string page, CalendarInvitation? invitation)
    {
        var same = new MultipartAlternative { new TextPart(TextFormat.Plain) { Text = text }, new TextPart(TextFormat.Html) { Text = page } };
        if (invitation is null)
            return same;
        var calendar = new TextPart("calendar") { ContentTransferEncoding = ContentEncoding.Base64 };
        calendar.SetText(Encoding.UTF8, invitation.Text);
        calendar.ContentType.Parameters["method"] = invitation.MethodWord;
        same.Add(calendar);
        var file = new MimePart("application", "ics")
        {
            FileName = "invite.ics",
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "invite.ics" },
            ContentTransferEncoding = ContentEncoding.Base64,
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(invitation.Text))),
        };
        return new Multipart("mixed") { same, file };
    }
}

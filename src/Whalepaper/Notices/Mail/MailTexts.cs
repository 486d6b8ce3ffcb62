namespace Whalepaper.Notices.Mail;

/// <summary>The words of letters' frames and of the page on which mail is set up; they lie beside it, in each language.</summary>
public sealed class MailTexts;

namespace Whalepaper.Notices.Mail;

/// <summary>How the connection to the mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>It begins in the clear and must be encrypted before anything is said (STARTTLS), usually on port 587.</summary>
    StartTls = 0,

    /// <summary>It is encrypted from the first byte, usually on port 465.</summary>
    Tls = 1,

    /// <summary>It is not encrypted: for a server on this machine, or one that asks for no password.</summary>
    None = 2,
}

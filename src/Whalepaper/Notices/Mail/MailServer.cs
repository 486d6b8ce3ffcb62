using NodaTime;

namespace Whalepaper.Notices.Mail;

/// <summary>The server that takes our mail, as the organizer set it on the page; its password lies here sealed.</summary>
public sealed class MailServer
{
    /// <summary>The number of the only one.</summary>
    public const int TheOne = 1;

    private MailServer()
    {
    }

    /// <summary>Sets the server for the first time.</summary>
    /// <param name="settings">The server.</param>
    /// <param name="sealedPassword">Its password, sealed; null where it asks for none.</param>
    /// <param name="at">When.</param>
    public MailServer(MailSettings settings, string? sealedPassword, Instant at) => Change(settings, sealedPassword, at);

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public int Id { get; private set; } = TheOne;

    /// <summary>Its name or address.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; private set; }

    /// <summary>How the connection is kept from others.</summary>
    public MailSecurity Security { get; private set; }

    /// <summary>By what it knows us.</summary>
    public string? User { get; private set; }

    /// <summary>By what we prove to be it, sealed.</summary>
    public string? SealedPassword { get; private set; }

    /// <summary>The address that we write from.</summary>
    public string From { get; private set; } = "";

    /// <summary>The name beside it.</summary>
    public string? FromName { get; private set; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; private set; }

    /// <summary>When it was set.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Sets another server.</summary>
    public void Change(MailSettings settings, string? sealedPassword, Instant at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Host, Port, Security, User, SealedPassword) = (settings.Host, settings.Port, settings.Security, settings.User, sealedPassword);
        (From, FromName, ReplyTo, At) = (settings.From, settings.FromName, settings.ReplyTo, at);
    }
}

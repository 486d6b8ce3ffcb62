using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Notices.Mail;

/// <summary>What the configuration says of mail; read at the start, so that nobody learns of a mistake by the first letter.</summary>
/// <param name="Settings">The server; null if none is named.</param>
public sealed record ConfiguredMail(MailSettings? Settings);

/// <summary>The mail server as things stand: of the configuration if it names one, else as the organizer set it.</summary>
public sealed class MailAtHand(WhalepaperDb db, ConfiguredMail configured, IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Notices.Mail.1");

    /// <summary>Whether the configuration names the server, and the page cannot change it.</summary>
    public bool IsConfigured => configured.Settings is not null;

    /// <summary>The server; null if there is none, or if the key that sealed its password is gone.</summary>
    public async Task<MailSettings?> ReadAsync(CancellationToken cancellation)
    {
        if (configured.Settings is { } settings)
            return settings;
        var server = await db.MailServers.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (server is null)
            return null;
        try
        {
            var password = server.SealedPassword is null ? null : _seal.Unprotect(server.SealedPassword);
            return new MailSettings(server.Host, server.Port, server.Security, server.User, password, server.From, server.FromName, server.ReplyTo);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Seals a password.</summary>
    public string? Seal(string? password) => password is null ? null : _seal.Protect(password);
}

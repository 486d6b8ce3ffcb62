using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Whalepaper.Data;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Seals the words of letters while they wait: their links let somebody in, and whoever reads the database, or a backup of it, without its keys must not
/// find them.
/// </summary>
public sealed class LetterSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Notices.Letter.1");

    /// <summary>Seals words.</summary>
    public string Close(Message message) => _seal.Protect(JsonSerializer.Serialize(message));

    /// <summary>Opens what was sealed; null if the key to it is gone.</summary>
    /// <exception cref="CryptographicException">The keys cannot be read at the moment.</exception>
    public Message? Open(string sealedWords)
    {
        try
        {
            return JsonSerializer.Deserialize<Message>(_seal.Unprotect(sealedWords));
        }
        catch (CryptographicException lost) when (!lost.IsOutage())
        {
            return null;
        }
    }
}

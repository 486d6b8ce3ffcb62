using Microsoft.AspNetCore.DataProtection;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>Seals answers, each time with another key: two seals of the same answers have nothing in common. What that is worth is told in docs/decisions/0017.</summary>
public sealed class AnswerSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Improving.Answers.1");

    /// <summary>Seals answers.</summary>
    public byte[] Close(AnswerSheets sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        return _seal.Protect(sheets.Pack());
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key to it is gone.</exception>
    public AnswerSheets Open(byte[] content) => AnswerSheets.Unpack(_seal.Unprotect(content));
}

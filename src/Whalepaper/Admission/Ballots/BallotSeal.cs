using Microsoft.AspNetCore.DataProtection;

namespace Whalepaper.Admission.Ballots;

/// <summary>Seals what lies in a ballot box, each time with another key: two seals of the same votes have nothing in common.</summary>
public sealed class BallotSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Admission.Ballot.1");

    /// <summary>Seals slips.</summary>
    public byte[] Close(Slips slips)
    {
        ArgumentNullException.ThrowIfNull(slips);
        return _seal.Protect(slips.Pack());
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key to it is gone.</exception>
    public Slips Open(byte[] content) => Slips.Unpack(_seal.Unprotect(content));
}

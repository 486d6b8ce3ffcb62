using System.Security.Cryptography;
using System.Text;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// A secret of 256 random bits that somebody carries in a link, a cookie or a header. We keep its hash alone, so that whoever reads
/// the database cannot use it. So long a secret needs no salt and no slow hash: nobody can try all of them.
/// </summary>
public static class SecretKey
{
    /// <summary>A new secret: 43 letters, digits, dashes and underscores.</summary>
    public static string Make() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>What is kept of it: SHA-256, in hexadecimal.</summary>
    public static string Hash(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}

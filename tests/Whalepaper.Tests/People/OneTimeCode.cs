using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Whalepaper.Tests.People;

/// <summary>The six digits that an authenticator shows (RFC 6238, with the digits of RFC 4226).</summary>
internal static class OneTimeCode
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of this moment.</summary>
    /// <param name="key">The secret in base 32, as the page shows it.</param>
    public static string Of(string key)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        // Authenticators and the house have agreed on this hash, and it is no signature.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Bytes(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var bits = string.Concat(key.TrimEnd('=').ToUpperInvariant().Select(digit => Convert.ToString(Digits.IndexOf(digit, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
    }
}

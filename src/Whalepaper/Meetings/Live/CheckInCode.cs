using System.Security.Cryptography;
using System.Text;

namespace Whalepaper.Meetings.Live;

/// <summary>The short code by which one says "I am here": six signs that nobody takes for others, when read from a screen or heard.</summary>
public static class CheckInCode
{
    /// <summary>How many signs it has.</summary>
    public const int Length = 6;

    // No 0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V: 20 signs make 64 million codes, and guesses are counted.
    internal const string Signs = "3479ACDEFHJKMNPRTWXY";

    /// <summary>A new one, which nobody can foresee.</summary>
    public static string New() => RandomNumberGenerator.GetString(Signs, Length);

    /// <summary>What somebody typed, as codes are written: in capitals, without blanks and dashes; half or full width.</summary>
    public static string Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 10 * Length)
            return "";
        var plain = new StringBuilder(typed.Length);
        foreach (var sign in typed)
        {
            var half = sign is >= '！' and <= '～' ? (char)(sign - '！' + '!') : sign;
            if (char.IsAsciiLetterOrDigit(half))
                plain.Append(char.ToUpperInvariant(half));
        }

        return plain.ToString();
    }
}

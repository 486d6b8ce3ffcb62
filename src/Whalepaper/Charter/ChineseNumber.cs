using System.Globalization;

namespace Whalepaper.Charter;

/// <summary>Whole numbers from 0 to 99 as a clock needs them: 九, 十一, 二十, 三十五, 两, and digits of both widths.</summary>
internal static class ChineseNumber
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>Whether a character can stand in such a number.</summary>
    public static bool IsPart(char c) => c is '十' or '两' or '兩' or '〇' || Digits.Contains(c, StringComparison.Ordinal) || IsDigit(c);

    /// <summary>Whether it is a digit of either width.</summary>
    public static bool IsDigit(char c) => char.IsAsciiDigit(c) || c is >= '０' and <= '９';

    /// <summary>Reads a number; null if it is none.</summary>
    public static int? Read(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 3)
            return null;
        if (IsDigit(text[0]))
            return ReadDigits(text);
        var ten = text.IndexOf('十');
        if (ten < 0)
            return text.Length == 1 ? Digit(text[0]) : text.Length == 2 && text[0] is '零' or '〇' ? Digit(text[1]) : null;
        var tens = ten == 0 ? 1 : ten == 1 ? Digit(text[0]) : null;
        var ones = ten == text.Length - 1 ? 0 : ten == text.Length - 2 ? Digit(text[^1]) : null;
        return tens is > 0 && ones is not null ? (tens * 10) + ones : null;
    }

    /// <summary>Writes 0 to 99.</summary>
    public static string Write(int number) => number switch
    {
        < 10 => Digits[number].ToString(),
        10 => "十",
        < 20 => $"十{Digits[number - 10]}",
        _ => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10].ToString())}",
    };

    private static int? ReadDigits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var c in text)
        {
            if (!IsDigit(c))
                return null;
            number = (number * 10) + CharUnicodeInfo.GetDecimalDigitValue(c);
        }

        return number;
    }

    private static int? Digit(char c) => c switch
    {
        '两' or '兩' => 2,
        '〇' => 0,
        _ when Digits.IndexOf(c, StringComparison.Ordinal) is >= 0 and var value => value,
        _ => null,
    };
}

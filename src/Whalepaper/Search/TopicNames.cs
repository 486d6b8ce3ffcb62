using System.Globalization;

namespace Whalepaper.Search;

/// <summary>The ways in which people write a topic's number.</summary>
internal static class TopicNames
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>As the site heads it.</summary>
    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"Topic {number}");

    /// <summary>The others: 第5期, 第五期.</summary>
    public static IReadOnlyList<string> All(int number) =>
        [string.Create(CultureInfo.InvariantCulture, $"第{number}期"), .. Chinese(number) is { } words ? (string[])[$"第{words}期"] : []];

    /// <summary>A number up to 99 in Chinese; null above.</summary>
    private static string? Chinese(int number) => number switch
    {
        < 10 => Digits[number].ToString(),
        < 20 => $"十{(number == 10 ? "" : Digits[number % 10])}",
        < 100 => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
        _ => null,
    };
}

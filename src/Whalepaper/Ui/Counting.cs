using Microsoft.Extensions.Localization;

namespace Whalepaper.Ui;

/// <summary>Words that go with a number.</summary>
public static class Counting
{
    /// <summary>
    /// The text <paramref name="key"/> with its <paramref name="places"/> filled; with a <paramref name="count"/> of exactly one, the text
    /// <c>key.One</c>, for English knows one paper and many papers.
    /// </summary>
    public static LocalizedString Counted(this IStringLocalizer texts, string key, int count, params object[] places)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(places);
        return texts[count == 1 ? $"{key}.One" : key, places];
    }
}

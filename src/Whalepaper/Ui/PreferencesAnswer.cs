namespace Whalepaper.Ui;

/// <summary>What was sent to the preferences and could not be kept, for the page that shows it again.</summary>
/// <param name="Field">The field that is not on offer: language, theme or zone.</param>
/// <param name="Language">What was sent as the language; null for nothing.</param>
/// <param name="Theme">What was sent as the theme; null for nothing.</param>
/// <param name="Zone">What was sent as the zone; null for nothing.</param>
public sealed record PreferencesAnswer(string Field, string? Language, string? Theme, string? Zone)
{
    // Long enough to know it again.
    private const int Most = 60;

    /// <summary>What is not on offer, as far as it fits into a sentence.</summary>
    public string Said
    {
        get
        {
            var value = Field switch { "language" => Language, "theme" => Theme, _ => Zone } ?? "";
            return value.Length <= Most ? value : value[..(char.IsHighSurrogate(value[Most - 1]) ? Most - 1 : Most)] + "…";
        }
    }
}

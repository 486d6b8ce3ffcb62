namespace Whalepaper.Ui;

/// <summary>Light or dark paper.</summary>
public enum Theme
{
    /// <summary>As the viewer's device has it.</summary>
    Auto,

    /// <summary>Ink on light paper.</summary>
    Light,

    /// <summary>Light ink on dark paper.</summary>
    Dark,
}

/// <summary>The words that cookies, forms and <c>html data-theme</c> use for a <see cref="Theme"/>.</summary>
public static class ThemeWords
{
    /// <summary>The lower-case word of a theme.</summary>
    public static string Word(this Theme theme) => theme switch
    {
        Theme.Light => "light",
        Theme.Dark => "dark",
        _ => "auto",
    };

    /// <summary>The theme that the one-tap switch turns to: auto, light, dark, and round again.</summary>
    public static Theme Next(this Theme theme) => theme switch
    {
        Theme.Auto => Theme.Light,
        Theme.Light => Theme.Dark,
        _ => Theme.Auto,
    };

    /// <summary>The theme of a word; null for any other word.</summary>
    public static Theme? Parse(string? word) => word switch
    {
        "auto" => Theme.Auto,
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        _ => null,
    };
}

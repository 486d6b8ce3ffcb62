namespace Whalepaper.Ui;

/// <summary>What was sent to the preferences and could not be kept, for the page that shows it again.</summary>
/// <param name="Field">The field concerned: language, theme or zone.</param>
/// <param name="Value">What it held.</param>
public sealed record PreferencesAnswer(string Field, string Value);

namespace Whalepaper.Settings;

/// <summary>What the settings mean, and the words of their pages; they lie beside it, in each language.</summary>
public sealed class SettingTexts;

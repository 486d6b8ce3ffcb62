namespace Whalepaper.Notices.Preferences;

/// <summary>The words about what one is told and how, and of digests; they lie beside it, in each language.</summary>
public sealed class PreferenceTexts;

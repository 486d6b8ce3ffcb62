namespace Whalepaper.Talks.Preparation;

/// <summary>The texts about preparing a talk.</summary>
public sealed class PreparationTexts;

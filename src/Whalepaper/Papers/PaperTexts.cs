namespace Whalepaper.Papers;

/// <summary>The words about papers.</summary>
public sealed class PaperTexts;

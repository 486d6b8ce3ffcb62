namespace Whalepaper.Participation.Closing;

/// <summary>The texts of closing a topic.</summary>
public sealed class ClosingTexts;

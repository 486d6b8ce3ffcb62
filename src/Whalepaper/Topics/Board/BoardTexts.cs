namespace Whalepaper.Topics.Board;

/// <summary>The texts about planning a topic.</summary>
public sealed class BoardTexts;

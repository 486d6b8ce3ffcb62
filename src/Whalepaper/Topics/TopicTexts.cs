namespace Whalepaper.Topics;

/// <summary>The words of this room; see the resources of the same name.</summary>
public sealed class TopicTexts;

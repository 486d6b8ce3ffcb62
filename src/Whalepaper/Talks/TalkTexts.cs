namespace Whalepaper.Talks;

/// <summary>The words about talks.</summary>
public sealed class TalkTexts;
